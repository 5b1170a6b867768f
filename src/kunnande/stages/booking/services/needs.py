from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.booking.models import Accommodation, Need
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import Person, User

MOST_MINUTES = 240


class NotYourNeedsError(PermissionError):
    """What somebody needs is theirs to say."""


class ImproperNeedError(ValueError):
    """The need is unknown, or the extra time is not between 1 and 240 minutes."""


@transaction.atomic
def add_accommodation(
    *, person: Person, kind: str, minutes: int = 0, by: User, at: datetime
) -> Accommodation:
    """Say what one needs at every session; said again it is changed.

    Raises NotYourNeedsError, ImproperNeedError.
    """
    _refuse_foreign(person, by)
    if kind not in Need.values:
        raise ImproperNeedError(_("Anpassningen är okänd. Välj bland dem som finns."))
    is_time = kind == Need.EXTRA_TIME
    if is_time and not 1 <= minutes <= MOST_MINUTES:
        raise ImproperNeedError(
            _("Förlängd tid är mellan 1 och %(most)d minuter.") % {"most": MOST_MINUTES}
        )
    need, _made = Accommodation.objects.update_or_create(
        person=person,
        kind=kind,
        defaults={"minutes": minutes if is_time else 0},
        create_defaults={"minutes": minutes if is_time else 0, "added_at": at},
    )
    # Which need is nobody's to read in the trail.
    _note("need_added", person, by=by, at=at)
    return need


@transaction.atomic
def remove_accommodation(*, person: Person, kind: str, by: User, at: datetime) -> None:
    """Take back what one needed; bookings already made keep it. Raises NotYourNeedsError."""
    _refuse_foreign(person, by)
    removed, _rows = Accommodation.objects.filter(person=person, kind=kind).delete()
    if removed:
        _note("need_removed", person, by=by, at=at)


def _refuse_foreign(person: Person, by: User) -> None:
    if by.person_id != person.pk:
        raise NotYourNeedsError(_("Bara du själv säger vad du behöver."))


def _note(act: str, person: Person, *, by: User, at: datetime) -> None:
    record(chain=person.trail_name, act=act, subject=person.trail_name, by=by, at=at)
