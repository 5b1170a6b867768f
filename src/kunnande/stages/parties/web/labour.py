from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kunnande.stages.parties import services
from kunnande.stages.parties.models import LabourStatus
from kunnande.stages.parties.queries import Role, organisations_of
from kunnande.stages.parties.queries.labour import find_employment, list_labour_spells_during

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.utils.functional import _StrPromise

    from kunnande.stages.parties.models import Employment
    from kunnande.stages.parties.queries import SignedInRequest


def _day(label: _StrPromise, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class LabourForm(forms.Form):
    status = forms.ChoiceField(label=gettext_lazy("Läge"), choices=LabourStatus.choices)
    percent = forms.IntegerField(
        label=gettext_lazy("Omfattning i procent"), required=False, min_value=1, max_value=100
    )
    from_on = _day(gettext_lazy("Första dagen"))
    to_on = _day(gettext_lazy("Sista dagen, om den är känd"), required=False)


class LastDayForm(forms.Form):
    to_on = _day(gettext_lazy("Sista dagen"))


@require_http_methods(["GET", "POST"])
def labour(request: SignedInRequest, organisation_id: int, person_id: int) -> HttpResponse:
    employment = _own_employment(request, organisation_id, person_id)
    form = LabourForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.begin_labour_spell(
                person=employment.person, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except (services.ImproperSpellError, services.NotYourSpellError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Läget är inskrivet."))
            return redirect("parties:labour", organisation_id, person_id)
    spells = list_labour_spells_during(employment)
    context = {"form": form, "employment": employment, "spells": spells, "ending": LastDayForm()}
    return render(request, "parties/labour.html", context)


@require_POST
def end_labour(
    request: SignedInRequest, organisation_id: int, person_id: int, spell_id: int
) -> HttpResponse:
    employment = _own_employment(request, organisation_id, person_id)
    spells = list_labour_spells_during(employment)
    spell = next((spell for spell in spells if spell.pk == spell_id), None)
    if spell is None:
        raise Http404
    form = LastDayForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Skriv vilken dag som är den sista."))
        return redirect("parties:labour", organisation_id, person_id)
    try:
        services.end_labour_spell(
            spell=spell, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except (services.ImproperSpellError, services.NotYourSpellError) as error:
        said = {"status": spell.get_status_display(), "why": str(error)}
        messages.warning(request, _("%(status)s: %(why)s") % said)
    else:
        messages.success(request, _("Sista dagen är inskriven."))
    return redirect("parties:labour", organisation_id, person_id)


@require_http_methods(["GET", "POST"])
def end_employment(request: SignedInRequest, organisation_id: int, person_id: int) -> HttpResponse:
    employment = _own_employment(request, organisation_id, person_id)
    form = LastDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_employment(
                employment=employment, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except services.ImproperLastDayError as error:
            form.add_error("to_on", str(error))
        else:
            messages.success(request, _("Sista dagen är inskriven."))
            return redirect("home:employees", organisation_id)
    context = {"form": form, "employment": employment}
    return render(request, "parties/end_employment.html", context)


def _own_employment(request: SignedInRequest, organisation_id: int, person_id: int) -> Employment:
    company = get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
    found = find_employment(person_id, company.pk, on=timezone.localdate())
    if found is None:
        raise Http404
    return found
