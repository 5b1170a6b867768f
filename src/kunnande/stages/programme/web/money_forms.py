from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kunnande.stages.programme.models import AidBasis, BudgetLine, CostKind
from kunnande.stages.programme.services import Benefit, Cost, Declaration, Earlier

_MOST_KRONOR = 1_000_000_000
_MOST_HOURS = 24


def day_widget() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


def kronor_field(**changed: Any) -> forms.DecimalField:
    told = {"min_value": 0, "max_value": _MOST_KRONOR, "decimal_places": 2, "localize": True}
    return forms.DecimalField(**{**told, **changed})


def in_ore(kronor: Decimal | None) -> int | None:
    return None if kronor is None else int(kronor * Decimal(100))


class CostForm(forms.Form):
    """One cost: kronor, or somebody's hours on a line of unit cost."""

    line = forms.ModelChoiceField(queryset=BudgetLine.objects.none(), label=_("Budgetrad"))
    on = forms.DateField(label=_("Vilken dag?"), widget=day_widget())
    words = forms.CharField(label=_("Vad är det?"), max_length=200)
    evidence = forms.CharField(
        label=_("Underlag"), help_text=_("Till exempel fakturans nummer."), max_length=300
    )
    kronor = kronor_field(label=_("Kronor"), required=False)
    staff = forms.CharField(
        label=_("Anställningsnummer"),
        help_text=_("Bara för enhetskostnad, tillsammans med timmar."),
        max_length=40,
        required=False,
    )
    hours = forms.DecimalField(
        label=_("Timmar"),
        min_value=0,
        max_value=_MOST_HOURS,
        decimal_places=2,
        localize=True,
        required=False,
    )

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]

    def cost(self) -> Cost:
        told = self.cleaned_data
        hours = told["hours"]
        return Cost(
            line_code=told["line"].code,
            on=told["on"],
            words=told["words"],
            evidence=told["evidence"],
            amount_ore=in_ore(told["kronor"])
            if told["line"].kind != CostKind.UNIT_COST or told["kronor"]
            else None,
            staff=told["staff"],
            minutes=None if hours is None else int(hours * 60),
        )


class CostFileForm(forms.Form):
    """A file of costs."""

    file = forms.FileField(
        label=_("Fil med kostnader"),
        help_text=_(
            "Excel eller CSV med kolumnerna Budgetrad, Datum, Vad, Underlag, Kronor, "
            "Anställningsnummer, Timmar och Partner (organisationsnummer)."
        ),
    )


class CorrectCostForm(forms.Form):
    """By how much a cost was wrong."""

    on = forms.DateField(label=_("Vilken dag rättas det?"), widget=day_widget())
    kronor = kronor_field(
        label=_("Kronor"),
        help_text=_("Skriv minus framför om kostnaden var för hög."),
        min_value=-_MOST_KRONOR,
    )
    reason = forms.CharField(label=_("Varför?"), max_length=300)
    evidence = forms.CharField(label=_("Underlag"), max_length=300)


class DeclarationForm(forms.Form):
    """What a company has declared of earlier aid."""

    signed_on = forms.DateField(label=_("Underskrivet"), widget=day_widget())
    signatory = forms.CharField(label=_("Vem skrev under?"), max_length=120)
    evidence = forms.CharField(label=_("Var finns intyget?"), max_length=300)
    linked = forms.CharField(
        label=_("Företag som hör ihop"),
        help_text=_("Organisationsnummer, ett på varje rad."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    giver = forms.CharField(label=_("Vem gav tidigare stöd?"), max_length=120, required=False)
    granted_on = forms.DateField(label=_("Vilken dag?"), widget=day_widget(), required=False)
    euro = kronor_field(label=_("Euro"), required=False)

    def declaration(self) -> Declaration:
        told = self.cleaned_data
        earlier: tuple[Earlier, ...] = ()
        if told["euro"] and told["granted_on"]:
            cents = in_ore(told["euro"]) or 0
            earlier = (Earlier(told["granted_on"], told["giver"], cents),)
        return Declaration(
            signed_on=told["signed_on"],
            signatory=told["signatory"],
            evidence=told["evidence"],
            linked=told["linked"].split(),
            earlier=earlier,
        )


class BenefitForm(forms.Form):
    """What a company is given the right to."""

    basis = forms.ChoiceField(label=_("Grund"), choices=AidBasis.choices)
    words = forms.CharField(label=_("Vad är stödet?"), max_length=200)
    granted_on = forms.DateField(label=_("Rätt till stödet från"), widget=day_widget())
    kronor = kronor_field(label=_("Värde i kronor"))
    eligible = kronor_field(
        label=_("Kostnad som stödet är en del av"),
        help_text=_("Bara för utbildningsstöd."),
        required=False,
    )
    disadvantaged = forms.BooleanField(
        label=_("För anställda med sämre förutsättningar"), required=False
    )

    def benefit(self) -> Benefit:
        told = self.cleaned_data
        return Benefit(
            basis=told["basis"],
            words=told["words"],
            granted_on=told["granted_on"],
            value_ore=in_ore(told["kronor"]) or 0,
            eligible_ore=in_ore(told["eligible"]),
            disadvantaged=told["disadvantaged"],
        )
