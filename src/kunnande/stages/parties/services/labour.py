"""How somebody stands on the labour market: entered as dated spells, never as one value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties import queries
from kunnande.stages.parties.models import LabourSpell, LabourStatus, Person, Role
from kunnande.stages.trail.services import record, take_turns

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.models import User

_FULL_TIME = 100


class NotYourSpellError(PermissionError):
    """Only the person, and whoever employs them, enter how they stand on the labour market."""


class ImproperSpellError(ValueError):
    """A spell ends no earlier than it begins, and the same status holds once at a time."""


@transaction.atomic
def begin_labour_spell(
    *,
    person: Person,
    status: str,
    from_on: date,
    to_on: date | None = None,
    percent: int | None = None,
    by: User,
    at: datetime,
) -> LabourSpell:
    """Enter a spell beside those that hold. Raises NotYourSpellError, ImproperSpellError."""
    _refuse_others(person.pk, by, at)
    if status not in LabourStatus.values:
        raise ImproperSpellError(_("Läget finns inte: %(status)s.") % {"status": status})
    if to_on and to_on < from_on:
        raise ImproperSpellError(_("Perioden ska sluta tidigast den dag den börjar."))
    if percent is not None and not 1 <= percent <= _FULL_TIME:
        raise ImproperSpellError(_("Omfattningen ska vara mellan 1 och 100 procent."))
    spell = LabourSpell(
        person=person,
        status=status,
        percent=percent,
        from_on=from_on,
        to_on=to_on,
        entered_by=by,
        entered_at=at,
    )
    _refuse_overlap(spell)
    spell.save()
    _record(spell, "labour_spell_begun", by, at)
    return spell


@transaction.atomic
def end_labour_spell(*, spell: LabourSpell, to_on: date, by: User, at: datetime) -> LabourSpell:
    """Set the last day of a spell. Raises NotYourSpellError, ImproperSpellError."""
    _refuse_others(spell.person_id, by, at)
    locked = LabourSpell.objects.select_for_update().get(pk=spell.pk)
    if to_on < locked.from_on:
        raise ImproperSpellError(_("Perioden ska sluta tidigast den dag den börjar."))
    locked.to_on = to_on
    _refuse_overlap(locked)
    locked.save(update_fields=["to_on"])
    _record(locked, "labour_spell_ended", by, at)
    return locked


def _refuse_overlap(spell: LabourSpell) -> None:
    take_turns(f"person:{spell.person_id}")
    touching = Q(to_on__isnull=True) | Q(to_on__gte=spell.from_on)
    if spell.to_on:
        touching &= Q(from_on__lte=spell.to_on)
    same = LabourSpell.objects.filter(touching, person_id=spell.person_id, status=spell.status)
    other = same.exclude(pk=spell.pk).order_by("from_on", "pk").first()
    if other:
        raise ImproperSpellError(_already_entered(other))


def _already_entered(spell: LabourSpell) -> str:
    told = {
        "status": spell.get_status_display(),
        "from_on": spell.from_on,
        "to_on": spell.to_on,
    }
    if spell.to_on:
        return _("%(status)s är redan inskrivet från %(from_on)s till %(to_on)s.") % told
    return _("%(status)s är redan inskrivet från %(from_on)s och tills vidare.") % told


def _refuse_others(person_id: int, by: User, at: datetime) -> None:
    on = localdate(at)
    viewer = queries.get_viewer(by, on=on)
    employs = any(
        queries.is_employed_by(person_id=person_id, organisation_id=company, on=on)
        for company in viewer.organisations(Role.EMPLOYER)
    )
    if viewer.person_id != person_id and not employs:
        raise NotYourSpellError(_("Bara personen själv och arbetsgivaren kan skriva in det."))


def _record(spell: LabourSpell, act: str, by: User, at: datetime) -> None:
    # The status itself stays in the row: the trail outlives the person's erasure.
    record(
        chain=f"person:{spell.person_id}",
        act=act,
        subject=spell.trail_name,
        by=by,
        at=at,
    )
