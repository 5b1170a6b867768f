"""A certificate as paper: what the public page says of it, on one page, with the signed file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _, ngettext, pgettext

from kunnande.engines.documents import Attachment, qr_code, typeset
from kunnande.stages.credentials.queries import CredentialKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kunnande.stages.credentials.queries import CheckedCertificate
    from kunnande.stages.credentials.translate import Claims


def print_certificate(
    certificate: CheckedCertificate, claims: Claims, *, remaining: Sequence[str], document: str
) -> bytes:
    """Return a certificate as PDF in the active language, stamped unless it is valid."""
    facts = {
        **_what_it_says(claims, remaining),
        **_how_it_stands(certificate, claims),
        "language": get_language(),
        "title": f"{claims.name}, {claims.holder}",
        "author": claims.issuer_name,
        "kind": str(CredentialKind(certificate.kind).label),
        "is_sample": certificate.is_sample,
        "number": str(certificate.public_id),
        "address": claims.address,
        "code": qr_code(claims.address),
        "code_alt": _("Ruta att läsa av: leder till %(address)s") % {"address": claims.address},
    }
    return typeset(
        render_to_string("credentials/certificate.typ"),
        facts,
        at=certificate.checked_at,
        attachment=Attachment(
            name="bevis.json",
            media_type="application/vc+ld+json",
            content=document,
            description=_("Det förseglade beviset"),
        ),
    )


def _what_it_says(claims: Claims, remaining: Sequence[str]) -> dict[str, Any]:
    number = len(claims.areas)
    shown = ngettext(
        "har visat kunnande i ett kompetensområde.",
        "har visat kunnande i %(number)s kompetensområden.",
        number,
    )
    return {
        "name": claims.name,
        "holder": claims.holder,
        "description": claims.description,
        "sentence": shown % {"number": number},
        "met": [
            {
                "name": area.name,
                "detail": f"{_('Nivå %(level)s av 4.') % {'level': area.level}} {area.shown}",
            }
            for area in claims.areas
        ],
        "remaining": [{"name": name, "detail": ""} for name in remaining],
    }


def _how_it_stands(certificate: CheckedCertificate, claims: Claims) -> dict[str, Any]:
    stamp, state = _stamp(certificate, claims)
    return {
        "stamp": stamp,
        "state": state,
        "particulars": [
            [_("Utfärdat"), _day(claims.issued_on)],
            [_("Gäller till"), _last_day(claims)],
            [_("Utfärdare"), claims.issuer_name],
            [_("Version"), claims.version],
            [_("Läge"), f"{stamp or _('Gäller')}, {_moment(certificate.checked_at)}"],
        ],
    }


def _stamp(certificate: CheckedCertificate, claims: Claims) -> tuple[str | None, str]:
    """Return what is stamped across the page, and the same in a sentence."""
    if certificate.revoked_at:
        day = _day(timezone.localdate(certificate.revoked_at))
        sentence = _("Återkallat %(day)s av utfärdaren. Det gäller inte längre.") % {"day": day}
        return _("Återkallat"), sentence
    verdict = certificate.verdict
    if verdict == "valid":
        return None, ""
    if verdict == "expired":
        return _("Har gått ut"), _("Det gällde till %(day)s.") % {"day": _last_day(claims)}
    if verdict == "not_yet":
        return _("Gäller inte än"), _("Det gäller från %(day)s.") % {"day": _day(claims.issued_on)}
    return _("Inte kontrollerat"), _("Återkallningslistan gick inte att läsa. Läs av rutan senare.")


def _last_day(claims: Claims) -> str:
    return _day(claims.last_day) if claims.last_day else _("Inget slutdatum")


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    clock = date_format(local, pgettext("time of day", "H.i"))
    return _("%(day)s kl. %(clock)s") % {"day": _day(local.date()), "clock": clock}
