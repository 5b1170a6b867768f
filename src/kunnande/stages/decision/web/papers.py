"""A person's own result and decision as paper, in the active language."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _, ngettext

from kunnande.engines.documents import typeset
from kunnande.stages.decision.queries import AreaOutcome, Outcome
from kunnande.stages.framework.queries import localised

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.decision.queries import AreaDecided, Letter
    from kunnande.stages.decision.services import DecisionPage


def print_letter(letter: Letter, *, at: datetime) -> bytes:
    """Return the result letter: what is met, what remains, what to do next and whom to ask."""
    finding = _finding(len(letter.met), len(letter.areas))
    facts = {
        **_whose(letter.case, letter.product_name),
        "title": f"{finding}, {letter.product_name}",
        "written": _("Skrivet %(day)s") % {"day": _day(at)},
        "finding": finding,
        "met": [_row(area) for area in letter.met],
        "remaining": [_row(area) for area in letter.remaining],
        "talk": letter.talk.summary,
        "steps": _steps(letter),
        "contacts": _contacts(letter),
    }
    return typeset(render_to_string("decision/letter.typ"), facts, at=at)


def print_decision(page: DecisionPage, *, at: datetime) -> bytes:
    """Return a decision as paper; a mapping statement also says what its person said of itself."""
    decision, outcome = page.decision, Outcome(page.decision.outcome)
    day, by = _day(decision.decided_at), str(decision.decided_by)
    is_mapping = outcome == Outcome.MAPPING_STATEMENT
    facts = {
        **_whose(decision.case, page.product_name),
        "title": f"{outcome.label}, {page.product_name}",
        "outcome": str(outcome.label),
        "decided": _("Beslutat %(day)s") % {"day": day},
        "stamp": _("Ersatt") if hasattr(decision, "replaced_by") else None,
        "meaning": _meaning(outcome),
        "met": [_row(area) for area in page.met],
        "remaining": [_row(area, with_own_rating=is_mapping) for area in page.remaining],
        "grounds": decision.grounds,
        "particulars": [
            [_("Beslutat"), day],
            [_("Av"), by],
            [_("Beslutsnummer"), str(decision.pk)],
        ],
    }
    return typeset(render_to_string("decision/decision.typ"), facts, at=at)


def _whose(case: Case, product_name: str) -> dict[str, Any]:
    tried = case.product_version
    version = _("version %(version)s") % {"version": tried.version}
    return {
        "language": get_language(),
        "holder": case.person.name,
        "product": f"{product_name}, {version}",
        "sample": localised(tried.product.scheme, "notice") if tried.is_sample else "",
    }


def _finding(met: int, of: int) -> str:
    if met == of:
        return _("Alla områden är uppfyllda")
    if not met:
        return _("Inget område är uppfyllt än")
    words = ngettext(
        "%(met)s av %(of)s områden är uppfyllt", "%(met)s av %(of)s områden är uppfyllda", met
    )
    return words % {"met": met, "of": of}


def _row(area: AreaDecided, *, with_own_rating: bool = False) -> dict[str, str]:
    if area.is_met:
        told = ", ".join(filter(None, [area.kind, _day(area.shown_on), area.place]))
        return {"name": area.name, "detail": told}
    told = "" if area.outcome == AreaOutcome.REMAINING else _("Inte prövat än.")
    own = area.self_rated_level
    rated = _("Egen bedömning: nivå %(level)s. Räknas inte som bevis.") % {"level": own}
    proposed = _("Förslag från samtalet: %(proposal)s") % {"proposal": area.proposal}
    shown = [
        told,
        rated if with_own_rating and own is not None else "",
        proposed if area.proposal else "",
    ]
    return {"name": area.name, "detail": "\n".join(filter(None, shown))}


def _steps(letter: Letter) -> list[str]:
    if letter.decision is None:
        decided = _(
            "En examinator som inte har hållit provet går igenom resultatet och beslutar. "
            "Du behöver inte göra något. Beslutet syns när du loggar in."
        )
    elif letter.met:
        decided = _("Hämta ditt bevis under Mina bevis. Du bestämmer vem som får se det.")
    else:
        decided = _("Beslutet är ett kartläggningsutlåtande. Det visar var du börjar.")
    if not letter.remaining:
        return [decided]
    if any(area.proposal for area in letter.remaining):
        practise = _(
            "Läs förslagen för det som återstår. Bestäm hur och när du övar, gärna med din chef."
        )
    else:
        practise = _("Bestäm hur och när du övar på det som återstår, gärna med din chef.")
    return [
        decided,
        practise,
        _(
            "Säg till provledaren när du vill prövas igen. "
            "Då prövas bara det som återstår, med nya frågor."
        ),
    ]


def _contacts(letter: Letter) -> Sequence[tuple[str, str]]:
    leader = ", ".join(filter(None, [str(letter.talk.held_by), letter.centre]))
    contacts = [(_("Provet och samtalet"), leader)]
    if letter.decision:
        contacts.append((_("Beslutet"), str(letter.decision.decided_by)))
    if letter.case.employer:
        words = _("din chef på %(company)s") % {"company": letter.case.employer.name}
        contacts.append((_("Tid att öva"), words))
    return contacts


def _meaning(outcome: Outcome) -> str:
    if outcome == Outcome.CERTIFICATE:
        return _("Alla områden är uppfyllda. Certifikatet är ett eget papper, under Mina bevis.")
    if outcome == Outcome.ATTESTATION_OF_PARTS:
        return _(
            "Några områden är uppfyllda och några återstår. "
            "Intyget om delar är ett eget papper, under Mina bevis."
        )
    return _(
        "Utlåtandet beskriver var personen står och vad som återstår. "
        "Det är inget bevis på kompetens."
    )


def _day(day: date | None) -> str:
    if day is None:
        return ""
    return date_format(timezone.localtime(day) if isinstance(day, datetime) else day, "j F Y")
