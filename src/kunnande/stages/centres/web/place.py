from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kunnande.stages.centres import queries, services
from kunnande.stages.centres.web.asking import Question, ask, do
from kunnande.stages.centres.web.finding import find, find_own_centre
from kunnande.stages.centres.web.place_forms import (
    ChangeMachineForm,
    ChangeRoomForm,
    DescribeForm,
    ExceptionForm,
    MachineForm,
    RoomForm,
    WeekForm,
)
from kunnande.stages.parties.queries import Role, organisations_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import Organisation, SignedInRequest


@require_safe
def place(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    centre = find_own_centre(request, organisation_id)
    rooms = queries.list_rooms(centre.pk, also_inactive=True)
    context = {
        "centre": centre,
        "own_centres": organisations_of(request.viewer, Role.CENTRE_MANAGER),
        "profile": queries.get_place(centre.pk),
        "rooms": rooms,
        "seats": sum(room.seats for room in rooms if room.is_active),
        "machines": queries.list_machines(centre.pk, also_inactive=True),
        "hours": queries.list_opening_hours(centre.pk),
        "exceptions": queries.list_opening_exceptions(centre.pk, since=timezone.localdate()),
    }
    return render(request, "centres/place.html", context)


@require_http_methods(["GET", "POST"])
def describe(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    centre = find_own_centre(request, organisation_id)
    told = DescribeForm.told_by(queries.get_place(centre.pk))
    form = DescribeForm(request.POST or None, initial=told)
    question = _question(centre, _("Beskriv testcentret"), _("Spara"))
    return ask(
        request,
        question,
        form,
        lambda *, by, at, **_told: services.describe_centre(
            centre=centre, description=form.read_description(), by=by, at=at
        ),
    )


@require_http_methods(["GET", "POST"])
def add_room(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    centre = find_own_centre(request, organisation_id)
    form = RoomForm(request.POST or None)
    return ask(
        request,
        _question(centre, _("Lägg till ett rum"), _("Lägg till")),
        form,
        partial(services.add_room, centre=centre),
    )


@require_http_methods(["GET", "POST"])
def change_room(request: SignedInRequest, organisation_id: int, room_id: int) -> HttpResponse:
    centre = find_own_centre(request, organisation_id)
    room = find(lambda number, _viewer: queries.get_room(number, centre.pk), room_id, request)
    told = {"name": room.name, "seats": room.seats, "is_active": room.is_active}
    form = ChangeRoomForm(request.POST or None, initial=told)
    return ask(
        request,
        _question(centre, _("Ändra rummet"), _("Spara")),
        form,
        partial(services.change_room, room=room),
    )


@require_http_methods(["GET", "POST"])
def add_machine(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    centre = find_own_centre(request, organisation_id)
    form = MachineForm(request.POST or None, rooms=queries.list_rooms(centre.pk))
    return ask(
        request,
        _question(centre, _("Lägg till en maskin"), _("Lägg till")),
        form,
        partial(services.add_machine, centre=centre),
    )


@require_http_methods(["GET", "POST"])
def change_machine(request: SignedInRequest, organisation_id: int, machine_id: int) -> HttpResponse:
    centre = find_own_centre(request, organisation_id)
    machine = find(
        lambda number, _viewer: queries.get_machine(number, centre.pk), machine_id, request
    )
    told = {
        "name": machine.name,
        "kind": machine.kind,
        "room": machine.room_id,
        "is_active": machine.is_active,
    }
    rooms = queries.list_rooms(centre.pk)
    form = ChangeMachineForm(request.POST or None, initial=told, rooms=rooms)
    return ask(
        request,
        _question(centre, _("Ändra maskinen"), _("Spara")),
        form,
        partial(services.change_machine, machine=machine),
    )


@require_http_methods(["GET", "POST"])
def hours(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    centre = find_own_centre(request, organisation_id)
    form = WeekForm(request.POST or None, hours=queries.list_opening_hours(centre.pk))
    return ask(
        request,
        _question(centre, _("Öppettider"), _("Spara"), _("Lämna de dagar tomma då ni har stängt.")),
        form,
        lambda *, by, at, **_told: services.set_opening_hours(
            centre=centre, week=form.read_week(), by=by, at=at
        ),
    )


@require_http_methods(["GET", "POST"])
def add_exception(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    centre = find_own_centre(request, organisation_id)
    form = ExceptionForm(request.POST or None)
    intro = _("Utan tider är testcentret stängt den dagen.")
    return ask(
        request,
        _question(centre, _("En dag med andra tider"), _("Spara"), intro),
        form,
        lambda *, on, reason, by, at, **_hours: services.add_opening_exception(
            centre=centre, on=on, hours=form.read_hours(), reason=reason, by=by, at=at
        ),
    )


@require_POST
def remove_exception(
    request: SignedInRequest, organisation_id: int, exception_id: int
) -> HttpResponse:
    centre = find_own_centre(request, organisation_id)
    exception = find(
        lambda number, _viewer: queries.get_opening_exception(number, centre.pk),
        exception_id,
        request,
    )
    return do(
        request,
        partial(services.remove_opening_exception, exception=exception),
        done=_("Dagen har vanliga tider igen."),
        back=_address_of(centre),
    )


def _question(centre: Organisation, heading: str, button: str, intro: str = "") -> Question:
    return Question(
        heading=heading,
        kicker=centre.name,
        intro=intro,
        button=button,
        done=_("Sparat."),
        back=_address_of(centre),
    )


def _address_of(centre: Organisation) -> str:
    return reverse("centres:place", args=[centre.pk])
