from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from kunnande.stages.framework.queries import USUAL, Validity
from kunnande.stages.framework.services import LONGEST_MONTHS, LONGEST_RENEWAL_DAYS

if TYPE_CHECKING:
    from kunnande.stages.framework.queries import VersionPage


class ValidityForm(forms.Form):
    area_id = forms.TypedChoiceField(
        label=gettext_lazy("Vad ska regeln gälla?"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Ett områdes egen regel gäller i alla produkter, före deras."),
    )
    from_on = forms.DateField(
        label=gettext_lazy("Från vilken dag?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Regeln före slutar dagen innan."),
    )
    shown_months = forms.IntegerField(
        label=gettext_lazy("Hur många månader räknas det som visats?"),
        required=False,
        min_value=1,
        max_value=LONGEST_MONTHS,
        help_text=gettext_lazy("Lämna tomt om det räknas tills vidare."),
    )
    renewal_days = forms.IntegerField(
        label=gettext_lazy("Hur många dagar före sista dagen är det dags att förnya?"),
        min_value=0,
        max_value=LONGEST_RENEWAL_DAYS,
        initial=USUAL.renewal_days,
        help_text=gettext_lazy("Då får personen en påminnelse."),
    )
    recency_months = forms.IntegerField(
        label=gettext_lazy("Hur gammalt får beviset vara, i månader?"),
        required=False,
        min_value=1,
        max_value=LONGEST_MONTHS,
        help_text=gettext_lazy("Lämna tomt om åldern inte spelar någon roll."),
    )

    def __init__(self, *args: Any, page: VersionPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["area_id"]
        chooser.required = False
        if isinstance(chooser, forms.ChoiceField):
            chooser.choices = [
                ("", _("Alla områden i versionen")),
                *((area.place.area_id, area.place.name) for area in page.areas),
            ]

    def validity(self) -> Validity:
        told = self.cleaned_data
        return Validity(told["shown_months"], told["renewal_days"], told["recency_months"])
