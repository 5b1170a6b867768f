"""A provider's own pages: courses, groups, who came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.development import services
from kunnande.stages.development.queries import (
    Occasion,
    courses_of,
    groups_of,
    list_groups,
    list_participants,
)
from kunnande.stages.development.web.forms import GroupForm
from kunnande.stages.development.web.paging import page_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.development.queries import ParticipantRow
    from kunnande.stages.parties.queries import SignedInRequest

_MOST_MINUTES = 24 * 60


@require_GET
def offered(request: SignedInRequest) -> HttpResponse:
    context = {
        "courses": page_of(
            courses_of(request.viewer).order_by("title_sv", "pk"), request, "kurser"
        ),
        "groups": page_of(list_groups(request.viewer), request, "grupper"),
    }
    return render(request, "development/offered.html", context)


@require_POST
def withdraw(request: SignedInRequest, course_id: int) -> HttpResponse:
    own = get_object_or_404(courses_of(request.viewer), pk=course_id)
    services.withdraw_course(course=own, by=request.user, at=timezone.now())
    messages.success(request, _("Kursen erbjuds inte längre."))
    return redirect("development:offered")


@require_http_methods(["GET", "POST"])
def new_group(request: SignedInRequest, course_id: int) -> HttpResponse:
    course = get_object_or_404(courses_of(request.viewer), pk=course_id)
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            group = services.open_group(
                course=course,
                municipality_code=form.cleaned_data["municipality_code"],
                seats=form.cleaned_data["seats"],
                periods=form.periods(),
                by=request.user,
                at=timezone.now(),
            )
        except services.ImproperOccasionError as error:
            form.add_error(None, str(error))
        else:
            return redirect("development:group", group.pk)
    return render(request, "development/new_group.html", {"form": form, "course": course})


@require_GET
def group(request: SignedInRequest, group_id: int) -> HttpResponse:
    found = get_object_or_404(groups_of(request.viewer), pk=group_id)
    context = {
        "group": found,
        "occasions": found.occasions.all(),
        "people": list_participants(found),
        "now": timezone.now(),
        "enough": services.ENOUGH_PERCENT,
    }
    return render(request, "development/group.html", context)


@require_http_methods(["GET", "POST"])
def occasion(request: SignedInRequest, occasion_id: int) -> HttpResponse:
    found = get_object_or_404(
        Occasion.objects.select_related("group__course__provider"),
        pk=occasion_id,
        group__in=groups_of(request.viewer),
    )
    people = list_participants(found.group)
    longest = int((found.ends_at - found.starts_at).total_seconds() // 60)
    problem = ""
    if request.method == "POST":
        try:
            services.enter_occasion(
                occasion=found,
                minutes=_posted_minutes(request, people),
                by=request.user,
                at=timezone.now(),
            )
        except (services.ImproperOccasionError, ValueError) as error:
            problem = str(error)
        else:
            messages.success(request, _("Närvaron är sparad."))
            return redirect("development:group", found.group_id)
    context = {"occasion": found, "people": people, "longest": longest, "problem": problem}
    return render(request, "development/occasion.html", context, status=422 if problem else 200)


@require_POST
def finish(request: SignedInRequest, group_id: int) -> HttpResponse:
    found = get_object_or_404(groups_of(request.viewer), pk=group_id)
    try:
        completed = services.finish_group(group=found, by=request.user, at=timezone.now())
        said = _("Kursen är avslutad. %(count)d har gått igenom den.")
        messages.success(request, said % {"count": len(completed)})
    except services.GroupClosedError as error:
        messages.info(request, str(error))
    return redirect("development:group", group_id)


@require_POST
def call_off(request: SignedInRequest, group_id: int) -> HttpResponse:
    found = get_object_or_404(groups_of(request.viewer), pk=group_id)
    services.cancel_group(group=found, by=request.user, at=timezone.now())
    messages.success(request, _("Gruppen är inställd och platserna är lediga."))
    return redirect("development:offered")


def _posted_minutes(
    request: SignedInRequest, people: list[ParticipantRow]
) -> list[tuple[int, int]]:
    """Return the minutes of each participant; raise ValueError in words for what is no number."""
    pairs = []
    for person in people:
        text = request.POST.get(f"minutes-{person.enrolment_id}", "").strip() or "0"
        if not (text.isascii() and text.isdigit() and int(text) <= _MOST_MINUTES):
            msg = _("Skriv minuter för %(name)s som ett helt tal.") % {"name": person.name}
            raise ValueError(msg)
        pairs.append((person.enrolment_id, int(text)))
    return pairs
