"""What a report tells in figures, heading by heading, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.formats import number_format
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext as _, gettext_lazy, override

from kunnande.stages.programme.models import Moment, Report, ReportVersion
from kunnande.stages.programme.queries.board import get_board
from kunnande.stages.programme.queries.facts import list_facts
from kunnande.stages.programme.queries.following import CALLED_AT, list_due
from kunnande.stages.programme.queries.indicators import list_figures
from kunnande.stages.programme.queries.money import get_money
from kunnande.stages.programme.queries.report_money import tell_money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from kunnande.stages.programme.models import GrantVersion, Programme
    from kunnande.stages.programme.queries.board import Board, BoardRow
    from kunnande.stages.programme.queries.facts import Fact
    from kunnande.stages.programme.queries.indicators import Figure

Lines = list[list[str]]

# What a funder asks for under its own headings, and what to write under each.
HEADINGS = {
    "summary": (gettext_lazy("Sammanfattning"), gettext_lazy("Vad gjordes, och vad blev det?")),
    "goals": (
        gettext_lazy("Syfte och mål"),
        gettext_lazy("Hur långt kom ni mot målen? Vad beror avvikelser på?"),
    ),
    "people": (
        gettext_lazy("Målgruppen"),
        gettext_lazy("Hur nådde ni deltagare och företag? Vad hade kunnat göras bättre?"),
    ),
    "indicators": (
        gettext_lazy("Resultat per indikator"),
        gettext_lazy("Vad säger talen? Vad beror avvikelser på?"),
    ),
    "time": (
        gettext_lazy("Tid och aktiviteter"),
        gettext_lazy("Höll planen? Vad beror avvikelser på?"),
    ),
    "money": (
        gettext_lazy("Budget"),
        gettext_lazy("Höll budgeten? Vad beror avvikelser på?"),
    ),
    "equality": (
        gettext_lazy("Jämställdhet, tillgänglighet och icke-diskriminering"),
        gettext_lazy("Hur togs de med i arbetet, och vad ledde det till?"),
    ),
    "follow_up": (
        gettext_lazy("Uppföljning och utvärdering"),
        gettext_lazy("Hur gjordes den, och vad visade den?"),
    ),
    "lessons": (
        gettext_lazy("Lärdomar"),
        gettext_lazy("Vad blev inte som ni tänkt? Vad hade kunnat göras bättre?"),
    ),
    "spreading": (gettext_lazy("Spridning"), gettext_lazy("Vem har fått veta, och hur?")),
    "after": (
        gettext_lazy("Efter projektet"),
        gettext_lazy("Vad lever vidare, och vem ansvarar för det?"),
    ),
}


@dataclass(frozen=True)
class Chapter:
    """One heading of a report: its figures, what is asked, and what somebody has written."""

    key: str
    heading: str
    asks: str
    figures: tuple[tuple[str, str], ...]
    words: str


def reports_of(programme: Programme) -> QuerySet[Report]:
    """Return a programme's reports with their latest version's number, the latest period first."""
    rows = Report.objects.filter(programme=programme).annotate(latest=Max("versions__number"))
    return rows.order_by("-to_on", "-from_on", "kind", "pk")


def get_version(report: Report, number: int | None = None) -> ReportVersion:
    """Return a version, the latest where none is named. Raises ReportVersion.DoesNotExist."""
    versions = ReportVersion.objects.filter(report=report).select_related("saved_by__person")
    if number is not None:
        return versions.get(number=number)
    return versions.order_by("-number")[0]


def list_chapters(version: ReportVersion) -> list[Chapter]:
    """Return a version heading by heading, in the language that is read."""
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    figures = version.figures[language]
    return [
        Chapter(
            key=key,
            heading=str(heading),
            asks=str(asks),
            figures=tuple((name, value) for name, value in figures.get(key, ())),
            words=version.words.get(key, ""),
        )
        for key, (heading, asks) in HEADINGS.items()
    ]


def count_report(report: Report, *, at: datetime) -> dict[str, Mapping[str, Lines]]:
    """Return every figure of a report as known now, until its last day, in both languages."""
    on = min(report.to_on, localdate(at))
    facts = list_facts(report.programme, on=on)
    counted: dict[str, Mapping[str, Lines]] = {}
    for language in ("sv", "en"):
        with override(language):
            board = get_board(report.programme, on=on, facts=facts)
            figures = list_figures(report.programme, on=on, facts=facts)
            told = _count(report, board, facts=facts, figures=figures)
            money = get_money(report.programme, on=on, grants=board.grants)
            counted[language] = {**told, "money": [*told["money"], *tell_money(money)]}
    return counted


def _count(
    report: Report,
    board: Board,
    *,
    facts: Sequence[Fact],
    figures: Sequence[Figure],
) -> dict[str, Lines]:
    by_gender, *others = board.tables
    on, whole = board.on, board.whole
    divided = [row for table in others for row in table.rows if row.target]
    return {
        "summary": [
            [_("Program"), f"{report.programme} {report.programme.diary_number}".strip()],
            [_("Period"), f"{report.from_on} – {report.to_on}"],
            [_("Räknat till och med"), f"{on}"],
            *([_("Beslut som gäller"), _told(one)] for one in _applying(board.grants, report, on)),
        ],
        "goals": [[row.words, _against_target(row)] for row in (whole, *by_gender.rows, *divided)],
        "people": [
            [_("Började under perioden"), str(_within(report, on, [f.entered_on for f in facts]))],
            [_("Slutade under perioden"), str(_within(report, on, [f.left_on for f in facts]))],
            [_("Företag"), _of_companies(board)],
            *([row.words, _came_of(row)] for table in others for row in table.rows),
        ],
        "indicators": [_indicator(one) for one in figures],
        "time": [
            [_("Intygade och låsta timmar"), _as_hours(whole.minutes)],
            [_("Validerade"), str(whole.validated)],
            [_("Utfärdade bevis"), str(whole.certificates)],
        ],
        "money": [
            [_("Medfinansiering, hela timmar"), str(whole.hours)],
            [_("Medfinansiering, kronor"), number_format(whole.kronor, 2, force_grouping=True)],
        ],
        "equality": [[row.words, _came_of(row)] for row in by_gender.rows],
        "follow_up": _calls(report.programme, on, facts),
    }


def _applying(grants: Sequence[GrantVersion], report: Report, on: date) -> list[GrantVersion]:
    """Return every decision that was in force on some day of the period."""
    before = [one for one in grants if one.from_on <= report.from_on]
    return [*before[-1:], *(one for one in grants if report.from_on < one.from_on <= on)]


def _told(grant: GrantVersion) -> str:
    words = _("nummer %(number)s från %(day)s: %(people)s personer, %(kronor)s kronor. %(source)s")
    return words % {
        "number": grant.number,
        "day": grant.from_on,
        "people": grant.people,
        "kronor": number_format(grant.amount_kronor, 2, force_grouping=True),
        "source": grant.source,
    }


def _against_target(row: BoardRow) -> str:
    if row.target is None:
        return str(row.people)
    told = {"people": row.people, "target": row.target, "percent": row.percent or 0}
    return _("%(people)s av %(target)s (%(percent)s procent)") % told


def _came_of(row: BoardRow) -> str:
    words = _(
        "%(people)s har börjat, %(left)s har slutat, %(validated)s validerade, "
        "%(certificates)s bevis, %(hours)s timmar"
    )
    return words % {
        "people": row.people,
        "left": row.left,
        "validated": row.validated,
        "certificates": row.certificates,
        "hours": _as_hours(row.minutes),
    }


def _of_companies(board: Board) -> str:
    told = board.companies
    words = _("%(all)s kontaktade, %(now)s är med, %(ended)s har avslutat")
    return words % {"all": told.contacted, "now": told.taking_part, "ended": told.ended}


def _indicator(figure: Figure) -> list[str]:
    name = f"{figure.indicator.code} {figure.name}"
    if figure.kronor is not None:
        kronor = number_format(figure.kronor, 2, force_grouping=True)
        return [name, _("%(kronor)s kronor") % {"kronor": kronor}]
    if figure.total is None:
        return [name, _("räknas inte här")]
    if figure.women is None:
        return [name, str(figure.total)]
    told = _("%(total)s: %(women)s kvinnor, %(men)s män, %(others)s icke-binära, %(unknown)s okänt")
    words = told % {
        "total": figure.total,
        "women": figure.women,
        "men": figure.men,
        "others": figure.others,
        "unknown": figure.unknown,
    }
    if figure.to_reach is not None:
        reached = {"reached": figure.reached, "to_reach": figure.to_reach}
        words += ". " + _("%(reached)s av %(to_reach)s är uppringda") % reached
    return [name, words]


def _calls(programme: Programme, on: date, facts: Sequence[Fact]) -> Lines:
    due = list_due(programme, on=on)
    lines = []
    for moment in CALLED_AT:
        called = [one.called[moment] for one in facts if moment in one.called]
        waiting = [one for one in due if one.moment == moment]
        words = _("%(answered)s har svarat, %(declined)s ville inte, %(due)s återstår att ringa")
        answered = sum(bool(one.answers) for one in called)
        told = {"answered": answered, "declined": len(called) - answered, "due": len(waiting)}
        lines.append([str(Moment(moment).label), words % told])
    return lines


def _within(report: Report, on: date, days: Sequence[date | None]) -> int:
    return sum(day is not None and report.from_on <= day <= on for day in days)


def _as_hours(minutes: int) -> str:
    """Return hours and minutes, rounded nowhere."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}"
