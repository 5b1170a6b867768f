"""A claim goes out as a workbook: what is asked for, each cost, and each locked month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.engines.tables import Sheet, write_workbook

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from kunnande.stages.programme.models import PaymentClaim
    from kunnande.stages.programme.queries.claims import Contents


def write_claim(claim: PaymentClaim, contents: Contents, *, created: datetime) -> bytes:
    """Return the workbook of a claim; a draft says that it is one."""
    summary: list[list[str | int]] = [
        [_("Program"), claim.programme.name],
        [_("Ansökan"), claim.number],
        [_("Period"), f"{claim.from_on} – {claim.to_on}"],
        [_("Läge"), claim.get_state_display()],
        [_("Kontrollsumma"), claim.digest],
        *(_row(name, kronor) for name, kronor in contents.by_line),
        [_("Kostnader tillsammans"), _money(contents.cost_kronor)],
        [_("Hela timmar som medfinansiering"), contents.hours],
        [_("Medfinansiering"), _money(contents.cofinancing_kronor)],
    ]
    costs: list[list[str | int]] = [
        [
            *(entry.pk, entry.line.code, entry.line.name, entry.on.isoformat(), entry.words),
            *(entry.evidence, entry.minutes or "", _money(entry.amount_kronor), entry.reason),
        ]
        for entry in contents.costs
    ]
    months: list[list[str | int]] = [
        [
            *(one.attestation.pk, f"{one.attestation.month_on:%Y-%m}"),
            one.attestation.participation.company.name,
            *(one.attestation.version, one.attestation.reason, one.minutes, one.hours),
            *(_money(one.value_kronor), _moment(one.attestation.signed_at)),
            *(_moment(one.attestation.locked_at), one.attestation.digest),
        ]
        for one in contents.months
    ]
    sheets = [
        Sheet(_("Ansökan"), [_("Uppgift"), _("Värde")], summary),
        Sheet(_("Kostnader"), _cost_header(), costs, 1),
        Sheet(_("Låsta månader"), _month_header(), months, 1),
    ]
    return write_workbook(sheets, created=created)


def _cost_header() -> list[str]:
    return [
        *(_("Kostnad"), _("Budgetrad"), _("Namn"), _("Datum"), _("Vad"), _("Underlag")),
        *(_("Minuter"), _("Kronor"), _("Skäl till rättelse")),
    ]


def _month_header() -> list[str]:
    return [
        *(_("Intyg"), _("Månad"), _("Företag"), _("Version"), _("Skäl till rättelse")),
        *(_("Minuter som räknas"), _("Hela timmar"), _("Kronor")),
        *(_("Personen skrev under"), _("Företaget skrev under"), _("Kontrollsumma")),
    ]


def _row(name: str, kronor: Decimal) -> list[str | int]:
    return [name, _money(kronor)]


def _money(kronor: Decimal) -> str:
    return f"{kronor:.2f}".replace(".", ",")


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
