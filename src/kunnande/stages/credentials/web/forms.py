import re
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

_NUMBER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class FindForm(forms.Form):
    nummer = forms.CharField(
        label=gettext_lazy("Bevisnummer eller länk"), max_length=400, strip=True
    )

    def clean_nummer(self) -> UUID:
        found = _NUMBER.search(self.cleaned_data["nummer"])
        if found is None:
            raise ValidationError(
                _("Numret har 36 tecken med fyra bindestreck. Klistra gärna in hela länken.")
            )
        return UUID(found[0])


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Skäl"),
        help_text=gettext_lazy("Sparas hos er. Den som kontrollerar beviset ser det aldrig."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class _Codes(forms.MultipleChoiceField):
    """Codes of areas: which there are, the certificate says; others have no effect."""

    def valid_value(self, value: str) -> bool:
        return len(value) <= 50


class WalletForm(forms.Form):
    areas = _Codes(error_messages={"required": gettext_lazy("Välj minst ett område att visa.")})
    holder_key = forms.CharField(max_length=2_000, required=False)
