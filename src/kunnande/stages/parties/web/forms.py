from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class InviteContactForm(forms.Form):
    given_name = forms.CharField(label=_("Förnamn"), max_length=100)
    family_name = forms.CharField(label=_("Efternamn"), max_length=100)
    email = forms.EmailField(
        label=_("E-post"), max_length=254, help_text=_("Hit skickas länken till kontot.")
    )


class InviteEmployeeForm(InviteContactForm):
    team = forms.CharField(
        label=_("Lag eller avdelning"),
        max_length=100,
        required=False,
        help_text=_("Matrisen visar de anställda lag för lag."),
    )
    identity_number = forms.CharField(
        label=_("Personnummer eller samordningsnummer"),
        max_length=13,
        required=False,
        help_text=_(
            "ÅÅÅÅMMDD-NNNN. Vi frågar för att samma person inte ska stå två gånger och för att "
            "beviset ska tillhöra rätt person. Numret förseglas: ingen ser det på någon sida."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class ChoosePasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Välj ett lösenord"),
        max_length=200,
        strip=False,
        help_text=_("Minst tio tecken. Gärna några ord som bara du sätter ihop."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
