"""What each act on an accreditation needs to be told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _, gettext_lazy

from kunnande.stages.centres.queries import Answer, DecisionOutcome, Severity, StopReason
from kunnande.stages.centres.services import Found, OwnAnswer
from kunnande.stages.framework.queries import localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kunnande.stages.centres.queries import RequirementRow
    from kunnande.stages.framework.queries import Product
    from kunnande.stages.parties.queries import User

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


def _long_field(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=help_text, max_length=4000, widget=widget)


def date_field(label: Any) -> forms.DateField:
    """Return a field for a day of this century."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    within = (MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY))
    return forms.DateField(label=label, widget=widget, validators=within)


class ApplyForm(forms.Form):
    """A product that a centre may apply for."""

    def __init__(self, *args: Any, products: Iterable[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(product.pk, localised(product, "name")) for product in products]
        self.fields["product"] = forms.TypedChoiceField(
            label=_("Validering"), choices=[("", _("Välj")), *choices], coerce=int
        )


class SelfAssessmentForm(forms.Form):
    """An answer and a note for each requirement; what is left out stays as it was."""

    def __init__(self, *args: Any, rows: Sequence[RequirementRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            said = row.assessment
            self.fields[f"answer_{row.requirement_id}"] = forms.ChoiceField(
                label=_("Så är det hos oss"),
                choices=Answer.choices,
                required=False,
                initial=said.answer if said else "",
                widget=forms.RadioSelect,
            )
            self.fields[f"note_{row.requirement_id}"] = forms.CharField(
                label=_("Hur ni gör, eller vad ni ska göra"),
                required=False,
                initial=said.note if said else "",
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def list_questions(self) -> Iterator[tuple[RequirementRow, Any, Any]]:
        for row in self.rows:
            number = row.requirement_id
            yield row, self[f"answer_{number}"], self[f"note_{number}"]

    def read_answers(self) -> dict[int, OwnAnswer]:
        told = self.cleaned_data
        return {
            row.requirement_id: OwnAnswer(answer, told[f"note_{row.requirement_id}"])
            for row in self.rows
            if (answer := told[f"answer_{row.requirement_id}"])
        }


class AttachForm(forms.Form):
    """A file and the requirement that it shows."""

    file = forms.FileField(label=gettext_lazy("Fil"))

    def __init__(self, *args: Any, rows: Sequence[RequirementRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.requirement_id, f"{row.code} {row.text}"[:80]) for row in rows]
        self.fields["requirement"] = forms.TypedChoiceField(
            label=_("Krav"), choices=choices, coerce=int
        )
        self.order_fields(["requirement", "file"])


class PlanAuditForm(forms.Form):
    """A day and two of those who may audit the centre."""

    on = date_field(gettext_lazy("Dag för besöket"))

    def __init__(self, *args: Any, auditors: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Välj")), *((user.pk, str(user)) for user in auditors)]
        self.auditors = {user.pk: user for user in auditors}
        for name, label in (("first", _("Första granskare")), ("second", _("Andra granskare"))):
            self.fields[name] = forms.TypedChoiceField(label=label, choices=choices, coerce=int)

    def read_auditors(self) -> list[User]:
        return [self.auditors[self.cleaned_data[name]] for name in ("first", "second")]


class ProtocolForm(forms.Form):
    """The protocol, and for each requirement whether something remains."""

    protocol = _long_field(gettext_lazy("Protokoll"))

    def __init__(self, *args: Any, rows: Sequence[RequirementRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        severities = [
            ("", _("Uppfyllt")),
            (Severity.MINOR, _("Återstår: mindre avvikelse")),
            (Severity.MAJOR, _("Återstår: större avvikelse")),
        ]
        for row in rows:
            self.fields[f"severity_{row.requirement_id}"] = forms.ChoiceField(
                label=_("Granskarnas bedömning"), choices=severities, required=False
            )
            self.fields[f"text_{row.requirement_id}"] = forms.CharField(
                label=_("Vad som återstår"), required=False, max_length=2000
            )

    def list_questions(self) -> Iterator[tuple[RequirementRow, Any, Any]]:
        for row in self.rows:
            number = row.requirement_id
            yield row, self[f"severity_{number}"], self[f"text_{number}"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for row in self.rows:
            number = row.requirement_id
            if told.get(f"severity_{number}") and not told.get(f"text_{number}"):
                self.add_error(f"text_{number}", _("Skriv vad som återstår."))
        return told

    def read_findings(self) -> list[Found]:
        told = self.cleaned_data
        return [
            Found(row.requirement_id, severity, told[f"text_{row.requirement_id}"])
            for row in self.rows
            if (severity := told[f"severity_{row.requirement_id}"])
        ]


class AnswerFindingForm(forms.Form):
    corrective_action = _long_field(
        gettext_lazy("Vad ni har gjort"),
        gettext_lazy("Granskarna läser svaret. Skriv inga personnummer."),
    )


class PostponeForm(forms.Form):
    due_on = date_field(gettext_lazy("Ny sista dag"))


class DecideForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Beslut"), choices=DecisionOutcome.choices, widget=forms.RadioSelect
    )
    grounds = _long_field(gettext_lazy("Skäl"), gettext_lazy("Testcentret läser dem."))


class StopForm(forms.Form):
    on = date_field(gettext_lazy("Från och med"))
    reason = forms.ChoiceField(label=gettext_lazy("Skäl"), choices=StopReason.choices)


class LiftForm(forms.Form):
    to_on = date_field(gettext_lazy("Sista dagen som vilande"))
