from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kunnande.stages.framework import translate
from kunnande.stages.framework.models import Scheme

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from kunnande.stages.parties.queries import Viewer


def schemes_visible_to(viewer: Viewer) -> QuerySet[Scheme]:
    """Return the schemes the viewer owns; only an owner takes a scheme out whole, drafts too."""
    owners = viewer.organisations("scheme_owner")
    return Scheme.objects.filter(owner_id__in=owners).select_related("owner").order_by("code")


def get_scheme(code: str, viewer: Viewer) -> Scheme:
    return schemes_visible_to(viewer).get(code=code)


def get_package(scheme: Scheme) -> dict[str, Any]:
    """Return the package from which import_scheme makes the same scheme."""
    return translate.to_package(scheme)


def get_case_document(
    package: Mapping[str, Any], *, creator: str, changed_at: datetime
) -> dict[str, Any]:
    """Return a package as a CFPackage of CASE 1.1."""
    return translate.to_case(package, creator=creator, changed_at=changed_at)
