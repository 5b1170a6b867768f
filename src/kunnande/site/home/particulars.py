"""A person's own particulars: what they correct themselves, and everything kept as one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from kunnande.site.home.my_data import write_my_data
from kunnande.stages.parties import services
from kunnande.stages.parties.queries import User, list_employers_of

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from kunnande.stages.parties.queries import SignedInRequest, ViewerRequest


class ParticularsForm(forms.Form):
    given_name = forms.CharField(label=gettext_lazy("Förnamn"), max_length=100)
    family_name = forms.CharField(label=gettext_lazy("Efternamn"), max_length=100)
    email = forms.EmailField(
        label=gettext_lazy("E-postadress"),
        max_length=254,
        help_text=gettext_lazy("Här loggar du in, och hit kommer påminnelser."),
    )
    password = forms.CharField(
        label=gettext_lazy("Ditt lösenord"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=gettext_lazy("Behövs bara när du byter e-postadress."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        is_new = said.get("email", self.user.email).lower() != self.user.email
        if is_new and not self.user.check_password(said.get("password", "")):
            self.add_error("password", _("Lösenordet stämmer inte. Adressen är inte ändrad."))
        return said


@require_http_methods(["GET", "POST"])
def my_data(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    user, person = request.user, request.user.person
    if person is None:
        raise Http404
    usual = {"given_name": person.given_name, "family_name": person.family_name}
    form = ParticularsForm(request.POST or None, user=user, initial={**usual, "email": user.email})
    if request.method == "POST" and form.is_valid() and _correct(form, user, now):
        messages.success(request, _("Dina uppgifter är sparade."))
        return redirect("home:my_data")
    context = {
        "form": form,
        "contact_email": settings.CONTACT_EMAIL,
        "employers": list_employers_of(person.pk, on=timezone.localdate(now)),
    }
    return render(request, "home/my_data.html", context, status=422 if form.errors else 200)


@require_safe
def my_data_file(request: SignedInRequest) -> FileResponse:
    now = timezone.now()
    if request.viewer.person_id is None:
        raise Http404
    name = f"mina-uppgifter-{timezone.localdate(now).isoformat()}.zip"
    return FileResponse(write_my_data(request.user, at=now), as_attachment=True, filename=name)


@require_POST
def language(request: ViewerRequest) -> HttpResponseBase:
    """Switch the pages, and the letters to whoever is signed in."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        services.choose_language(language=chosen, by=request.user, at=timezone.now())
    return set_language(request)


def _correct(form: ParticularsForm, user: User, now: datetime) -> bool:
    said = form.cleaned_data
    try:
        with transaction.atomic():
            services.change_email(email=said["email"], by=user, at=now)
            names = {"given_name": said["given_name"], "family_name": said["family_name"]}
            services.correct_name(**names, by=user, at=now)
    except services.EmailTakenError as error:
        form.add_error("email", str(error))
    except services.ImproperNameError as error:
        form.add_error(None, str(error))
    else:
        return True
    return False
