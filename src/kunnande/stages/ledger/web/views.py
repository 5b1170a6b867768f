from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from kunnande.stages.ledger import services

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Skäl"),
        help_text=gettext_lazy("Personen läser det. Skriv vad som inte stämmer."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, statement_id: int) -> HttpResponse:
    acting: dict[str, Any] = {
        "statement_id": statement_id,
        "by": request.user,
        "at": timezone.now(),
    }
    form = WithdrawForm(request.POST or None)
    try:
        if request.method == "POST" and form.is_valid():
            services.withdraw_statement(reason=form.cleaned_data["reason"], **acting)
            messages.success(
                request, _("Uppgiften är tillbakadragen. Personen ser det och skälet.")
            )
            return redirect("home:start")
        statement = services.show_statement_to_withdraw(**acting)
    except services.UnknownStatementError as error:
        raise Http404 from error
    except services.AlreadyEndedError as error:
        messages.info(request, str(error))
        return redirect("home:start")
    return render(request, "ledger/withdraw.html", {"form": form, "statement": statement})
