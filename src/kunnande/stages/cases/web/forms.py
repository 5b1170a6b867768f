from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from kunnande.stages.framework.queries import list_published, localised
from kunnande.stages.parties.queries import list_employees

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.queries import Organisation


class OpenCaseForm(forms.Form):
    """An employee of the day and a validation in force on the day."""

    def __init__(self, *args: Any, organisation: Organisation, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(row.person_id, row.name) for row in list_employees(organisation, on=on)]
        versions = [
            (version.pk, f"{localised(version.product, 'name')} {version.version}")
            for version in list_published(on)
        ]
        for name, label, choices in (
            ("person", _("Anställd"), people),
            ("product_version", _("Validering"), versions),
        ):
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=[("", _("Välj")), *choices], coerce=int
            )
