"""A group for several companies: a node proposes, a provider offers, companies accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.development import services
from kunnande.stages.development.queries.numbers import find_release, list_demand
from kunnande.stages.development.queries.pooling import (
    FEWEST,
    Proposal,
    get_offered_to_join,
    list_joint_groups,
    list_proposals_of_node,
    list_proposals_to_provider,
    list_staff_accepted,
    proposals_to,
)
from kunnande.stages.development.web.demand_map import draw_demand
from kunnande.stages.development.web.forms import ProposalForm, SeatsForm
from kunnande.stages.development.web.paging import page_of
from kunnande.stages.parties.queries import (
    Role,
    get_person,
    list_employees,
    organisations_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpResponse

    from kunnande.stages.parties.queries import Organisation, SignedInRequest

_REFUSALS = (
    services.AlreadyEnrolledError,
    services.GroupFullError,
    services.NotYourStaffError,
    services.ProposalSettledError,
)


@require_GET
def demand(request: SignedInRequest) -> HttpResponse:
    """What the region needs, in numbers, and what the node has proposed."""
    rows = list_demand()
    context = {
        "rows": page_of(rows, request, "behov"),
        "map": draw_demand(rows),
        "release": find_release(),
        "proposals": page_of(list_proposals_of_node(request.viewer), request, "forslag"),
        "fewest": FEWEST,
    }
    return render(request, "development/demand.html", context)


@require_http_methods(["GET", "POST"])
def propose_group(request: SignedInRequest) -> HttpResponse:
    wanted = {"course": request.GET.get("kurs"), "municipality_code": request.GET.get("ort")}
    form = ProposalForm(request.POST or None, initial=wanted)
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_group(
                course=form.cleaned_data["course"],
                node=organisations_of(request.viewer, Role.NODE_COORDINATOR)[0],
                terms=form.terms(),
                by=request.user,
                at=timezone.now(),
            )
        except (services.ImproperProposalError, services.ImproperOccasionError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Förslaget är skickat till anordnaren."))
            return redirect("development:demand")
    return render(request, "development/propose_group.html", {"form": form})


@require_GET
def proposed(request: SignedInRequest) -> HttpResponse:
    context = {"proposals": page_of(list_proposals_to_provider(request.viewer), request)}
    return render(request, "development/proposed.html", context)


@require_POST
def offer(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    done = _("Företagen kan nu tacka ja till gruppen.")
    return _answer(request, proposal_id, services.offer_proposal, done)


@require_POST
def decline(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    return _answer(request, proposal_id, services.decline_proposal, _("Noden ser att ni inte kan."))


@require_POST
def settle(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    done = _("Gruppen är avgjord. De som har en plats ser det under Kurser.")
    return _answer(request, proposal_id, services.settle_proposal, done)


@require_GET
def joint(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    company = get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
    groups = page_of(list_joint_groups(on=timezone.localdate()), request)
    context = {"organisation": company, "groups": groups}
    return render(request, "development/joint.html", context)


@require_http_methods(["GET", "POST"])
def join(request: SignedInRequest, organisation_id: int, proposal_id: int) -> HttpResponse:
    """The employer picks who of its own staff takes the seats."""
    company = get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
    now = timezone.localtime()
    proposal = _get_offered(proposal_id, now.date())
    taken = {one.person_id for one in list_staff_accepted(company.pk, proposal.pk)}
    form = SeatsForm(
        request.POST or None,
        people=[
            (one.person_id, one.name)
            for one in list_employees(company, on=now.date())
            if one.person_id not in taken
        ],
    )
    if request.method == "POST" and form.is_valid() and _accept(request, proposal, company, form):
        return redirect("development:join", organisation_id, proposal_id)
    context = {
        "organisation": company,
        "proposal": proposal,
        "occasions": proposal.group.occasions.all(),
        "form": form,
        "going": len(taken),
    }
    return render(request, "development/join.html", context)


def _accept(
    request: SignedInRequest, proposal: Proposal, company: Organisation, form: SeatsForm
) -> bool:
    try:
        given = services.accept_seats(
            proposal=proposal,
            company=company,
            people=[get_person(int(one)) for one in form.cleaned_data["people"]],
            by=request.user,
            at=timezone.now(),
        )
    except _REFUSALS as error:
        form.add_error(None, str(error))
        return False
    said = ngettext(
        "%(count)d person har en plats och ser det under Kurser.",
        "%(count)d personer har en plats och ser det under Kurser.",
        len(given),
    )
    messages.success(request, said % {"count": len(given)})
    return True


def _get_offered(proposal_id: int, on: date) -> Proposal:
    try:
        return get_offered_to_join(proposal_id, on=on)
    except Proposal.DoesNotExist as error:
        raise Http404 from error


def _answer(
    request: SignedInRequest, proposal_id: int, act: Callable[..., Proposal], done: str
) -> HttpResponse:
    own = get_object_or_404(proposals_to(request.viewer), pk=proposal_id)
    try:
        act(proposal=own, by=request.user, at=timezone.now())
        messages.success(request, done)
    except services.ProposalSettledError as error:
        messages.warning(request, str(error))
    return redirect("development:proposed")
