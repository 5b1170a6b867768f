from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kunnande.stages.parties.queries import Organisation, Person
from kunnande.stages.programme.queries import Education, Leaving, Programme

_MOST_PEOPLE = 1_000_000
_MOST_KRONOR = 10_000_000_000


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class GrantForm(forms.Form):
    """What the funder has decided."""

    from_on = forms.DateField(label=_("Gäller från"), widget=_day())
    people = forms.IntegerField(label=_("Antal deltagare"), min_value=1, max_value=_MOST_PEOPLE)
    women = forms.IntegerField(
        label=_("Varav kvinnor"), min_value=0, max_value=_MOST_PEOPLE, required=False
    )
    men = forms.IntegerField(
        label=_("Varav män"), min_value=0, max_value=_MOST_PEOPLE, required=False
    )
    kronor = forms.DecimalField(
        label=_("Belopp i kronor"), min_value=0, max_value=_MOST_KRONOR, decimal_places=2
    )
    source = forms.CharField(
        label=_("Var står det?"),
        help_text=_("Till exempel beslutets nummer och datum."),
        max_length=300,
    )

    def amount_ore(self) -> int:
        return int(self.cleaned_data["kronor"] * Decimal(100))


class EngageForm(forms.Form):
    """A first contact with a company."""

    company = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=_("Företag"))
    node = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("Regional nod"), required=False
    )
    employees = forms.IntegerField(label=_("Antal anställda"), min_value=1, max_value=_MOST_PEOPLE)
    on = forms.DateField(label=_("Första kontakt"), widget=_day())

    def __init__(self, *args: Any, companies: Any, nodes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = companies  # type: ignore[attr-defined]
        self.fields["node"].queryset = nodes  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """The next step of a company, or that it drops out."""

    step = forms.ChoiceField(label=_("Vad har hänt?"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Vilken dag?"), widget=_day())
    words = forms.CharField(
        label=_("Anteckning"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = choices  # type: ignore[attr-defined]


class EnterForm(forms.Form):
    """Somebody at the company enters a programme."""

    programme = forms.ModelChoiceField(queryset=Programme.objects.none(), label=_("Program"))
    person = forms.ModelChoiceField(queryset=Person.objects.none(), label=_("Vem?"))
    on = forms.DateField(label=_("Första dag"), widget=_day())
    education = forms.ChoiceField(label=_("Högsta utbildning"), choices=Education.choices)

    def __init__(self, *args: Any, programmes: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    on = forms.DateField(label=_("Sista dag"), widget=_day())
    reason = forms.ChoiceField(label=_("Varför?"), choices=Leaving.choices)


class SupportForm(forms.Form):
    """Other public money for the same time."""

    words = forms.CharField(
        label=_("Vilket stöd?"),
        help_text=_("Till exempel stöd vid korttidsarbete."),
        max_length=200,
    )
    from_on = forms.DateField(label=_("Från"), widget=_day())
    to_on = forms.DateField(label=_("Till"), widget=_day())
    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("Vem gäller det?"),
        required=False,
        empty_label=_("Alla på företaget"),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class CorrectForm(forms.Form):
    reason = forms.CharField(label=_("Varför rättas månaden?"), max_length=300)
