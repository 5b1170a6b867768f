"""What an economist fills in: the lines of a budget, an order, the last day of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from kunnande.stages.programme.models import CostKind
from kunnande.stages.programme.services import ImproperBudgetError, Line, Promise
from kunnande.stages.programme.web.money_forms import day_widget, in_ore, kronor_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.http import QueryDict

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_MOST_ROWS, _MORE_ROWS, _FEWEST_ROWS = 60, 4, 6
_FIELDS = ("code", "name", "kind", "rate_code", "year", "kronor")


class LineForm(forms.Form):
    """A line of a budget as a whole, or one year of it."""

    code = forms.CharField(label=gettext_lazy("Rad"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Namn"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Slag"), choices=[("", "–"), *CostKind.choices])
    rate_code = forms.ChoiceField(
        label=gettext_lazy("Taxa"),
        help_text=gettext_lazy("Bara för enhetskostnad."),
        required=False,
    )
    year = forms.IntegerField(
        label=gettext_lazy("År"),
        help_text=gettext_lazy("Tomt gäller hela tiden."),
        min_value=_FIRST_YEAR,
        max_value=_LAST_YEAR,
        required=False,
    )
    kronor = kronor_field(label=gettext_lazy("Kronor"))

    def __init__(self, *args: Any, rates: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rate_code"].choices = [("", "–"), *rates]  # type: ignore[attr-defined]


class LineRows(forms.BaseFormSet[LineForm]):
    """The rows of a budget; an empty one is no line, whatever it was filled with before."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def read(self) -> list[Line]:
        """Return the lines, the years of each together.

        Raises ImproperBudgetError where a line's year is told twice.
        """
        lines: dict[str, Line] = {}
        for form in self:
            if not form.has_changed():
                continue
            told = form.cleaned_data
            first = Line(told["code"], told["name"], told["kind"], {}, told["rate_code"])
            line = lines.setdefault(told["code"], first)
            amounts = dict(line.amounts)
            is_same = (line.name, line.kind, line.rate_code) == (
                first.name, first.kind, first.rate_code
            )  # fmt: skip
            if told["year"] in amounts or not is_same:
                msg = _("Rad %(code)s står två gånger. Skriv ett år var, och samma namn och slag.")
                raise ImproperBudgetError(msg % {"code": line.code})
            amounts[told["year"]] = in_ore(told["kronor"]) or 0
            lines[line.code] = Line(line.code, line.name, line.kind, amounts, line.rate_code)
        return list(lines.values())


def rows_to_fill_in(
    filled: Iterable[Mapping[str, Any]], rates: Sequence[tuple[str, str]]
) -> LineRows:
    """Return rows with what is known of them, and some empty ones."""
    known = list(filled)[:_MOST_ROWS]
    empty = max(_FEWEST_ROWS - len(known), _MORE_ROWS)
    return _rows(empty)(initial=known, form_kwargs={"rates": rates})


def rows_sent(sent: QueryDict, rates: Sequence[tuple[str, str]]) -> LineRows:
    return _rows(0)(sent, form_kwargs={"rates": rates})


def rows_kept(sent: QueryDict, rates: Sequence[tuple[str, str]]) -> LineRows:
    """Return what was sent as it was written, with room for more."""
    kept = [
        {name: sent.get(f"form-{row}-{name}", "") for name in _FIELDS} for row in range(_MOST_ROWS)
    ]
    return rows_to_fill_in([row for row in kept if any(row.values())], rates)


def _rows(empty: int) -> type[LineRows]:
    return forms.formset_factory(  # type: ignore[return-value]
        LineForm, formset=LineRows, extra=empty, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS
    )


class PromiseForm(forms.Form):
    """An order or a contract whose costs will come."""

    on = forms.DateField(label=gettext_lazy("Vilken dag?"), widget=day_widget())
    words = forms.CharField(label=gettext_lazy("Vad är beställt?"), max_length=200)
    kronor = kronor_field(label=gettext_lazy("Kronor"))
    evidence = forms.CharField(
        label=gettext_lazy("Underlag"),
        help_text=gettext_lazy("Till exempel avtalets nummer."),
        max_length=300,
    )

    def promise(self) -> Promise:
        told = self.cleaned_data
        return Promise(told["on"], told["words"], in_ore(told["kronor"]) or 0, told["evidence"])


class ClosingForm(forms.Form):
    """The last day that a cost may belong to a line."""

    last_on = forms.DateField(
        label=gettext_lazy("Sista dag för kostnader"),
        widget=day_widget(),
    )
