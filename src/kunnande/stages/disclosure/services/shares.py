"""A person shows what they choose to whom they choose, by a link with a last day."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.disclosure.models import Share
from kunnande.stages.trail.services import Fact, record, record_looks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from kunnande.stages.parties.queries import Person, User

LONGEST_SHARE_DAYS = 366


class ImproperShareError(ValueError):
    """A share says for whom, shows something, and ends within a year."""


class UnknownShareError(LookupError):
    """No share fits this link, or it is somebody else's."""


class ShareEndedError(ValueError):
    """The share was withdrawn, or its last day has passed."""


@dataclass(frozen=True)
class IssuedShare:
    """A share and the secret of its link, which is shown once and never stored."""

    share: Share
    token: str


@transaction.atomic
def make_share(
    *,
    person: Person,
    recipient: str,
    area_ids: Iterable[int] = (),
    certificate_ids: Iterable[UUID] = (),
    last_on: date,
    by: User,
    at: datetime,
) -> IssuedShare:
    """Make a link that shows one recipient what the person chose, to its last day.

    Raises ImproperShareError.
    """
    areas, certificates = sorted(set(area_ids)), sorted(set(certificate_ids))
    _refuse_improper(person, by, recipient, chosen=[*areas, *certificates])
    today = localdate(at)
    if not today <= last_on <= today + timedelta(days=LONGEST_SHARE_DAYS):
        raise ImproperShareError(_("Välj en sista dag från i dag och högst ett år framåt."))
    token = secrets.token_urlsafe(24)
    share = Share.objects.create(
        person=person,
        recipient=recipient.strip(),
        area_ids=areas,
        certificate_ids=certificates,
        token_digest=_digest(token),
        made_at=at,
        last_on=last_on,
    )
    facts: dict[str, Fact] = {
        "areas": len(areas),
        "certificates": len(certificates),
        "until": last_on.isoformat(),
    }
    chain, subject = person.trail_name, share.trail_name
    record(chain=chain, act="share_made", subject=subject, by=by, at=at, facts=facts)
    return IssuedShare(share, token)


@transaction.atomic
def withdraw_share(*, share_id: int, by: User, at: datetime) -> Share:
    """Let one's own link show nothing more, at once. Raises UnknownShareError."""
    share = (
        Share.objects.select_for_update().filter(pk=share_id, person_id=by.person_id or 0).first()
    )
    if share is None:
        raise UnknownShareError(_("Länken finns inte bland dina."))
    if share.withdrawn_at is None:
        share.withdrawn_at = at
        share.save(update_fields=["withdrawn_at"])
        chain = f"person:{share.person_id}"
        record(chain=chain, act="share_withdrawn", subject=share.trail_name, by=by, at=at)
    return share


def open_share(*, token: str, viewer_person_id: int | None = None, at: datetime) -> Share:
    """Return the share a link is for, and record that somebody looked through it.

    The link itself is who looked: whoever holds it needs no account. A person who tries their own
    link is nobody else. Raises UnknownShareError, ShareEndedError.
    """
    share = Share.objects.select_related("person").filter(token_digest=_digest(token)).first()
    if share is None:
        raise UnknownShareError(_("Länken stämmer inte. Kontrollera att hela länken kom med."))
    if not share.is_open_on(localdate(at)):
        raise ShareEndedError(_("Länken visar inte längre något."))
    if viewer_person_id != share.person_id:
        record_looks(
            people=[share.person_id], page="home:shared", organisation_id=None, by=share, at=at
        )
    return share


def _refuse_improper(person: Person, by: User, recipient: str, *, chosen: list[int | UUID]) -> None:
    if by.person_id != person.pk:
        raise ImproperShareError(_("Bara du själv kan dela det du kan."))
    if not recipient.strip():
        raise ImproperShareError(_("Skriv vem du delar med, så att du känner igen länken."))
    if not chosen:
        raise ImproperShareError(_("Välj minst ett område eller ett bevis att visa."))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
