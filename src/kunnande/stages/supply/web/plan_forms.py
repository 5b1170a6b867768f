from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from kunnande.stages.supply.models import MeasureKind
from kunnande.stages.supply.services.plans import MeasureChoice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kunnande.stages.supply.queries.numbers import Supply

LARGEST_NUMBER = 10_000
LARGEST_COST = 1_000_000_000


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class MeasureForm(forms.Form):
    """What is done about one area or one role."""

    kind = forms.ChoiceField(
        label=_("Vad gör ni?"), choices=MeasureKind.choices, widget=forms.RadioSelect
    )
    needed = forms.IntegerField(label=_("Så många behövs"), min_value=0, max_value=LARGEST_NUMBER)
    words = forms.CharField(
        label=_("Hur"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    responsible = forms.CharField(label=_("Ansvarig"), required=False, max_length=120)
    due_on = _day(_("Klart senast"))
    cost_sek = forms.IntegerField(
        label=_("Kostnad i kronor"), required=False, min_value=0, max_value=LARGEST_COST
    )

    def choice(self) -> MeasureChoice:
        names = MeasureChoice.__dataclass_fields__
        return MeasureChoice(**{name: self.cleaned_data[name] for name in names})


class NewMeasureForm(MeasureForm):
    """Also what it is about: an area or a role that the company asks for."""

    about = forms.ChoiceField(label=_("Vad gäller det?"))
    field_order = ("about",)

    def __init__(self, *args: Any, supplies: Iterable[Supply], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: list[tuple[str, str]] = []
        roles: list[tuple[str, str]] = []
        for one in supplies:
            (roles if one.role_id else areas).append((about_of(one), one.name))
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            (gettext("Områden"), areas), (gettext("Roller"), roles),
        ]  # fmt: skip


class FollowUpForm(forms.Form):
    """When a measure was done, and what it gave."""

    done_on = _day(_("Gjort den"))
    effect = forms.CharField(
        label=_("Vad gav det?"),
        help_text=_("Till exempel: fyra klarade provet, två kan nu arbeta själva."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WordsForm(forms.Form):
    """The goals, one a line, and what is done in each month."""

    goals = forms.CharField(
        label=_("Mål"),
        help_text=_("Ett mål på varje rad."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for month, name in MONTHS.items():
            self.fields[f"month_{month}"] = forms.CharField(
                label=capfirst(str(name)), required=False, max_length=200
            )

    def wheel(self) -> dict[int, str]:
        return {month: self.cleaned_data[f"month_{month}"] for month in MONTHS}

    def goal_lines(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["goals"].splitlines() if line.strip()]


class NoteForm(forms.Form):
    """A line of the coach's log."""

    words = forms.CharField(
        label=_("Vad talade ni om?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_step = forms.CharField(label=_("Nästa steg"), max_length=300)
    next_on = _day(_("När"))


class CoachForm(forms.Form):
    """Which coach is let in."""

    email = forms.EmailField(label=_("Coachens e-post"), max_length=254)


def about_of(one: Supply) -> str:
    return f"role-{one.role_id}" if one.role_id else f"area-{one.area_id}"
