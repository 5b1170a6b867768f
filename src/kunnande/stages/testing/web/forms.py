from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kunnande.stages.parties.queries import Organisation
    from kunnande.stages.testing.queries import AreaResultRow, FormChoice

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
