"""What a person does next, read from where their case is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from kunnande.site.templatetags.kunnande import day, moment
from kunnande.stages.booking.queries import SessionKind, find_booking_of_case, place_of
from kunnande.stages.cases.queries import Case, CaseState, find_feedback_talk
from kunnande.stages.decision.queries import Outcome, find_decision_in_force
from kunnande.stages.disclosure.queries import find_agreement_in_force, find_answer
from kunnande.stages.framework.queries import localised
from kunnande.stages.testing.queries import (
    Retake,
    Sitting,
    find_open_sitting,
    find_retake,
    list_sittings_of_case,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kunnande.stages.parties.queries import Organisation


@dataclass(frozen=True)
class Fact:
    icon: str
    label: str
    words: str


@dataclass(frozen=True)
class Step:
    """One card: what happens next, and the one thing to press when there is one."""

    heading: str
    text: str
    action: str = ""
    address: str = ""
    facts: tuple[Fact, ...] = ()
    is_form: bool = False


def find_unanswered_agreement(
    person_id: int, employers: list[Organisation], *, on: date
) -> Step | None:
    """Return the step of reading what an employer will see, when it is still to be answered."""
    for employer in employers:
        agreed = find_agreement_in_force(employer.pk, on=on)
        if agreed and find_answer(person_id, employer.pk, on=on) is None:
            return Step(
                heading=_("Läs vad %(company)s får se") % {"company": employer.name},
                text=_("Du bestämmer själv. Ditt svar påverkar inte om du får göra provet."),
                action=_("Läs och svara"),
                address=reverse("disclosure:agreement", args=[employer.pk]),
            )
    return None


def get_step(case: Case | None, *, on: date) -> Step:
    """Return what the person does now, or what they wait for and from whom."""
    if case is None:
        return Step(
            heading=_("Du är inte anmäld till någon validering"),
            text=_("Ditt företag anmäler dig. Fråga din chef, eller den som bjöd in dig."),
        )
    return _STEPS[CaseState(case.state)](case, on)


def _registered(case: Case, _on: date) -> Step:
    return Step(
        heading=_("Börja med att kartlägga dig"),
        text=_("Du är anmäld till %(product)s. Berätta vad du kan, ett område i taget.")
        % {"product": localised(case.product_version.product, "name")},
        action=_("Börja kartläggningen"),
        address=reverse("cases:begin", args=[case.pk]),
        is_form=True,
    )


def _admitted(case: Case, _on: date) -> Step:
    return Step(
        heading=_("Kartlägg det du kan"),
        text=_("Din egen bedömning räknas inte som bevis. Den hjälper dig att förbereda dig."),
        action=_("Fortsätt kartläggningen"),
        address=reverse("cases:rate", args=[case.pk, 1]),
    )


def _mapped(case: Case, on: date) -> Step:
    booking = find_booking_of_case(case.pk, kind=SessionKind.THEORY, on=on)
    if booking is None:
        return Step(
            heading=_("Välj en tid för ditt teoriprov"),
            text=_("Alla lediga tider finns i en lista. Din provledare kan också bestämma dagen."),
            action=_("Välj en tid"),
            address=reverse("booking:times", args=[case.pk, SessionKind.THEORY]),
        )
    session = booking.seat.session
    return Step(
        heading=_("Teoriprov den %(day)s") % {"day": day(session.starts_at)},
        text=_("Du kan inte misslyckas. Provet visar vad du kan och vad som återstår."),
        action=_("Till mina bokningar"),
        address=reverse("booking:mine"),
        facts=(
            Fact("plan", _("När"), moment(session.starts_at)),
            Fact("pin", _("Var"), place_of(session)),
        ),
    )


def _planned(case: Case, on: date) -> Step:
    sitting = find_open_sitting(case.pk)
    if sitting is None:
        return _mapped(case, on)
    is_today = sitting.takes_place_on == on
    return Step(
        heading=_("Teoriprov i dag")
        if is_today
        else _("Teoriprov den %(day)s") % {"day": day(sitting.takes_place_on)},
        text=_("Du kan inte misslyckas. Provet visar vad du kan och vad som återstår."),
        action=_("Till provet") if is_today else _("Så går provet till"),
        address=reverse("testing:sitting", args=[sitting.pk]),
        facts=_where_and_who(sitting),
    )


def _testing(case: Case, on: date) -> Step:
    sitting = find_open_sitting(case.pk)
    if sitting is None:
        return _tested(case, on)
    return Step(
        heading=_("Ditt prov pågår"),
        text=_("Alla svar du gett är sparade. Fortsätt där du var."),
        action=_("Fortsätt provet"),
        address=reverse("testing:sitting", args=[sitting.pk]),
    )


def _tested(case: Case, _on: date) -> Step:
    finished = list_sittings_of_case(case.pk)
    return Step(
        heading=_("Provet är inlämnat"),
        text=_(
            "Nu går provledaren igenom resultatet med dig. Ingen annan ser det före det samtalet."
        ),
        facts=_where_and_who(finished[-1]) if finished else (),
    )


def _feedback_given(case: Case, _on: date) -> Step:
    talk = find_feedback_talk(case.pk)
    return Step(
        heading=_("En examinator beslutar"),
        text=_("Samtalet är klart. Någon som inte har hållit provet går igenom och beslutar."),
        action=_("Läs ditt resultatbrev (PDF)"),
        address=reverse("decision:letter", args=[case.pk, get_language()]),
        facts=(Fact("talk", _("Samtalet"), day(talk.held_at)),) if talk else (),
    )


def _decided(case: Case, on: date) -> Step:
    decision = find_decision_in_force(case.pk)
    if decision and decision.outcome == Outcome.CERTIFICATE:
        return Step(
            heading=_("Alla områden är uppfyllda"),
            text=_("Ditt bevis är ditt. Vem som helst du visar det för kan kontrollera det."),
            action=_("Läs beslutet"),
            address=reverse("decision:show", args=[decision.pk]),
        )
    retake = find_retake(case, on=on)
    return Step(
        heading=_("Läs vad som återstår"),
        text=_("Nästa gång prövas bara det som återstår, med nya frågor."),
        facts=(Fact("plan", _("Tidigast"), _earliest(retake, on)),) if retake else (),
        action=_("Läs beslutet") if decision else "",
        address=reverse("decision:show", args=[decision.pk]) if decision else "",
    )


def _earliest(retake: Retake, on: date) -> str:
    if retake.earliest_on <= on:
        return _("Du kan pröva igen nu. Din provledare bestämmer dagen med dig.")
    return _("Du kan pröva igen från den %(day)s.") % {"day": day(retake.earliest_on)}


def _closed(_case: Case, _on: date) -> Step:
    return Step(
        heading=_("Ditt ärende är avslutat"),
        text=_("Det du har visat gäller till sin sista dag. Du ser det under Min kompetens."),
    )


def _where_and_who(sitting: Sitting) -> tuple[Fact, ...]:
    return (
        Fact("plan", _("När"), day(sitting.takes_place_on)),
        Fact("pin", _("Var"), sitting.centre.name),
        Fact("user", _("Vem"), _("Provledare %(name)s") % {"name": sitting.test_leader}),
    )


_STEPS: dict[CaseState, Callable[[Case, date], Step]] = {
    CaseState.REGISTERED: _registered,
    CaseState.ADMITTED: _admitted,
    CaseState.MAPPED: _mapped,
    CaseState.TEST_PLANNED: _planned,
    CaseState.TESTING: _testing,
    CaseState.TESTED: _tested,
    CaseState.FEEDBACK_GIVEN: _feedback_given,
    CaseState.DECIDED: _decided,
    CaseState.CLOSED: _closed,
}
