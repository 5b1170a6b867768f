from django import forms
from django.utils.translation import gettext_lazy as _


class DecideForm(forms.Form):
    # What the examiner was shown; a decision on anything else is refused.
    shown_outcome = forms.CharField(widget=forms.HiddenInput)
    grounds = forms.CharField(
        label=_("Skäl för beslutet"),
        help_text=_("Några meningar. Kandidaten läser dem. Skriv inga personnummer."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
