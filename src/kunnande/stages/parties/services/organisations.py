from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from organisationsnummer.organisationsnummer import (
    Organisationsnummer,
    OrganisationsnummerException,
)

from kunnande.stages.parties.models import Installation, Organisation
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.models import User


class ImproperOrganisationNumberError(ValueError):
    """The text is not a Swedish organisation number."""


class OrganisationKnownError(ValueError):
    """Another organisation is registered under this number."""


def read_organisation_number(text: str) -> str:
    """Return the ten digits. Raises ImproperOrganisationNumberError."""
    try:
        number = Organisationsnummer(text.strip())
    except (OrganisationsnummerException, ValueError) as error:
        msg = _("Organisationsnumret ska ha formen NNNNNN-NNNN och en riktig kontrollsiffra.")
        raise ImproperOrganisationNumberError(msg) from error
    return str(number.format(separator=False))[-10:]


@transaction.atomic
def register_organisation(
    *,
    kind: str,
    name: str,
    organisation_number: str,
    municipality_code: str = "",
    simulated: bool = False,
    by: User,
    at: datetime,
) -> Organisation:
    """Register one. Raises ImproperOrganisationNumberError, OrganisationKnownError."""
    number = read_organisation_number(organisation_number)
    organisation, made = Organisation.objects.get_or_create(
        organisation_number=number,
        defaults={
            "kind": kind,
            "name": name.strip(),
            "municipality_code": municipality_code,
            "simulated": simulated,
        },
    )
    if not made:
        raise OrganisationKnownError(_("Organisationen finns redan. Sök efter den i listan."))
    record(
        chain=organisation.trail_name,
        act="organisation_registered",
        subject=organisation.trail_name,
        by=by,
        at=at,
    )
    return organisation


@transaction.atomic
def mark_simulated(*, by: User, at: datetime) -> None:
    """Mark the whole database as holding simulated people; it can not be unmarked."""
    Installation.objects.update_or_create(pk=1, defaults={"simulated": True, "simulated_at": at})
    record(chain="installation", act="marked_simulated", subject="installation", by=by, at=at)
