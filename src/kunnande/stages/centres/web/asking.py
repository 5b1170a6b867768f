"""A page that asks for what one act needs, does it, and says what to mend when it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from kunnande.stages.centres.services import RefusalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@dataclass(frozen=True)
class Question:
    """What the page says, what its button says, and where it leads when the act is done."""

    heading: str
    button: str
    done: str
    back: str
    kicker: str = ""
    intro: str = ""
    # An act that takes something from somebody.
    stops: bool = False


def ask(
    request: SignedInRequest, question: Question, form: forms.Form, act: Callable[..., object]
) -> HttpResponse:
    """Show the form until the act has been done with what it was told, by whom and when."""
    problem = ""
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        problem = attempt(lambda: act(by=request.user, at=timezone.now(), **told))
        if not problem:
            messages.success(request, question.done)
            return redirect(question.back)
    context = {"question": question, "form": form, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "centres/ask.html", context, status=status)


def do(
    request: SignedInRequest, act: Callable[..., object], *, done: str, back: str
) -> HttpResponse:
    """Do what a single button asks for, and go back."""
    problem = attempt(lambda: act(by=request.user, at=timezone.now()))
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, done)
    return redirect(back)


def attempt(act: Callable[[], object]) -> str:
    """Do an act; return why it was refused, nothing when it is done."""
    try:
        act()
    except RefusalError as error:
        return str(error)
    return ""
