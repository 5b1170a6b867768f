from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kunnande.stages.framework.queries import list_published, localised
from kunnande.stages.parties.queries import list_employees

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.parties.queries import Organisation


class OpenCaseForm(forms.Form):
    person = forms.TypedChoiceField(label=_("Medarbetare"), coerce=int)
    product_version = forms.TypedChoiceField(label=_("Validering"), coerce=int)

    def __init__(
        self, *args: Any, organisation: Organisation, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [
            (row.person_id, row.name) for row in list_employees(organisation, on=on)
        ]
        self.fields["product_version"].choices = [
            (version.pk, f"{localised(version.product, 'name')} {version.version}")
            for version in list_published(on)
        ]
