from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kunnande.stages.parties import services
from kunnande.stages.parties.models import Gender
from kunnande.stages.parties.queries.genders import find_stated_gender

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


class GenderForm(forms.Form):
    gender = forms.ChoiceField(
        label=gettext_lazy("Jag är"),
        choices=[choice for choice in Gender.choices if choice[0] != Gender.UNKNOWN],
        widget=forms.RadioSelect,
    )


@require_http_methods(["GET", "POST"])
def gender(request: SignedInRequest) -> HttpResponse:
    if request.viewer.person_id is None:
        raise Http404
    stated = find_stated_gender(request.viewer.person_id)
    form = GenderForm(
        request.POST if request.method == "POST" else None,
        initial={"gender": stated.gender} if stated else {},
    )
    if request.method == "POST" and form.is_valid():
        services.state_gender(by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Det du angav är sparat."))
        return redirect("home:my_data")
    return render(request, "parties/gender.html", {"form": form, "stated": stated})


@require_POST
def take_back_gender(request: SignedInRequest) -> HttpResponse:
    if request.viewer.person_id is None:
        raise Http404
    services.take_back_gender(by=request.user, at=timezone.now())
    messages.success(request, _("Det du angav är borttaget."))
    return redirect("home:my_data")
