"""What a person does about a practical assessment, when there is one to do something about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from kunnande.site.home.steps import Fact, Step
from kunnande.site.templatetags.kunnande import day
from kunnande.stages.cases.queries import CaseState
from kunnande.stages.practice.queries import (
    AssessmentState,
    find_unfinished_assessment,
    list_practical_results,
)

if TYPE_CHECKING:
    from kunnande.stages.cases.queries import Case


def find_practice_step(case: Case) -> Step | None:
    """Return the step when practice is what comes next, or what there is to read."""
    assessment = find_unfinished_assessment(case.pk)
    if assessment is None:
        return _read_result(case)
    address = reverse("practice:mine", args=[assessment.pk])
    if assessment.state == AssessmentState.PLANNED:
        return Step(
            heading=_("Praktiskt prov den %(day)s") % {"day": day(assessment.starts_on)},
            text=_("Du kan inte misslyckas. Provet visar vad du kan och vad som återstår."),
            action=_("Så går provet till"),
            address=address,
            facts=(Fact("pin", _("Var"), assessment.centre.name),),
        )
    if assessment.state == AssessmentState.RUNNING:
        return Step(
            heading=_("Ditt praktiska prov pågår"),
            text=_("När bedömarna är klara skriver du under här."),
            action=_("Till provet"),
            address=address,
        )
    return Step(
        heading=_("Din bedömare går igenom resultatet med dig"),
        text=_("Ingen annan ser resultatet före det samtalet. Efteråt hittar du det här."),
    )


def _read_result(case: Case) -> Step | None:
    results = list_practical_results(case.pk)
    if case.state != CaseState.FEEDBACK_GIVEN or not results:
        return None
    latest = max(row.assessment_id for row in results)
    return Step(
        heading=_("En examinator beslutar"),
        text=_("Samtalet är klart. Någon som inte har hållit provet går igenom och beslutar."),
        action=_("Se resultatet av ditt praktiska prov"),
        address=reverse("practice:result", args=[latest]),
    )
