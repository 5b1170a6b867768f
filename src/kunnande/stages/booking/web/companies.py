"""A company books for its employees, within the share of a shift it has agreed to release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.booking import services
from kunnande.stages.booking.queries import (
    SessionKind,
    find_release_share,
    get_session_row,
    list_bookable_employees,
    list_bookings_for,
    list_free_times,
    list_team_releases,
)
from kunnande.stages.booking.web.booking import open_session
from kunnande.stages.booking.web.forms import EmployeesForm, ShareForm, TimesForm
from kunnande.stages.booking.web.paging import page_of
from kunnande.stages.booking.web.refusals import REFUSALS
from kunnande.stages.framework.queries import list_published
from kunnande.stages.parties.queries import Role, get_organisation

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.booking.queries import Session
    from kunnande.stages.parties.queries import Organisation, SignedInRequest


@require_GET
def company(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = _own(request, organisation_id)
    now = timezone.now()
    on = timezone.localdate(now)
    products = {version.product_id: version.product for version in list_published(on)}
    usual = {"product": str(next(iter(products), "")), "kind": SessionKind.THEORY.value}
    asked = {key: str(value) for key, value in request.GET.items()}
    form = TimesForm({**usual, **asked}, products=products.values())
    times = []
    if form.is_valid():
        times = list_free_times(
            form.cleaned_data["product"],
            kind=form.cleaned_data["kind"],
            near=organisation.municipality_code,
            since=now,
            companies=[organisation.pk],
        )
    share = find_release_share(organisation.pk, on=on)
    context = {
        "organisation": organisation,
        "form": form,
        "times": page_of(times, request),
        "share": share,
        "share_form": ShareForm(initial={"percent": share and share.percent, "from_on": on}),
        "booked": page_of(list_bookings_for(organisation.pk, since=now), request, "bokade"),
    }
    return render(request, "booking/company.html", context)


@require_POST
def share(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = _own(request, organisation_id)
    form = ShareForm(request.POST)
    if not form.is_valid():
        messages.info(request, _("Andelen är mellan 1 och 100 procent, och har en första dag."))
        return redirect("booking:company", organisation_id)
    try:
        services.set_release_share(
            company=organisation, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except REFUSALS as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("Andelen är sparad."))
    return redirect("booking:company", organisation_id)


@require_http_methods(["GET", "POST"])
def book(request: SignedInRequest, organisation_id: int, session_id: int) -> HttpResponse:
    organisation = _own(request, organisation_id)
    session, now = open_session(session_id), timezone.now()
    rows = [
        row
        for row in list_bookable_employees(
            organisation, request.viewer, kind=session.kind, on=timezone.localdate(now)
        )
        if row.case.product_version.product_id == session.product_id
    ]
    form = EmployeesForm(request.POST or None, rows=rows)
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem = _book(request, organisation, session, form)
        if not problem:
            return redirect("booking:company", organisation_id)
    on = timezone.localdate(session.starts_at)
    agreed = find_release_share(organisation.pk, on=on)
    releases = list_team_releases(organisation, agreed.percent, on=on) if agreed else {}
    context = {
        "organisation": organisation,
        "row": get_session_row(session, at=now),
        "rows": rows,
        "form": form,
        "problem": problem,
        "releases": releases.values(),
    }
    status = 422 if problem or form.errors else 200
    return render(request, "booking/book_employees.html", context, status=status)


def _book(
    request: SignedInRequest, organisation: Organisation, session: Session, form: EmployeesForm
) -> str:
    """Book for those chosen and return what stands in the way, nothing when it is done."""
    rows = list_bookable_employees(
        organisation, request.viewer, kind=session.kind, on=timezone.localdate()
    )
    cases = {row.case.pk: row.case for row in rows}
    try:
        booked = services.book_for_employees(
            session=session,
            cases=[cases[pk] for pk in form.cleaned_data["cases"]],
            company=organisation,
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as error:
        return str(error)
    words = ngettext("%(count)d plats är bokad.", "%(count)d platser är bokade.", len(booked))
    messages.success(request, words % {"count": len(booked)})
    return ""


def _own(request: SignedInRequest, organisation_id: int) -> Organisation:
    if organisation_id not in request.viewer.organisations(Role.EMPLOYER):
        raise PermissionDenied
    return get_organisation(organisation_id)
