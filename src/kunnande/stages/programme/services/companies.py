"""A company is taken into a programme and goes through its steps, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.programme.models import Engagement, SizeClass, Step, StepTaken
from kunnande.stages.programme.queries.companies import ENDS, find_follow_up_on, next_step
from kunnande.stages.programme.queries.grants import coordinates, get_rule, owns
from kunnande.stages.programme.services.grants import NotYourProgrammeError
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Organisation, User
    from kunnande.stages.programme.models import Programme


class AlreadyEngagedError(ValueError):
    """The company is in the programme."""


class OutsideProgrammeError(ValueError):
    """The day lies before the programme begins or after it ends."""


class StepOutOfOrderError(ValueError):
    """The steps of a company are taken in order, each no earlier than the one before."""


class ClosedCompanyError(ValueError):
    """The company has left the programme, or its part in it has ended."""


@transaction.atomic
def engage_company(
    *,
    programme: Programme,
    company: Organisation,
    employees: int,
    on: date,
    node: Organisation | None = None,
    by: User,
    at: datetime,
) -> Engagement:
    """Note the first contact with a company.

    Raises NotYourProgrammeError, OutsideProgrammeError, AlreadyEngagedError.
    """
    _refuse_others(programme, node.pk if node else None, by, at)
    refuse_outside(programme, on)
    try:
        with transaction.atomic():
            engagement = Engagement.objects.create(
                programme=programme,
                company=company,
                node=node,
                employees=employees,
                size=_size_of(employees, on),
                step=Step.CONTACT,
            )
    except IntegrityError as error:
        raise AlreadyEngagedError(_("Företaget är redan med i programmet.")) from error
    _note(engagement, Step.CONTACT, on, by=by, at=at)
    return engagement


@transaction.atomic
def take_step(
    *, engagement: Engagement, step: str, on: date, words: str = "", by: User, at: datetime
) -> Engagement:
    """Take a company to its next step, or note that it drops out.

    Raises NotYourProgrammeError, ClosedCompanyError, StepOutOfOrderError.
    """
    locked = Engagement.objects.select_for_update().get(pk=engagement.pk)
    _refuse_others(locked.programme, locked.node_id, by, at)
    refuse_closed(locked, on=None)
    if step not in {next_step(locked), Step.DROPPED_OUT}:
        following = next_step(locked)
        told = {"step": following.label if following else ""}
        raise StepOutOfOrderError(_("Nästa steg är: %(step)s.") % told)
    if on > localdate(at):
        raise StepOutOfOrderError(_("Steget skrivs in när det har tagits."))
    _refuse_early(locked, step, on)
    locked.step = step
    locked.ended_on = on if step in ENDS else None
    locked.save(update_fields=["step", "ended_on"])
    _note(locked, step, on, words=words, by=by, at=at)
    return locked


def refuse_closed(engagement: Engagement, *, on: date | None) -> None:
    """Stop what concerns a company after its part has ended. Raises ClosedCompanyError."""
    if engagement.ended_on and (on is None or on > engagement.ended_on):
        told = {"company": engagement.company.name, "day": f"{engagement.ended_on:%Y-%m-%d}"}
        raise ClosedCompanyError(_("%(company)s är inte med efter %(day)s.") % told)


def refuse_outside(programme: Programme, on: date) -> None:
    """Stop what lies outside a programme's days. Raises OutsideProgrammeError."""
    if not programme.from_on <= on <= programme.to_on:
        told = {"from": f"{programme.from_on:%Y-%m-%d}", "to": f"{programme.to_on:%Y-%m-%d}"}
        raise OutsideProgrammeError(_("Programmet pågår %(from)s till %(to)s.") % told)


def _refuse_others(programme: Programme, node_id: int | None, by: User, at: datetime) -> None:
    on = localdate(at)
    viewer = get_viewer(by, on=on)
    if not (
        owns(viewer, programme, Role.PROGRAMME_OWNER)
        or coordinates(viewer, programme, node_id, on=on)
    ):
        raise NotYourProgrammeError(_("Bara programmets ägare och företagets nod kan göra det."))


def _refuse_early(engagement: Engagement, step: str, on: date) -> None:
    last = StepTaken.objects.filter(engagement=engagement).order_by("-taken_on").first()
    if last and on < last.taken_on:
        told = {"day": f"{last.taken_on:%Y-%m-%d}"}
        raise StepOutOfOrderError(_("Steget före togs den %(day)s.") % told)
    due_on = find_follow_up_on(engagement)
    if step == Step.FOLLOWED_UP and due_on and on < due_on:
        told = {"day": f"{due_on:%Y-%m-%d}"}
        raise StepOutOfOrderError(_("Uppföljningen görs tidigast den %(day)s.") % told)


def _size_of(employees: int, on: date) -> str:
    for size in (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM):
        if employees < get_rule(f"size_{size.value}_below", on=on).amount:
            return size
    return SizeClass.LARGE


def _note(
    engagement: Engagement, step: str, on: date, *, words: str = "", by: User, at: datetime
) -> None:
    StepTaken.objects.create(
        engagement=engagement,
        step=step,
        taken_on=on,
        taken_by=by,
        entered_at=at,
        words=words.strip(),
    )
    record(
        chain=f"organisation:{engagement.company_id}",
        act="programme_step_taken",
        subject=engagement.trail_name,
        by=by,
        at=at,
        facts={"programme": engagement.programme_id, "step": str(step), "on": on.isoformat()},
    )
