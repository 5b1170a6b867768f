"""Courses as a person and an employer meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.development import services
from kunnande.stages.development.queries import (
    CourseGroup,
    Enrolment,
    courses_offered,
    enrolments_of_person,
    get_enrolment,
    get_group_to_join,
    list_open_groups,
    list_own_retakes,
    list_staff_retakes,
)
from kunnande.stages.development.web.forms import StaffForm
from kunnande.stages.development.web.paging import page_of
from kunnande.stages.parties.queries import (
    Role,
    get_person,
    list_employees,
    organisations_of,
)
from kunnande.stages.trail.services import record_looks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.paginator import Page
    from django.http import HttpResponse

    from kunnande.stages.development.queries import StaffRetake
    from kunnande.stages.parties.queries import Organisation, SignedInRequest

_REFUSALS = (
    services.AlreadyEnrolledError,
    services.GroupClosedError,
    services.GroupFullError,
    services.NotYoursToEnrolError,
)


@require_GET
def courses(request: SignedInRequest) -> HttpResponse:
    """Courses on offer, the groups that take people, and one's own."""
    person_id = request.viewer.person_id
    context = {
        "courses": page_of(courses_offered(), request, "kurser"),
        "groups": page_of(list_open_groups(since=timezone.localdate()), request, "grupper"),
        "mine": enrolments_of_person(person_id) if person_id else [],
        "retakes": list_own_retakes(person_id, at=timezone.now()) if person_id else [],
        "may_join": person_id is not None,
    }
    return render(request, "development/courses.html", context)


@require_POST
def enrol(request: SignedInRequest, group_id: int) -> HttpResponse:
    try:
        group = get_group_to_join(group_id)
        person = get_person(request.viewer.person_id or 0)
        services.enrol(group=group, person=person, by=request.user, at=timezone.now())
        messages.success(request, _("Du har en plats i gruppen."))
    except CourseGroup.DoesNotExist as error:
        raise Http404 from error
    except _REFUSALS as error:
        messages.warning(request, str(error))
    return redirect("development:courses")


@require_POST
def cancel(request: SignedInRequest, enrolment_id: int) -> HttpResponse:
    try:
        own = get_enrolment(enrolment_id, request.viewer)
        services.cancel_enrolment(enrolment=own, by=request.user, at=timezone.now())
        messages.success(request, _("Platsen är lämnad."))
    except Enrolment.DoesNotExist as error:
        raise Http404 from error
    except services.GroupClosedError as error:
        messages.info(request, str(error))
    return redirect("development:courses")


@require_http_methods(["GET", "POST"])
def staff(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    """An employer gives its staff seats in a group."""
    company = get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
    now = timezone.localtime()
    groups = list_open_groups(since=now.date())
    employees = list_employees(company, on=now.date())
    form = StaffForm(
        request.POST or None,
        groups=[
            (g.group_id, f"{g.title}, {g.municipality}, {g.starts_at:%Y-%m-%d}") for g in groups
        ],
        people=[(e.person_id, e.name) for e in employees],
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.enrol(
                group=get_group_to_join(int(form.cleaned_data["group"])),
                person=get_person(int(form.cleaned_data["person"])),
                company=company,
                by=request.user,
                at=now,
            )
        except _REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Platsen är bokad."))
            return redirect("development:staff", organisation_id)
    retakes = list_staff_retakes(company, request.viewer, on=now.date())
    context = {
        "organisation": company,
        "form": form,
        "groups": groups,
        "enrolled": _show_enrolled(request, company, retakes),
        "retakes": retakes,
    }
    return render(request, "development/staff.html", context)


def _show_enrolled(
    request: SignedInRequest, company: Organisation, retakes: Iterable[StaffRetake]
) -> Page[Enrolment]:
    """Return those the company gives time for, and put on record whom the page names."""
    enrolled = (
        Enrolment.objects.filter(company=company)
        .select_related("person", "group__course")
        .order_by("-enrolled_at", "-pk")
    )
    page = page_of(enrolled, request)
    record_looks(
        people=[*(one.person_id for one in page), *(one.person_id for one in retakes)],
        page="development:staff",
        organisation_id=company.pk,
        by=request.user,
        at=timezone.now(),
    )
    return page
