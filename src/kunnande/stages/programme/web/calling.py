"""Whom to call, and what they answer: made for a phone in the hand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kunnande.stages.parties.queries import Role
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import Moment, Participation
from kunnande.stages.programme.queries.following import (
    CALLED_AT,
    NoQuestionnaireError,
    find_questionnaire,
    list_due,
    list_questions,
)
from kunnande.stages.programme.web.following_forms import CallForm, NextTryForm
from kunnande.stages.programme.web.paging import page_of, programme_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest

_NEXT_TRY_DAYS = 2


@require_GET
def calls(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = programme_of(request, programme_id, Role.PROGRAMME_OWNER)
    today = timezone.localdate()
    due = list_due(programme, on=today)
    context = {
        "programme": programme,
        "page": page_of(due, request),
        "late": sum(one.days_late > 0 for one in due),
        "count": len(due),
        "today": today,
    }
    return render(request, "programme/calls.html", context)


@require_http_methods(["GET", "POST"])
def call(request: SignedInRequest, participation_id: int, moment: str) -> HttpResponse:
    theirs = Participation.objects.filter(
        programme__owner_id__in=request.viewer.organisations(Role.PROGRAMME_OWNER)
    ).select_related("person__user", "company", "programme")
    participation = get_object_or_404(theirs, pk=participation_id)
    today = timezone.localdate()
    if moment not in CALLED_AT:
        raise Http404
    try:
        questions = list_questions(find_questionnaire(moment, on=today))
    except NoQuestionnaireError as error:
        messages.info(request, str(error))
        return redirect("programme:calls", participation.programme_id)
    act = request.POST.get("act", "")
    form = CallForm(request.POST if act == "answer" else None, questions=questions)
    soon = today + timedelta(days=_NEXT_TRY_DAYS)
    later = NextTryForm(request.POST if act == "unanswered" else None, initial={"next_on": soon})
    if request.method == "POST" and _save(request, participation, moment, form, later):
        return redirect("programme:calls", participation.programme_id)
    context = {
        "participation": participation,
        "moment": Moment(moment).label,
        "form": form,
        "later": later,
    }
    return render(request, "programme/call.html", context)


def _save(
    request: SignedInRequest,
    participation: Participation,
    moment: str,
    *forms: CallForm | NextTryForm,
) -> bool:
    """Save what came of a call; say so and return False where something is missing."""
    about: dict[str, Any] = {"participation": participation, "moment": moment}
    acting: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    form, later = forms
    try:
        match request.POST.get("act"):
            case "answer" if isinstance(form, CallForm) and form.is_valid():
                services.answer_follow_up(**about, answers=form.answers(), **acting)
                messages.success(request, _("Svaren är sparade."))
            case "unanswered" if later.is_valid():
                services.note_unanswered_call(**about, **later.cleaned_data, **acting)
                messages.success(request, _("Försöket är sparat."))
            case "declined":
                services.decline_follow_up(**about, **acting)
                messages.success(request, _("Sparat. Personen rings inte upp igen."))
            case _:
                return False
    except (services.NotDueError, services.AnsweredError, services.ImproperAnswerError) as error:
        messages.info(request, str(error))
        return isinstance(error, services.AnsweredError)
    return True
