from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.centres.models import Authorisation
from kunnande.stages.centres.services.decisions import BackdatedError
from kunnande.stages.centres.services.refusals import RefusalError
from kunnande.stages.parties.queries import list_members
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.framework.queries import Product
    from kunnande.stages.parties.queries import Organisation, User


Facts = dict[str, str | int]


class NotAtCentreError(RefusalError, ValueError):
    """Only who acts for the centre in that role is authorised there."""


class AlreadyAuthorisedError(RefusalError, ValueError):
    """The person is already authorised during some of those days."""


class AuthorisesSelfError(RefusalError, PermissionError):
    """Nobody authorises themselves."""


class AuthorisationEndedError(RefusalError, ValueError):
    """The authorisation has already ended."""


@dataclass(frozen=True)
class Mandate:
    """What somebody is authorised for: as what, where, between which days and why."""

    product: Product
    kind: str
    centre: Organisation
    from_on: date
    to_on: date
    grounds: str


@transaction.atomic
def authorise_staff(*, user: User, mandate: Mandate, by: User, at: datetime) -> Authorisation:
    """Let a centre's test leader or assessor act for a product between two days.

    Raises AuthorisesSelfError, NotAtCentreError, AlreadyAuthorisedError.
    """
    if user.pk == by.pk:
        raise AuthorisesSelfError(_("Någon annan än du själv ger dig behörighet."))
    members = list_members(mandate.centre, mandate.kind, on=timezone.localdate(at))
    if user.pk not in {member.pk for member in members}:
        raise NotAtCentreError(_("Personen har inte den rollen på testcentret."))
    try:
        with transaction.atomic():
            authorisation = Authorisation.objects.create(
                user=user,
                product=mandate.product,
                kind=mandate.kind,
                centre=mandate.centre,
                grounds=mandate.grounds.strip(),
                from_on=mandate.from_on,
                to_on=mandate.to_on,
                given_by=by,
            )
    except IntegrityError as error:
        raise AlreadyAuthorisedError(
            _("Personen har redan behörighet några av de dagarna, eller så är dagarna omvända.")
        ) from error
    facts: Facts = {
        "product": mandate.product.pk,
        "user": user.trail_name,
        "kind": str(mandate.kind),
        "from": mandate.from_on.isoformat(),
    }
    _record(authorisation, "staff_authorised", by, at, **facts)
    return authorisation


@transaction.atomic
def end_authorisation(
    *, authorisation: Authorisation, on: date, reason: str, by: User, at: datetime
) -> None:
    """End an authorisation before its last day; `on` is the first day without.

    Raises BackdatedError, AuthorisationEndedError.
    """
    locked = Authorisation.objects.select_for_update().get(pk=authorisation.pk)
    if on < timezone.localdate(at):
        raise BackdatedError(_("Välj i dag eller en senare dag. Det som redan är gjort står kvar."))
    if locked.ended_on or locked.to_on < on:
        raise AuthorisationEndedError(_("Behörigheten har redan upphört den dagen."))
    locked.ended_on, locked.ended_reason = on, reason
    locked.save(update_fields=["ended_on", "ended_reason"])
    facts: Facts = {"product": locked.product_id, "user": f"user:{locked.user_id}"}
    _record(locked, "authorisation_ended", by, at, **facts, on=on.isoformat(), reason=str(reason))


def _record(
    authorisation: Authorisation, act: str, by: User, at: datetime, **facts: str | int
) -> None:
    record(
        chain=f"organisation:{authorisation.centre_id}",
        act=act,
        subject=authorisation.trail_name,
        by=by,
        at=at,
        facts=facts,
    )
