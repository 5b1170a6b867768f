from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from kunnande.stages.centres.queries import QualityFactor
from kunnande.stages.centres.services import RequirementText, Terms
from kunnande.stages.centres.web.forms import date_field

if TYPE_CHECKING:
    from kunnande.stages.centres.queries import ChecklistVersion

_PARTS = 4
_TERMS = (
    ("first_months", gettext_lazy("Månader en första ackreditering gäller"), 36),
    ("renewed_months", gettext_lazy("Månader en förnyad ackreditering gäller"), 60),
    ("protocol_months", gettext_lazy("Månader till protokollet"), 1),
    ("correction_months", gettext_lazy("Månader att åtgärda avvikelser"), 3),
    ("independence_months", gettext_lazy("Månader utan band till testcentret"), 24),
    ("warning_days", gettext_lazy("Dagar före som det syns i att göra-listan"), 90),
)


class ChecklistForm(forms.Form):
    """A version of a checklist, begun from the one before it; the numbers are proposals."""

    version = forms.CharField(label=gettext_lazy("Version"), max_length=32)
    valid_from = date_field(gettext_lazy("Gäller från"))

    def __init__(self, *args: Any, before: ChecklistVersion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, proposed in _TERMS:
            self.fields[name] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=1000,
                initial=getattr(before, name) if before else proposed,
            )
        factors = ", ".join(QualityFactor.values)
        self.fields["requirements"] = forms.CharField(
            label=_("Krav"),
            help_text=_(
                "Ett krav på varje rad: kod | kvalitetsfaktor | svensk text | engelsk text. "
                "Kvalitetsfaktorerna är %(factors)s."
            )
            % {"factors": factors},
            initial=_lines_of(before) if before else "",
            max_length=40_000,
            widget=forms.Textarea(attrs={"rows": 12, "lang": "sv"}),
        )

    def clean_requirements(self) -> list[RequirementText]:
        lines = [line for line in self.cleaned_data["requirements"].splitlines() if line.strip()]
        return [_read_line(number, line) for number, line in enumerate(lines, start=1)]

    def read_terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name, _label, _proposed in _TERMS})


def _lines_of(checklist: ChecklistVersion) -> str:
    return "\n".join(
        " | ".join((row.code, row.quality_factor, row.text_sv, row.text_en))
        for row in checklist.requirements.all()
    )


def _read_line(number: int, line: str) -> RequirementText:
    parts = [part.strip() for part in line.split("|")]
    if not _PARTS - 1 <= len(parts) <= _PARTS or parts[1] not in QualityFactor.values:
        raise ValidationError(
            _("Rad %(number)d behöver kod, en kvalitetsfaktor ur listan och svensk text.")
            % {"number": number}
        )
    code, factor, swedish, english = (*parts, "")[:_PARTS]
    return RequirementText(code[:16], factor, swedish, english)
