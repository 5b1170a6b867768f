"""A company joins: it is registered, and what it may see is settled before anybody is tested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from kunnande.stages.disclosure.services import make_agreement
from kunnande.stages.parties import services
from kunnande.stages.parties.queries import Municipality, OrganisationKind

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from kunnande.stages.parties.queries import Organisation, SignedInRequest, User


class RegisterCompanyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Företagets namn"), max_length=200)
    organisation_number = forms.CharField(
        label=gettext_lazy("Organisationsnummer"),
        max_length=13,
        help_text=gettext_lazy("Tio siffror, NNNNNN-NNNN. Kontrollsiffran prövas."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    municipality_code = forms.ChoiceField(
        label=gettext_lazy("Kommun"),
        choices=[("", gettext_lazy("Välj kommun")), *Municipality.choices],
        help_text=gettext_lazy("Där de flesta anställda arbetar."),
    )


@transaction.atomic
def register(*, by: User, at: datetime, **company: Any) -> Organisation:
    """Register a company together with the usual agreement: met or remaining per area."""
    organisation = services.register_organisation(
        kind=OrganisationKind.COMPANY, by=by, at=at, **company
    )
    make_agreement(organisation=organisation, from_on=timezone.localdate(at), by=by, at=at)
    return organisation


@require_http_methods(["GET", "POST"])
def register_company(request: SignedInRequest) -> HttpResponse:
    form = RegisterCompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            company = register(by=request.user, at=timezone.now(), **form.cleaned_data)
        except (
            services.ImproperOrganisationNumberError,
            services.OrganisationKnownError,
        ) as error:
            form.add_error("organisation_number", str(error))
        else:
            messages.success(request, _("%(name)s är registrerat.") % {"name": company.name})
            return redirect("parties:invite_contact", company.pk)
    return render(request, "home/register_company.html", {"form": form})
