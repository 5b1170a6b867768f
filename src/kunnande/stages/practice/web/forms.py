from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kunnande.stages.practice.queries import OperationKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kunnande.stages.practice.queries import PracticalResultRow

Choices = list[tuple[int, str]]


class PlanForm(forms.Form):
    protocol = forms.TypedChoiceField(label=_("Protokoll"), coerce=int, widget=forms.RadioSelect)
    centre = forms.TypedChoiceField(label=_("Testcenter"), coerce=int)
    assessors = forms.TypedMultipleChoiceField(
        label=_("Bedömare"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Protokollet säger om det behövs en eller två."),
    )
    starts_on = forms.DateField(
        label=_("Dag"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *args: Any, protocols: Choices, centres: Choices, assessors: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {"protocol": protocols, "centre": centres, "assessors": assessors}
        for name, choices in offered.items():
            _choose_among(self, name, choices)


class EntryForm(forms.Form):
    """One entry as the page of a protocol posts it."""

    client_id = forms.UUIDField()
    kind = forms.ChoiceField(choices=OperationKind.choices)
    criterion = forms.IntegerField(required=False, min_value=1)
    area = forms.IntegerField(required=False, min_value=1)
    value = forms.IntegerField(required=False, min_value=0, max_value=3)
    comment = forms.CharField(required=False, max_length=2000)


class StopForm(forms.Form):
    stop = forms.TypedChoiceField(label=_("Vad hände?"), coerce=int, widget=forms.RadioSelect)
    comment = forms.CharField(
        label=_("Vad gjorde du för att säkra platsen?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, stops: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_among(self, "stop", list(stops))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Varför?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class UnsignedForm(forms.Form):
    reason = forms.CharField(
        label=_("Varför skriver personen inte under?"),
        help_text=_("Personen läser det här. Skriv det som personen själv har sagt."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TalkForm(forms.Form):
    summary = forms.CharField(
        label=_("Vad kom ni fram till?"),
        help_text=_("Personen läser det här. Skriv kort och rakt."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, remaining: Iterable[PracticalResultRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {f"proposal_{row.area_version_id}": row.area_version_id for row in remaining}
        for row in remaining:
            self.fields[f"proposal_{row.area_version_id}"] = forms.CharField(
                label=_("Förslag för %(area)s") % {"area": row.name},
                help_text=_("Till exempel en kurs, en handledare eller en uppgift på jobbet."),
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def proposals(self) -> dict[int, str]:
        return {pk: self.cleaned_data[name] for name, pk in self.areas.items()}


def _choose_among(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
