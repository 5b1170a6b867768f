from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kunnande.stages.cases.queries import (
    CaseState,
    FeedbackTalk,
    find_feedback_talk,
    list_proposals,
)
from kunnande.stages.cases.services import (
    NotYourOwnResultError,
    WrongStateError,
    hold_feedback_talk,
)
from kunnande.stages.framework.queries import localised
from kunnande.stages.testing import services
from kunnande.stages.testing.queries import (
    Sitting,
    SittingState,
    get_sitting,
    sittings_visible_to,
)
from kunnande.stages.testing.web.forms import FeedbackForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest
    from kunnande.stages.testing.services import ResultPage


@never_cache
@require_GET
def result(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    try:
        sitting = get_sitting(sitting_id, request.viewer)
    except Sitting.DoesNotExist as error:
        raise Http404 from error
    own = _is_own(request, sitting)
    try:
        page = services.show_result(sitting=sitting, by=request.user, at=timezone.now())
    except services.NotYetShownError as error:
        messages.info(request, str(error))
        return redirect("testing:sitting", sitting_id) if own else redirect("testing:leading")
    talk = find_feedback_talk(sitting.case_id) if page.after_the_talk else None
    context = {**_frame(page), "talk": talk, "proposals": _proposals(page, talk)}
    return render(request, "testing/result.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def feedback(request: SignedInRequest, case_id: int) -> HttpResponse:
    sitting = _latest_finished(request, case_id)
    try:
        page = services.show_result(sitting=sitting, by=request.user, at=timezone.now())
    except services.NotYetShownError as error:
        raise Http404 from error
    if page.after_the_talk:
        return redirect("testing:result", sitting.pk)
    form = FeedbackForm(request.POST or None, remaining=page.remaining)
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem = _hold(request, page, form)
        if not problem:
            return redirect("testing:leading")
    context = {**_frame(page), "form": form, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "testing/feedback.html", context, status=status)


def _hold(request: SignedInRequest, page: ResultPage, form: FeedbackForm) -> str:
    """Record the talk and return what stands in the way, nothing when it is recorded."""
    case = page.sitting.case
    try:
        hold_feedback_talk(
            case=case,
            summary=form.cleaned_data["summary"],
            proposals=form.proposals,
            by=request.user,
            at=timezone.now(),
        )
    except (NotYourOwnResultError, WrongStateError) as error:
        return str(error)
    messages.success(request, _("Samtalet med %(name)s är noterat.") % {"name": case.person.name})
    return ""


def _latest_finished(request: SignedInRequest, case_id: int) -> Sitting:
    sitting = (
        sittings_visible_to(request.viewer)
        .filter(case_id=case_id, state=SittingState.FINISHED)
        .order_by("finished_at")
        .last()
    )
    if sitting is None or _is_own(request, sitting):
        raise Http404
    return sitting


def _is_own(request: SignedInRequest, sitting: Sitting) -> bool:
    return sitting.case.person_id == request.viewer.person_id


def _frame(page: ResultPage) -> dict[str, object]:
    product = page.sitting.case.product_version.product
    return {
        "page": page,
        "sitting": page.sitting,
        "product_name": localised(product, "name"),
        "is_decided": page.sitting.case.state in {CaseState.DECIDED, CaseState.CLOSED},
    }


def _proposals(page: ResultPage, talk: FeedbackTalk | None) -> list[tuple[str, str]]:
    if talk is None:
        return []
    names = {row.area_version_id: row.name for row in page.areas}
    return [
        (names.get(proposal.area_version_id, ""), proposal.text)
        for proposal in list_proposals(page.sitting.case_id)
    ]
