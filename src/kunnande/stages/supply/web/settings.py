"""What a company sets up for its matrix: selections by name, words for levels, shifts, sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kunnande.stages.parties.queries import list_staff
from kunnande.stages.requirements.queries import PlacedAt, list_placements
from kunnande.stages.requirements.services import place_employees
from kunnande.stages.supply import services
from kunnande.stages.supply.queries import SavedView, get_level_words, get_saved_view
from kunnande.stages.supply.web.forms import PlaceForm, ViewForm, WordsForm
from kunnande.stages.supply.web.selections import address_of, kept_of, own_company

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest

_PEOPLE_PER_PAGE = 50


@require_POST
def save_view(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = own_company(request, organisation_id)
    form, kept = ViewForm(request.POST), kept_of(request.POST)
    if form.is_valid():
        services.save_view(
            organisation=organisation,
            name=form.cleaned_data["name"],
            selection=kept,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Urvalet är sparat. Alla som har hand om matrisen ser det."))
    else:
        messages.warning(request, _("Skriv vad urvalet ska heta."))
    return redirect(reverse("supply:matrix", args=[organisation.pk]) + address_of(kept))


@require_POST
def forget_view(request: SignedInRequest, organisation_id: int, view_id: int) -> HttpResponse:
    organisation = own_company(request, organisation_id)
    try:
        view = get_saved_view(organisation.pk, view_id)
    except SavedView.DoesNotExist as error:
        raise Http404 from error
    services.forget_view(view=view, by=request.user, at=timezone.now())
    messages.success(request, _("Urvalet är borttaget."))
    return redirect("supply:matrix", organisation.pk)


@require_http_methods(["GET", "POST"])
def words(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = own_company(request, organisation_id)
    form = WordsForm(request.POST or None, words=get_level_words(organisation.pk))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_level_words(
                organisation=organisation,
                scale=form.cleaned_data["scale"],
                signs=form.signs,
                meanings=form.meanings,
                by=request.user,
                at=timezone.now(),
            )
        except services.ImproperWordsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Matrisen visar era ord."))
            return redirect("supply:matrix", organisation.pk)
    return render(request, "supply/words.html", {"organisation": organisation, "form": form})


@require_http_methods(["GET", "POST"])
def placements(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = own_company(request, organisation_id)
    now = timezone.now()
    staff = list_staff(organisation, on=timezone.localdate(now))
    page = Paginator(staff, _PEOPLE_PER_PAGE).get_page(request.GET.get("sida"))
    placed = list_placements(organisation)
    rows = [
        (
            one,
            PlaceForm(
                request.POST or None,
                prefix=str(one.person_id),
                initial=placed.get(one.person_id, PlacedAt())._asdict(),
            ),
        )
        for one in page
    ]
    if request.method == "POST" and all(form.is_valid() for _one, form in rows):
        said = {one.person_id: PlacedAt(**form.cleaned_data) for one, form in rows}
        place_employees(organisation=organisation, places=said, by=request.user, at=now)
        messages.success(request, _("Skift och ställe är sparade."))
        return redirect(f"{request.path}?sida={page.number}")
    context = {
        "organisation": organisation,
        "rows": rows,
        "page": page,
        "shifts": sorted({place.shift for place in placed.values()} - {""}),
        "sites": sorted({place.site for place in placed.values()} - {""}),
    }
    return render(request, "supply/placements.html", context)
