from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role
from kunnande.stages.testing import services
from kunnande.stages.testing.queries import (
    SCORED,
    USES_AN_ATTEMPT,
    Sitting,
    get_sitting,
    list_termination_reasons,
)
from kunnande.stages.testing.web.forms import IdentityForm, TerminateForm

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from kunnande.stages.parties.queries import SignedInRequest

REFUSALS = (
    services.IdentityUncheckedError,
    services.NotRunningError,
    services.NotTodayError,
    services.OwnSittingError,
)


@never_cache
@require_http_methods(["GET", "POST"])
def check_in(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    """Check who the person is and show the code: it is in this answer and nowhere else."""
    sitting = led_by_viewer(request, sitting_id)
    is_checked = sitting.identity_checked_at is not None
    form = IdentityForm(_sent(request), is_checked=is_checked)
    context = _frame(sitting, form)
    if request.method == "POST" and form.is_valid():
        try:
            issued = _check_in(request, sitting, form.cleaned_data["document"])
        except REFUSALS as error:
            context["problem"] = str(error)
        else:
            context = {**context, "sitting": issued.sitting, "code": issued.code}
    status = 422 if context["problem"] or form.errors else 200
    return render(request, "testing/check_in.html", context, status=status)


@require_http_methods(["GET", "POST"])
def terminate(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    sitting = led_by_viewer(request, sitting_id)
    reasons = list_termination_reasons(sitting)
    form = TerminateForm(_sent(request), reasons=reasons)
    context = _frame(sitting, form)
    if request.method == "POST" and form.is_valid():
        try:
            services.terminate_sitting(
                sitting=sitting,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except (services.NotRunningError, services.OwnSittingError) as error:
            context["problem"] = str(error)
        else:
            name = {"name": sitting.case.person.name}
            messages.success(request, _("Provet är avslutat för %(name)s.") % name)
            return redirect("testing:board", sitting.centre_id)
    context["reasons"] = [
        (reason, reason in SCORED, reason in USES_AN_ATTEMPT) for reason in reasons
    ]
    status = 422 if context["problem"] or form.errors else 200
    return render(request, "testing/terminate.html", context, status=status)


def led_by_viewer(request: SignedInRequest, sitting_id: int) -> Sitting:
    """Return a sitting at a centre where the viewer is test leader."""
    try:
        sitting = get_sitting(sitting_id, request.viewer)
    except Sitting.DoesNotExist as error:
        raise Http404 from error
    if sitting.centre_id not in request.viewer.organisations(Role.TEST_LEADER):
        raise Http404
    return sitting


def _sent(request: SignedInRequest) -> QueryDict | None:
    # An empty form is sent all the same, and is then refused.
    return request.POST if request.method == "POST" else None


def _check_in(request: SignedInRequest, sitting: Sitting, document: str) -> services.IssuedCode:
    by, at = request.user, timezone.now()
    if document:
        services.check_identity(sitting=sitting, document=document, by=by, at=at)
    return services.issue_code(sitting=sitting, by=by, at=at)


def _frame(sitting: Sitting, form: IdentityForm | TerminateForm) -> dict[str, object]:
    return {
        "sitting": sitting,
        "product_name": localised(sitting.case.product_version.product, "name"),
        "form": form,
        "problem": "",
    }
