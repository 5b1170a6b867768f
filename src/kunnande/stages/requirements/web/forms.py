from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from kunnande.stages.framework.queries import ProofKind, localised
from kunnande.stages.requirements.services import FIELDS, REQUIRED, TELLING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.utils.safestring import SafeString

    from kunnande.stages.framework.queries import Level
    from kunnande.stages.parties.queries import EmployeeRow
    from kunnande.stages.requirements.queries import RoleTemplate


class RoleForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Vad heter rollen hos er?"), max_length=200)
    people_needed = forms.IntegerField(
        label=gettext_lazy("Hur många behöver ha rollen?"),
        min_value=1,
        max_value=9999,
        initial=1,
        help_text=gettext_lazy("Räkna med semester och sjukdom."),
    )


class NewRoleForm(RoleForm):
    template = forms.ChoiceField(
        label=gettext_lazy("Börja från en mall"),
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Mallens krav kopieras. Sedan ändrar ni dem som ni vill."),
    )
    name = forms.CharField(
        label=gettext_lazy("Vad heter rollen hos er?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Tomt fält ger mallens namn."),
    )
    field_order = ("template", "name", "people_needed")

    def __init__(self, *args: Any, templates: Iterable[RoleTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.templates = {template.code: template for template in templates}
        chooser = self.fields["template"]
        if isinstance(chooser, forms.ChoiceField):
            chooser.choices = [
                *((code, _in_words(template)) for code, template in self.templates.items()),
                ("", _("Ingen mall. Vi lägger till områdena själva.")),
            ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        template = self.templates.get(cleaned.get("template") or "")
        if template and not cleaned.get("name"):
            cleaned["name"] = localised(template, "name")
        if not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Skriv vad rollen heter, eller välj en mall."))
        cleaned["template"] = template
        return cleaned


class RequirementForm(forms.Form):
    level = forms.TypedChoiceField(
        label=gettext_lazy("Nivå som rollen kräver"), coerce=int, widget=forms.RadioSelect
    )
    accepted_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Bevis som räknas"),
        choices=ProofKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Minst en sort. Den som har någon av dem uppfyller kravet."),
    )
    importance = forms.TypedChoiceField(
        label=gettext_lazy("Hur viktigt är området i rollen?"), coerce=int
    )
    recency_months = forms.IntegerField(
        label=gettext_lazy("Hur gammalt får beviset vara, i månader?"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=gettext_lazy("Lämna tomt om beviset räknas så länge det gäller."),
    )

    def __init__(self, *args: Any, levels: Iterable[Level], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("level", [(level.value, _level_in_words(level)) for level in levels])
        self._offer("importance", list(enumerate(_importance_in_words(), start=1)))

    def _offer(self, name: str, choices: Sequence[tuple[int, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class AssignForm(forms.Form):
    person = forms.TypedChoiceField(label=gettext_lazy("Vem får rollen?"), coerce=int)
    from_on = forms.DateField(
        label=gettext_lazy("Från och med"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )

    def __init__(self, *args: Any, employees: Iterable[EmployeeRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["person"]
        if isinstance(chooser, forms.ChoiceField):
            chooser.choices = [("", _("Välj en anställd"))] + [
                (row.person_id, f"{row.name}, {row.team}" if row.team else row.name)
                for row in employees
            ]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Fil med anställda"),
        help_text=gettext_lazy("Excel (.xlsx) eller CSV. Högst 5 MB och 10 000 rader."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        allow_empty_file=True,
        max_length=250,
    )


class ColumnsForm(forms.Form):
    """One choice of column for each field; none is an answer for those that may be left out."""

    def __init__(self, *args: Any, header: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [
            (place, text or _("Kolumn %(number)s, utan rubrik") % {"number": place + 1})
            for place, text in enumerate(header)
        ]
        for name, label in FIELDS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                required=name in REQUIRED,
                help_text=_("En av dem behövs.") if name in TELLING else "",
                coerce=int,
                empty_value=None,
                choices=[("", _("Finns inte i filen")), *columns],
            )

    @property
    def mapping(self) -> dict[str, int]:
        return {name: place for name, place in self.cleaned_data.items() if place is not None}


def _importance_in_words() -> tuple[str, ...]:
    return (
        _("1 – till nytta ibland"),
        _("2 – till nytta"),
        _("3 – viktigt"),
        _("4 – mycket viktigt"),
        _("5 – avgörande: utan det går arbetet inte att göra"),
    )


def _in_words(template: RoleTemplate) -> SafeString:
    return format_html(
        "<strong>{}</strong> <small>{} {}</small>",
        localised(template, "name"),
        localised(template, "description"),
        _("SSYK %(code)s %(label)s")
        % {"code": template.ssyk_code, "label": template.ssyk_label_sv},
    )


def _level_in_words(level: Level) -> SafeString:
    return format_html(
        "<strong>{} – {}</strong> <small>{}</small>",
        level.value,
        localised(level, "name"),
        localised(level, "definition"),
    )
