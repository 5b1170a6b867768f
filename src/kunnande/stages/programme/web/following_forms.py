from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kunnande.stages.framework.queries import localised
from kunnande.stages.programme.queries import IndicatorSet, ReportKind
from kunnande.stages.programme.queries.reports import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kunnande.stages.programme.queries.following import Question

_LONGEST = 20_000


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class CallForm(forms.Form):
    """The questions of one call, as their version has them."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            choices = [(one.code, one.words) for one in question.choices]
            if question.takes_many:
                self.fields[question.code] = forms.MultipleChoiceField(
                    label=question.words, choices=choices, widget=forms.CheckboxSelectMultiple
                )
            else:
                self.fields[question.code] = forms.ChoiceField(
                    label=question.words, choices=choices, widget=forms.RadioSelect
                )

    def answers(self) -> Mapping[str, list[str]]:
        return {
            code: value if isinstance(value, list) else [value]
            for code, value in self.cleaned_data.items()
        }


class NextTryForm(forms.Form):
    """When to call again."""

    next_on = forms.DateField(label=_("Nästa försök"), widget=_day())


class SetForm(forms.Form):
    """Which indicators a decision asks for."""

    indicator_set = forms.ModelChoiceField(
        queryset=IndicatorSet.objects.none(), label=_("Indikatorer")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicator_set"]
        field.queryset = IndicatorSet.objects.order_by("pk")  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: localised(one, "name")  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    """Which report, of which period."""

    kind = forms.ChoiceField(label=_("Vilken rapport?"), choices=ReportKind.choices)
    from_on = forms.DateField(label=_("Första dag"), widget=_day())
    to_on = forms.DateField(label=_("Sista dag"), widget=_day())


class ReportForm(forms.Form):
    """What is written under each heading."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, (_heading, asks) in HEADINGS.items():
            self.fields[key] = forms.CharField(
                label=asks,
                required=False,
                max_length=_LONGEST,
                widget=forms.Textarea(attrs={"rows": 5}),
            )
