from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kunnande.stages.parties import services
from kunnande.stages.parties.queries import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Any

    from django.http import HttpResponse

    from kunnande.stages.parties.queries import AccessToken, SignedInRequest

_KEY = "issued_token"


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Vad ska nyckeln heta?"),
        max_length=100,
        help_text=gettext_lazy("Till exempel programmet som ska använda den."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Vad får programmet göra?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Välj så lite som räcker."),
    )
    days = forms.TypedChoiceField(label=gettext_lazy("Hur länge ska den gälla?"), coerce=int)

    def __init__(self, *args: Any, scopes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("scopes", [(scope, scope_in_words(scope)) for scope in scopes]),
            ("days", [(days, _days_in_words(days)) for days in services.TOKEN_DAYS]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


@require_http_methods(["GET", "POST"])
@never_cache
def tokens(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    scopes = services.list_scopes(user=request.user, at=now)
    form = TokenForm(request.POST or None, scopes=scopes)
    if request.method == "POST" and form.is_valid():
        try:
            issued = services.make_token(by=request.user, at=now, **form.cleaned_data)
        except services.ImproperTokenError as error:
            form.add_error(None, str(error))
        else:
            request.session[_KEY] = issued.secret
            return redirect("parties:tokens")
    context = {
        "form": form,
        "secret": request.session.pop(_KEY, ""),
        "rows": [
            (token, _state_of(token, now), [scope_in_words(scope) for scope in token.scopes])
            for token in services.list_tokens(user=request.user)
        ],
    }
    return render(request, "parties/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def revoke_token(request: SignedInRequest, token_id: int) -> HttpResponse:
    try:
        services.revoke_token(token_id=token_id, by=request.user, at=timezone.now())
    except services.UnknownTokenError as error:
        raise Http404 from error
    messages.success(request, _("Nyckeln är återkallad. Den öppnar inget mer."))
    return redirect("parties:tokens")


def scope_in_words(scope: str) -> str:
    role, _colon, way = scope.partition(":")
    named = str(Role(role).label) if role in Role.values else _("Jag själv")
    words = _("%(role)s: läsa") if way == "read" else _("%(role)s: ändra")
    return words % {"role": named}


def _state_of(token: AccessToken, now: datetime) -> str:
    if token.revoked_at:
        return "revoked"
    return "valid" if token.expires_at > now else "expired"


def _days_in_words(days: int) -> str:
    return ngettext("%(days)d dag", "%(days)d dagar", days) % {"days": days}
