from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from kunnande.stages.centres.queries import (
    Accessibility,
    Hours,
    MachineKind,
    SpokenLanguage,
    Weekday,
)
from kunnande.stages.centres.services import Description
from kunnande.stages.centres.web.forms import date_field

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import time

    from kunnande.stages.centres.queries import CentreProfile, OpeningHours, Room


def _time_field(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


def _pair(opens: time | None, closes: time | None) -> Hours | None:
    return Hours(opens, closes) if opens and closes else None


class DescribeForm(forms.Form):
    street_address = forms.CharField(
        label=gettext_lazy("Gatuadress"), max_length=200, required=False
    )
    latitude = forms.FloatField(
        label=gettext_lazy("Latitud"), required=False, min_value=55, max_value=70
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Longitud"),
        required=False,
        min_value=10,
        max_value=25,
        help_text=gettext_lazy("Utan läge visas kommunens mitt på kartan."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Språk på testcentret"),
        choices=SpokenLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    accessibility = forms.MultipleChoiceField(
        label=gettext_lazy("Tillgänglighet"),
        choices=Accessibility.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    travels = forms.BooleanField(
        label=gettext_lazy("Provledare kan resa till företag"), required=False
    )
    public_email = forms.EmailField(label=gettext_lazy("E-post för frågor"), required=False)
    public_phone = forms.CharField(label=gettext_lazy("Telefon"), max_length=32, required=False)

    @classmethod
    def told_by(cls, profile: CentreProfile) -> dict[str, Any]:
        return {name: getattr(profile, name) for name in cls.base_fields}

    def read_description(self) -> Description:
        return Description(**self.cleaned_data)


class RoomForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Rummets namn"), max_length=100)
    seats = forms.IntegerField(label=gettext_lazy("Platser"), min_value=1, max_value=500)


class ChangeRoomForm(RoomForm):
    is_active = forms.BooleanField(label=gettext_lazy("Används"), required=False)


class MachineForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Maskinens namn"), max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Sort"), choices=MachineKind.choices)

    def __init__(self, *args: Any, rooms: Iterable[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = {room.pk: room for room in rooms}
        self.fields["room"] = forms.TypedChoiceField(
            label=_("Rum"),
            choices=[("", _("Går att flytta")), *((r.pk, r.name) for r in self.rooms.values())],
            coerce=int,
            empty_value=None,
            required=False,
        )

    def clean_room(self) -> Room | None:
        return self.rooms.get(self.cleaned_data["room"])


class ChangeMachineForm(MachineForm):
    is_active = forms.BooleanField(label=gettext_lazy("Används"), required=False)


class WeekForm(forms.Form):
    """When the centre opens and closes each weekday; a day left empty is closed."""

    layout = "pairs asks-all"

    def __init__(self, *args: Any, hours: Iterable[OpeningHours], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {row.weekday: row for row in hours}
        for day in Weekday:
            opens = _time_field(_("%(day)s, öppnar") % {"day": str(day.label).capitalize()})
            closes = _time_field(_("%(day)s, stänger") % {"day": str(day.label).capitalize()})
            if row := known.get(day.value):
                opens.initial, closes.initial = row.opens, row.closes
            self.fields[f"opens_{day.value}"] = opens
            self.fields[f"closes_{day.value}"] = closes

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for day in Weekday:
            if bool(told.get(f"opens_{day.value}")) != bool(told.get(f"closes_{day.value}")):
                self.add_error(f"closes_{day.value}", _("Skriv båda tiderna, eller ingen."))
        return told

    def read_week(self) -> dict[int, Hours]:
        told = self.cleaned_data
        return {
            day.value: hours
            for day in Weekday
            if (hours := _pair(told[f"opens_{day.value}"], told[f"closes_{day.value}"]))
        }


class ExceptionForm(forms.Form):
    on = date_field(gettext_lazy("Dag"))
    opens = _time_field(gettext_lazy("Öppnar"))
    closes = _time_field(gettext_lazy("Stänger"))
    reason = forms.CharField(label=gettext_lazy("Anledning"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if bool(told.get("opens")) != bool(told.get("closes")):
            self.add_error("closes", _("Skriv båda tiderna, eller ingen."))
        return told

    def read_hours(self) -> Hours | None:
        return _pair(self.cleaned_data["opens"], self.cleaned_data["closes"])
