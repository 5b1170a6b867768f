from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kunnande.stages.framework.models import (
    Criterion,
    PassRule,
    ProductArea,
    ProductState,
    ProductVersion,
)
from kunnande.stages.framework.services.errors import ImproperSchemeError
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User


class AlreadyPublishedError(ValueError):
    """The product version has been published before."""


@transaction.atomic
def publish_version(*, version: ProductVersion, by: User, at: datetime) -> ProductVersion:
    """Publish a draft and freeze it. Raises AlreadyPublishedError, ImproperSchemeError."""
    kept = (
        ProductVersion.objects.select_for_update(of=("self",))
        .select_related("product__scheme")
        .get(pk=version.pk)
    )
    if kept.state != ProductState.DRAFT:
        raise AlreadyPublishedError(_("Versionen är redan publicerad."))
    problems = _find_problems(kept)
    if problems:
        raise ImproperSchemeError(problems)
    kept.state = ProductState.PUBLISHED
    kept.published_at = at
    kept.save(update_fields=["state", "published_at"])
    record(
        chain=f"scheme:{kept.product.scheme.code}",
        act="version_published",
        subject=f"product_version:{kept.pk}",
        by=by,
        at=at,
        facts={"product": kept.product.code, "version": kept.version},
    )
    return kept


def _find_problems(version: ProductVersion) -> tuple[str, ...]:
    path = f"{version.product.code} {version.version}"
    areas = list(
        ProductArea.objects.filter(product_version=version).select_related("area_version__area")
    )
    described = set(
        Criterion.objects.filter(
            area_version_id__in=[area.area_version_id for area in areas]
        ).values_list("area_version_id", flat=True)
    )
    problems = [
        _("%(path)s: området %(area)s har inga kriterier.")
        % {"path": path, "area": area.area_version.area.code}
        for area in areas
        if area.area_version_id not in described
    ]
    total = sum(area.weight for area in areas)
    if total != 100:
        problems.append(
            _("%(path)s: vikterna blir %(sum)s tillsammans. De ska bli 100.")
            % {"path": path, "sum": total}
        )
    if not PassRule.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=version.valid_from),
        product_version=version,
        from_on__lte=version.valid_from,
    ).exists():
        problems.append(_("%(path)s: regeln för uppfyllt saknas.") % {"path": path})
    return tuple(problems)
