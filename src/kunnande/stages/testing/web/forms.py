from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kunnande.stages.testing import services
from kunnande.stages.testing.queries import ExtraTimeReason, IdentityDocument, IncidentKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kunnande.stages.parties.queries import Organisation
    from kunnande.stages.testing.queries import AreaResultRow, FormChoice, Seat, TerminationReason

LANGUAGES = [("sv", _("Svenska")), ("en", _("Engelska"))]


class DayForm(forms.Form):
    takes_place_on = forms.DateField(
        label=_("Dag"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PlanForm(DayForm):
    centre = forms.TypedChoiceField(label=_("Testcenter"), coerce=int)
    blueprint = forms.TypedChoiceField(label=_("Prov"), coerce=int, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Frågornas språk"),
        choices=LANGUAGES,
        help_text=_("Personen kan välja ett annat språk innan provet börjar."),
    )

    def __init__(
        self,
        *args: Any,
        centres: Iterable[Organisation],
        form_choices: Iterable[FormChoice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose_among(self, "centre", [(centre.pk, centre.name) for centre in centres])
        _choose_among(
            self, "blueprint", [(choice.blueprint.pk, choice.name) for choice in form_choices]
        )


class IdentityForm(forms.Form):
    document = forms.ChoiceField(
        label=_("Vad visade personen?"),
        choices=IdentityDocument.choices,
        widget=forms.RadioSelect,
        help_text=_("Jämför bild, namn och födelsedatum. Numret skrivs inte upp."),
    )

    def __init__(self, *args: Any, is_checked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].required = not is_checked


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Kod"),
        help_text=_("Du får den av provledaren när du har visat legitimation."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class TerminateForm(forms.Form):
    reason = forms.ChoiceField(label=_("Orsak"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, reasons: Iterable[TerminationReason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(reason.value, reason.label) for reason in reasons]


class OfSeatsForm(forms.Form):
    """A form about one seat of the board, or about everybody."""

    sitting = forms.TypedChoiceField(label=_("Vem"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, seats: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(s.sitting.pk), s.sitting.case.person.name) for s in self.offered(seats)]
        field = self.fields["sitting"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", self.everybody), *named]

    everybody = _("Hela salen")

    def offered(self, seats: Iterable[Seat]) -> Iterable[Seat]:
        return seats


class MinutesForm(OfSeatsForm):
    minutes = forms.IntegerField(
        label=_("Minuter"), min_value=1, max_value=services.MOST_MINUTES, initial=5
    )
    reason = forms.ChoiceField(label=_("Orsak"), choices=ExtraTimeReason.choices)
    everybody = _("Alla som skriver")
    field_order = ("sitting", "minutes", "reason")

    def offered(self, seats: Iterable[Seat]) -> Iterable[Seat]:
        return [seat for seat in seats if seat.status != "finished"]


class IncidentForm(OfSeatsForm):
    kind = forms.ChoiceField(label=_("Vad gäller det?"), choices=IncidentKind.choices)
    text = forms.CharField(
        label=_("Vad hände?"),
        help_text=_("Skriv bara vad du såg. Personen har rätt att läsa det."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ("sitting", "kind", "text")


class FeedbackForm(forms.Form):
    summary = forms.CharField(
        label=_("Vad kom ni fram till?"),
        help_text=_("Personen läser det här. Skriv kort och rakt."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, remaining: Iterable[AreaResultRow], **kwargs: Any) -> None:
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


def _choose_among(form: forms.Form, name: str, choices: list[tuple[int, str]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.TypedChoiceField):
        field.choices = choices
