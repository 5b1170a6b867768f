"""What a reader narrows the matrix to, as the address says it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from kunnande.stages.parties.queries import (
    Organisation,
    Role,
    get_organisation,
    organisations_of,
)
from kunnande.stages.supply.queries import Selection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kunnande.stages.parties.queries import SignedInRequest

STATES = (
    ("remaining", _("Något återstår")),
    ("soon", _("Något går ut inom 90 dagar")),
    ("planned", _("Kurs planerad")),
    ("booked", _("Prov bokat")),
    ("exempt", _("Undantag")),
    ("withdrawn", _("Tillfälligt uppehåll")),
    ("unshared", _("Delar inte sitt resultat")),
)
KEYS = ("team", "shift", "site", "role", "family", "state")


def selection_of(asked: Mapping[str, str]) -> Selection:
    return Selection(
        team=asked.get("team", "")[:100],
        role_id=_number(asked.get("role", "")),
        family=asked.get("family", "")[:100],
        state=_state(asked.get("state", "")),
        shift=asked.get("shift", "")[:60],
        site=asked.get("site", "")[:60],
    )


def company_of(organisation_id: int) -> Organisation:
    try:
        return get_organisation(organisation_id)
    except Organisation.DoesNotExist as error:
        # A stranger learns nothing from the difference between missing and forbidden.
        raise PermissionDenied from error


def _state(text: str) -> str:
    return text if text in dict(STATES) else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def kept_of(asked: Mapping[str, str]) -> dict[str, str]:
    """Return the parts of an address that narrow the matrix, and nothing else."""
    return {key: asked.get(key, "")[:100] for key in KEYS if asked.get(key)}


def address_of(kept: Mapping[str, str]) -> str:
    return f"?{urlencode(kept)}" if kept else ""


def own_company(request: SignedInRequest, organisation_id: int) -> Organisation:
    return get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
