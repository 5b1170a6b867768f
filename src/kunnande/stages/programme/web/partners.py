"""Who carries a programme out beside its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from kunnande.stages.parties.queries import Organisation, Role
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import Part, list_partners
from kunnande.stages.programme.web.paging import programme_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


class PartnerForm(forms.Form):
    """An organisation that takes part in carrying a programme out, from a day on."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=gettext_lazy("Organisation")
    )
    part = forms.ChoiceField(label=gettext_lazy("Som vad?"), choices=Part.choices)
    from_on = forms.DateField(
        label=gettext_lazy("Från"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Organisation.objects.order_by("name", "pk")
        self.fields["organisation"].queryset = known  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def partners(request: SignedInRequest, programme_id: int) -> HttpResponse:
    programme = programme_of(request, programme_id, Role.PROGRAMME_OWNER)
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_partner(
                programme=programme, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except services.PartnerKnownError as error:
            form.add_error("organisation", str(error))
        else:
            messages.success(request, _("Organisationen är med i programmet."))
            return redirect("programme:partners", programme_id)
    context = {"programme": programme, "partners": list_partners(programme), "form": form}
    return render(request, "programme/partners.html", context)
