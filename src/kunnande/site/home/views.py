from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import redirect, render

from kunnande.site import demo

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest, ViewerRequest


def start(request: ViewerRequest) -> HttpResponse:
    accounts = demo.list_accounts() if demo.is_open_to(request) else []
    return render(request, "home/landing.html", {"demo_accounts": accounts})


def competence(request: SignedInRequest) -> HttpResponse:
    return render(request, "home/competence.html")


def who_has_seen(request: SignedInRequest) -> HttpResponse:
    return render(request, "home/who_has_seen.html")


def accessibility(request: ViewerRequest) -> HttpResponse:
    return render(request, "home/accessibility.html")


def privacy(request: ViewerRequest) -> HttpResponse:
    return render(request, "home/privacy.html")


def demo_sign_in(request: HttpRequest, role: str) -> HttpResponse:
    user = demo.find_account(role) if demo.is_open_to(request) else None
    if user is None:
        raise Http404
    login(request, user)
    return redirect("home:start")
