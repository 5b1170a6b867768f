"""The companies of a programme, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kunnande.stages.parties.queries import Organisation, OrganisationKind, Role
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import (
    Step,
    engagements_visible_to,
    find_follow_up_on,
    list_steps,
    next_step,
    programmes_visible_to,
)
from kunnande.stages.programme.queries.companies import nodes_of
from kunnande.stages.programme.queries.grants import owns
from kunnande.stages.programme.queries.node_board import list_coordinated
from kunnande.stages.programme.web.forms import EngageForm, StepForm
from kunnande.stages.programme.web.paging import page_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest
    from kunnande.stages.programme.models import Engagement

_ENGAGES = (Role.PROGRAMME_OWNER, Role.NODE_COORDINATOR)
_KEEPS_MONEY = (Role.PROGRAMME_OWNER, Role.ECONOMIST)


@require_GET
def companies(request: SignedInRequest) -> HttpResponse:
    context = {
        "page": page_of(engagements_visible_to(request.viewer), request),
        "programmes": programmes_visible_to(request.viewer),
        "coordinated": list_coordinated(request.viewer, on=timezone.localdate()),
        "may_engage": any(request.viewer.organisations(role) for role in _ENGAGES),
    }
    return render(request, "programme/companies.html", context)


@require_http_methods(["GET", "POST"])
def engage(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = get_object_or_404(programmes_visible_to(request.viewer), pk=programme_id)
    known = Organisation.objects.filter(kind=OrganisationKind.COMPANY).order_by("name", "pk")
    form = EngageForm(request.POST or None, companies=known, nodes=nodes_of(programme))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.engage_company(
                programme=programme, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except (
            services.OutsideProgrammeError,
            services.AlreadyEngagedError,
            services.NotYourProgrammeError,
        ) as error:
            form.add_error(None, str(error))
        else:
            return redirect("programme:company", made.pk)
    return render(request, "programme/engage.html", {"form": form, "programme": programme})


@require_http_methods(["GET", "POST"])
def company(request: SignedInRequest, engagement_id: int) -> HttpResponse:
    engagement = get_object_or_404(engagements_visible_to(request.viewer), pk=engagement_id)
    form = StepForm(request.POST or None, choices=_choices(engagement))
    if request.method == "POST" and form.is_valid():
        try:
            services.take_step(
                engagement=engagement, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except (
            services.StepOutOfOrderError,
            services.ClosedCompanyError,
            services.NotYourProgrammeError,
        ) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Steget är inskrivet."))
            return redirect("programme:company", engagement_id)
    context = {
        "engagement": engagement,
        "steps": list_steps(engagement),
        "follow_up_on": find_follow_up_on(engagement),
        "may_see_aid": owns(request.viewer, engagement.programme, *_KEEPS_MONEY),
        "form": form,
    }
    return render(request, "programme/company.html", context)


def _choices(engagement: Engagement) -> list[tuple[str, str]]:
    following = next_step(engagement)
    ways = [following, Step.DROPPED_OUT] if following else []
    return [(step.value, str(step.label)) for step in ways]
