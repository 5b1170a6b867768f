"""A company lets a coach in, and the coach keeps a log that the company reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role, find_user_by_email, get_viewer
from kunnande.stages.supply.models import Coaching, CoachNote
from kunnande.stages.supply.queries.plans import list_coached_companies
from kunnande.stages.supply.services.plans import NotYourPlanError
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from kunnande.stages.parties.queries import Organisation, User


class NotACoachError(ValueError):
    """No account with the address is a coach's."""


class AlreadyLetInError(ValueError):
    """The company has let this coach in already."""


@transaction.atomic
def let_coach_in(*, company: Organisation, email: str, by: User, at: datetime) -> Coaching:
    """Let a coach read and write the plan, until the company ends it.

    Raises NotYourPlanError, NotACoachError, AlreadyLetInError.
    """
    _refuse_all_but_employer(company, by, at)
    # Whoever lets the same coach in at the same moment waits here.
    type(company).objects.select_for_update().get(pk=company.pk)
    coach = find_user_by_email(email.strip())
    if coach is None or not get_viewer(coach, on=localdate(at)).organisations(Role.COACH):
        raise NotACoachError(_("Ingen kompetenscoach har den adressen."))
    if Coaching.objects.filter(company=company, coach=coach, until_at__isnull=True).exists():
        raise AlreadyLetInError(_("Coachen är redan insläppt."))
    coaching = Coaching.objects.create(company=company, coach=coach, from_at=at)
    _record(company, "coach_let_in", coach, by=by, at=at)
    return coaching


@transaction.atomic
def end_coaching(*, coaching: Coaching, by: User, at: datetime) -> None:
    """Let a coach in no longer; the log stays. Raises NotYourPlanError."""
    _refuse_all_but_employer(coaching.company, by, at)
    Coaching.objects.filter(pk=coaching.pk, until_at__isnull=True).update(until_at=at)
    _record(coaching.company, "coaching_ended", coaching.coach, by=by, at=at)


@transaction.atomic
def write_coach_note(
    *,
    company: Organisation,
    words: str,
    next_step: str,
    next_on: date | None = None,
    by: User,
    at: datetime,
) -> CoachNote:
    """Write a line in the log, which the company reads. Raises NotYourPlanError."""
    viewer = get_viewer(by, on=localdate(at))
    if not list_coached_companies(viewer).filter(pk=company.pk).exists():
        raise NotYourPlanError(_("Loggen skrivs av den coach som företaget har släppt in."))
    note = CoachNote.objects.create(
        company=company, coach=by, at=at, words=words, next_step=next_step, next_on=next_on
    )
    _record(company, "coach_note_written", by, by=by, at=at)
    return note


def _refuse_all_but_employer(company: Organisation, by: User, at: datetime) -> None:
    if company.pk not in get_viewer(by, on=localdate(at)).organisations(Role.EMPLOYER):
        raise NotYourPlanError(_("Företaget bestämmer självt vilken coach som får läsa planen."))


def _record(company: Organisation, act: str, coach: User, *, by: User, at: datetime) -> None:
    record(chain=company.trail_name, act=act, subject=coach.trail_name, by=by, at=at)
