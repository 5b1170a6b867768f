"""One-click sign-in for the demonstration: on this machine, among simulated people only."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kunnande.stages.parties.queries import find_user_by_email, is_simulated

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from kunnande.stages.parties.queries import User

_LOOPBACK_NAMES = {"localhost", "127.0.0.1", "[::1]"}
_PROXY_HEADERS = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")

# The simulation gives each role one account with a known address. Role: its name, what it does.
ROLES: dict[str, tuple[_StrPromise, _StrPromise]] = {
    "scheme-owner": (_("Modellägare"), _("Publicerar vad en validering görs mot.")),
    "employer": (_("Företag"), _("Sätter krav för roller och ser vad som återstår.")),
    "person": (_("Anställd"), _("Kartlägger sig, gör provet och äger resultatet.")),
    "test-leader": (_("Provledare"), _("Planerar prov och går igenom resultatet.")),
    "examiner": (_("Examinator"), _("Fattar beslut, oberoende av provet.")),
    "centre-manager": (_("Testcenteransvarig"), _("Svarar för ett testcenter.")),
    "assessor": (_("Bedömare"), _("Bedömer praktiska moment.")),
    "auditor": (_("Granskare"), _("Granskar testcenter, två tillsammans.")),
    "node-coordinator": (_("Nodsamordnare"), _("Fyller provtillfällen i regionen.")),
    "coach": (_("Kompetenscoach"), _("Stöder företag med deras plan för kompetens.")),
    "union-representative": (
        _("Facklig företrädare"),
        _("Ser hur det går, i antal och aldrig vem."),
    ),
    "training-provider": (_("Utbildningsanordnare"), _("Håller kurser och skriver in närvaro.")),
    "programme-owner": (_("Programägare"), _("Leder programmet och ser hur långt det har kommit.")),
    "economist": (_("Programekonom"), _("Svarar för programmets timmar och kronor.")),
    "evaluator": (_("Utvärderare"), _("Följer programmet i tal, utan namn.")),
}


@dataclass(frozen=True)
class DemoAccount:
    words: str
    does: str
    name: str
    address: str


def email_of(role: str) -> str:
    """Return the address of the demonstration's account in a role; ``.invalid`` reaches nobody."""
    return f"{role}@demo.kunnande.invalid"


def find_account(role: str) -> User | None:
    return find_user_by_email(email_of(role)) if role in ROLES else None


def list_accounts() -> list[DemoAccount]:
    """Return the accounts that one click signs in to, in the order of the walk."""
    return [
        DemoAccount(str(words), str(does), str(user), reverse("home:demo_sign_in", args=[role]))
        for role, (words, does) in ROLES.items()
        if (user := find_account(role))
    ]


def sign_in_links(base_url: str = "") -> list[tuple[str, str]]:
    """Return a link per role for whoever started the site; none unless people are simulated."""
    if settings.PUBLIC_HOST or not is_simulated():
        return []
    return [(account.words, base_url + account.address) for account in list_accounts()]


def is_open_to(request: HttpRequest) -> bool:
    """Whether this request comes from this very machine to a site of simulated people."""
    return (
        not settings.PUBLIC_HOST
        and _is_loopback(request.META.get("REMOTE_ADDR", ""))
        # A proxy on this machine speaks for somebody else.
        and not any(name in request.headers for name in _PROXY_HEADERS)
        and request.get_host().rsplit(":", 1)[0].lower() in _LOOPBACK_NAMES
        and is_simulated()
    )


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
