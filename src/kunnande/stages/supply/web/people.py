"""What a company says of somebody: that a requirement is excepted, or what they have seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kunnande.stages.framework.queries import list_latest_versions, localised
from kunnande.stages.parties.queries import find_employee, get_person
from kunnande.stages.requirements import services as requirements
from kunnande.stages.requirements.queries import Deviation, DeviationKind, get_deviation
from kunnande.stages.supply import services
from kunnande.stages.supply.queries import get_level_words
from kunnande.stages.supply.services import Attested
from kunnande.stages.supply.web.forms import DeviationForm
from kunnande.stages.supply.web.selections import address_of, kept_of, own_company, selection_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest
    from kunnande.stages.supply.queries import Matrix


@require_http_methods(["GET", "POST"])
def deviate(
    request: SignedInRequest, organisation_id: int, person_id: int, area_id: int
) -> HttpResponse:
    organisation, now = own_company(request, organisation_id), timezone.now()
    today = timezone.localdate(now)
    employee = find_employee(organisation, person_id, on=today)
    area = list_latest_versions([area_id]).get(area_id)
    if employee is None or area is None:
        raise Http404
    form = DeviationForm(request.POST or None, initial={"from_on": today})
    if request.method == "POST" and form.is_valid():
        about = {
            "organisation": organisation,
            "person": get_person(person_id),
            "area_id": area_id,
            "by": request.user,
            "at": now,
        }
        try:
            _begin(form.cleaned_data, about)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Det är sparat och syns i matrisen."))
            return redirect("supply:matrix", organisation.pk)
    context = {
        "organisation": organisation,
        "employee": employee,
        "area_name": localised(area, "name"),
        "form": form,
    }
    return render(request, "supply/deviate.html", context)


@require_POST
def end_deviation(request: SignedInRequest, deviation_id: int) -> HttpResponse:
    try:
        deviation = get_deviation(deviation_id, request.viewer)
    except Deviation.DoesNotExist as error:
        raise Http404 from error
    requirements.end_deviation(deviation=deviation, by=request.user, at=timezone.now())
    messages.success(request, _("Kravet gäller igen från i dag."))
    return redirect("supply:matrix", deviation.organisation_id)


@require_http_methods(["GET", "POST"])
def attest(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation, now = own_company(request, organisation_id), timezone.localtime()
    matrix = services.show_matrix(
        organisation=organisation, selection=selection_of(request.GET), by=request.user, at=now
    )
    place = _place_of(matrix, request.GET.get("area", ""))
    problem = ""
    if request.method == "POST" and place is not None:
        said = _attested(matrix, request.POST, matrix.columns[place].area_id)
        try:
            services.attest_levels(
                organisation=organisation, attested=said, by=request.user, at=now
            )
        except ValueError as error:
            problem = str(error)
        else:
            messages.success(request, _words_of(len(said)))
            return redirect(request.get_full_path())
    context = {
        "organisation": organisation,
        "matrix": matrix,
        "column": matrix.columns[place] if place is not None else None,
        "rows": _rows(matrix, place),
        "words": get_level_words(organisation.pk).pairs[1:],
        "kept": kept_of(request.GET),
        "address": address_of(kept_of(request.GET)),
        "problem": problem,
    }
    return render(request, "supply/attest.html", context)


def _begin(said: Mapping[str, Any], about: Mapping[str, Any]) -> None:
    spell = requirements.Spell(said["reason"], said["from_on"], said["to_on"])
    if said["kind"] == DeviationKind.EXEMPTION:
        requirements.exempt_from_area(spell=spell, **about)
    else:
        requirements.suspend_in_area(spell=spell, **about)


def _words_of(count: int) -> str:
    if not count:
        return _("Ingen nivå är vald, så inget är ändrat.")
    words = ngettext("%(count)d nivå är intygad.", "%(count)d nivåer är intygade.", count)
    return words % {"count": count}


def _place_of(matrix: Matrix, area: str) -> int | None:
    """Return where the area stands that is asked for; the first one if none is."""
    ids = [str(column.area_id) for column in matrix.columns]
    if not area:
        return 0 if ids else None
    return ids.index(area) if area in ids else None


def _rows(matrix: Matrix, place: int | None) -> list[tuple[int, str, str, str]]:
    """Return those asked for the area: who, which team, and what their square says now."""
    if place is None:
        return []
    return [
        (row.person_id, row.name, row.team, row.cells[place].written(matrix.signs))
        for row in matrix.rows
        if row.cells[place].state != "none"
    ]


def _attested(matrix: Matrix, posted: Mapping[str, str], area_id: int) -> list[Attested]:
    levels = {str(level): level for level in range(1, 5)}
    return [
        Attested(row.person_id, area_id, levels[chosen])
        for row in matrix.rows
        for chosen in [posted.get(f"level-{row.person_id}", "")]
        if chosen in levels
    ]
