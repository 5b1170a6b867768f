from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kunnande.site import demo
from kunnande.site.home.looks import list_looks_in_words
from kunnande.site.home.person import get_person_start, list_competence, list_past_competence
from kunnande.site.home.work import list_sections
from kunnande.stages.parties.queries import list_employers_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest, ViewerRequest


@require_safe
def start(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    if viewer.acts_for:
        sections = list_sections(viewer, at=timezone.now())
        return render(request, "home/work.html", {"sections": sections})
    if viewer.person_id:
        page = get_person_start(viewer.person_id, at=timezone.now())
        return render(request, "home/person.html", {"page": page})
    accounts = demo.list_accounts() if demo.is_open_to(request) else []
    return render(request, "home/landing.html", {"demo_accounts": accounts})


@require_safe
def competence(request: SignedInRequest) -> HttpResponse:
    person_id, today = _person(request), timezone.localdate()
    context = {
        "rows": list_competence(person_id, on=today),
        "past": list_past_competence(person_id, on=today),
    }
    return render(request, "home/competence.html", context)


@require_safe
def who_has_seen(request: SignedInRequest) -> HttpResponse:
    person_id = _person(request)
    context = {
        "looks": list_looks_in_words(person_id),
        "employers": list_employers_of(person_id, on=timezone.localdate()),
    }
    return render(request, "home/who_has_seen.html", context)


@require_safe
def accessibility(request: ViewerRequest) -> HttpResponse:
    return render(request, "home/accessibility.html", {"contact_email": settings.CONTACT_EMAIL})


@require_safe
def privacy(request: ViewerRequest) -> HttpResponse:
    return render(request, "home/privacy.html", {"contact_email": settings.CONTACT_EMAIL})


@require_safe
def demo_sign_in(request: HttpRequest, role: str) -> HttpResponse:
    user = demo.find_account(role) if demo.is_open_to(request) else None
    if user is None:
        raise Http404
    login(request, user)
    return redirect("home:start")


def _person(request: SignedInRequest) -> int:
    if request.viewer.person_id is None:
        raise Http404
    return request.viewer.person_id
