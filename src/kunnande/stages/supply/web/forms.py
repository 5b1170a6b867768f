from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from kunnande.stages.requirements.queries import DeviationKind
from kunnande.stages.supply.queries import LevelScale

if TYPE_CHECKING:
    from kunnande.stages.supply.queries import Signs

LEVELS = range(5)


class ViewForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Urvalets namn"), max_length=80)


class PlaceForm(forms.Form):
    shift = forms.CharField(label=gettext_lazy("Skift"), max_length=60, required=False)
    site = forms.CharField(label=gettext_lazy("Ställe"), max_length=60, required=False)


class DeviationForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Vad gäller?"), choices=DeviationKind.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Varför?"),
        max_length=300,
        help_text=gettext_lazy("Personen kan läsa det. Skriv inget om hälsa."),
    )
    from_on = forms.DateField(
        label=gettext_lazy("Från och med"), widget=forms.DateInput({"type": "date"})
    )
    to_on = forms.DateField(
        label=gettext_lazy("Till och med"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=gettext_lazy("Ett uppehåll har alltid en sista dag."),
    )


class WordsForm(forms.Form):
    """The five levels, each with a sign and a meaning."""

    scale = forms.ChoiceField(
        label=gettext_lazy("Tecken i rutorna"),
        choices=LevelScale.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Bara egna tecken använder fälten för tecken nedan."),
    )

    def __init__(self, *args: Any, words: Signs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scale"].initial = words.scale
        for level, (sign, meaning) in enumerate(words.pairs):
            named = {"level": level}
            self.fields[f"sign_{level}"] = forms.CharField(
                label=_("Tecken för nivå %(level)s") % named, max_length=2, initial=sign
            )
            self.fields[f"meaning_{level}"] = forms.CharField(
                label=_("Nivå %(level)s betyder") % named, max_length=120, initial=meaning
            )

    @property
    def signs(self) -> list[str]:
        return [self.cleaned_data[f"sign_{level}"] for level in LEVELS]

    @property
    def meanings(self) -> list[str]:
        return [self.cleaned_data[f"meaning_{level}"] for level in LEVELS]
