from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kunnande.stages.development.queries import Course, courses_offered
from kunnande.stages.development.queries.plans import Means, WhoseTime
from kunnande.stages.development.services import Period, Terms
from kunnande.stages.parties.queries import Municipality, Organisation


class StepForm(forms.Form):
    """What closes the gap in one area."""

    means = forms.ChoiceField(
        label=_("Vad gör du?"), choices=Means.choices, widget=forms.RadioSelect
    )
    course = forms.ModelChoiceField(
        queryset=Course.objects.none(), label=_("Vilken kurs?"), required=False
    )
    by_on = forms.DateField(
        label=_("Klart senast"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    whose_time = forms.ChoiceField(
        label=_("På vems tid?"), choices=WhoseTime.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Med egna ord"),
        help_text=_("Till exempel vem du övar med. Din chef läser det när du visar planen."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, courses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """To whom somebody hands over, and with which employer's roles."""

    recipient = forms.CharField(
        label=_("Till vem?"),
        help_text=_("Till exempel TSL eller TRR. Namnet står på pappret."),
        max_length=200,
    )
    company = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Ta med vad som återstår för din roll hos"),
        required=False,
        empty_label=_("Ta inte med det"),
    )

    def __init__(self, *args: Any, companies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = companies  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """A provider's list of courses."""

    provider = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("Anordnare"), empty_label=None
    )
    file = forms.FileField(
        label=_("Lista i Excel eller CSV, eller EMIL 3 i XML"),
        help_text=_("Du ser först vad som läses in. Ingenting sparas innan du säger ja."),
    )

    def __init__(self, *args: Any, providers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]


class GroupForm(forms.Form):
    """Where a course is given, to how many, and when."""

    municipality_code = forms.ChoiceField(label=_("Ort"), choices=Municipality.choices)
    seats = forms.IntegerField(label=_("Platser"), min_value=1, max_value=500)
    first_day = forms.DateField(
        label=_("Första dagen"), widget=forms.DateInput(attrs={"type": "date"})
    )
    days = forms.IntegerField(label=_("Antal dagar i följd"), min_value=1, max_value=20, initial=1)
    starts = forms.TimeField(label=_("Börjar"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("Slutar"), widget=forms.TimeInput(attrs={"type": "time"}))

    def periods(self) -> list[Period]:
        """Return each day's occasion, in Swedish time."""
        told = self.cleaned_data
        days = [told["first_day"] + timedelta(days=number) for number in range(told["days"])]
        return [
            Period(
                timezone.make_aware(datetime.combine(day, told["starts"])),
                timezone.make_aware(datetime.combine(day, told["ends"])),
            )
            for day in days
        ]


class ProposalForm(GroupForm):
    """Which course a node wants for several companies, where, when, and until when they answer."""

    course = forms.ModelChoiceField(queryset=Course.objects.none(), label=_("Kurs"))
    answer_by_on = forms.DateField(
        label=_("Sista svarsdag för företagen"),
        help_text=_("Tackar för få ja till dess ställs gruppen in och ingen förlorar något."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    field_order = ("course",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses_offered()  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        told = self.cleaned_data
        return Terms(told["municipality_code"], told["seats"], self.periods(), told["answer_by_on"])


class SeatsForm(forms.Form):
    """Who of a company's staff takes a seat."""

    people = forms.MultipleChoiceField(
        label=_("Vilka ska gå kursen?"),
        help_text=_("Den du väljer får platsen direkt, ser det under Kurser och kan lämna den."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class UnionForm(forms.Form):
    """Which union speaks for people at a company."""

    union = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("Facklig organisation")
    )

    def __init__(self, *args: Any, unions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions  # type: ignore[attr-defined]


class StaffForm(forms.Form):
    """Which employee takes a seat in which group."""

    group = forms.ChoiceField(label=_("Kursgrupp"))
    person = forms.ChoiceField(label=_("Vem"))

    def __init__(self, *args: Any, groups: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]
        self.fields["person"].choices = people  # type: ignore[attr-defined]
