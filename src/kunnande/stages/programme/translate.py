"""Between files and rows: dated rules come in, the month's participants go out as sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kunnande.engines.disclosure_control import FEWEST
from kunnande.engines.tables import Sheet, write_workbook
from kunnande.stages.programme.models import Counted, Moment, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime


class ImproperRuleError(ValueError):
    """A rule has a name, a first day, a whole amount, a unit and a source."""


class ImproperIndicatorError(ValueError):
    """An indicator or a question says what nothing here can count or ask."""


# What an indicator may ask of a participant or a company.
CONDITIONS = frozenset(
    {"age_from", "age_to", "answers", "education", "not_status", "qualified", "size", "status"}
)
KINDS = ("one", "many")


@dataclass(frozen=True)
class ParticipantRow:
    """One participant of a month, as Statistics Sweden asks for them."""

    identity_number: str
    name: str
    entered_on: date
    left_on: date | None
    minutes: int
    company: str
    organisation_number: str
    status: str
    education: str
    reason: str


@dataclass(frozen=True)
class ExtractRow:
    """One participant under a name that only this programme's extracts share."""

    person_id: int
    pseudonym: str
    age_band: str
    gender: str
    node: str
    size: str
    entered: str
    left: str
    decisions: int
    credentials: int
    # In whole hours of locked months, in bands.
    hours: str
    validation_hours: str
    course_hours: str
    answered_on_leaving: bool
    answered_later: bool
    # How many share age band, gender, node and size with this one.
    alike: int

    @property
    def is_of_few(self) -> bool:
        """Say whether so few are alike that somebody could be recognised."""
        return self.alike < FEWEST


def read_rules(package: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each rule as the columns of its row. Raises ImproperRuleError naming the rule."""
    return list(_rules(package))


def _rules(package: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for place, told in enumerate(package.get("rules", ()), start=1):
        code, amount = told.get("code"), told.get("amount")
        whole = isinstance(amount, int) and not isinstance(amount, bool)
        dated = isinstance(told.get("from"), date)
        if not (code and whole and dated and told.get("source") and told.get("unit") in Unit):
            msg = f"rule {place} ({code}): name, from, whole amount, unit and source are needed"
            raise ImproperRuleError(msg)
        yield {
            "code": code,
            "from_on": told["from"],
            "to_on": told.get("to"),
            "amount": amount,
            "unit": told["unit"],
            "source": told["source"],
        }


def read_indicator_sets(package: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each set, its indicators in order. Raises ImproperIndicatorError naming which."""
    return [
        {
            **_words(told, "name"),
            "code": told["code"],
            "source": told["source"],
            "leaving_days": told["leaving_days"],
            "later_months": told["later_months"],
            "qualifications": list(told["qualifications"]),
            "indicators": [_indicator(one, told["code"]) for one in told["indicators"]],
        }
        for told in package.get("sets", ())
    ]


def _indicator(told: Mapping[str, Any], of_set: str) -> dict[str, Any]:
    conditions = told.get("conditions") or {}
    unknown = set(conditions) - CONDITIONS
    if unknown or told["moment"] not in Moment or told["counted"] not in Counted:
        odd = ", ".join(sorted(unknown))
        msg = f"{of_set} {told['code']}: moment, counted or a condition is not known ({odd})"
        raise ImproperIndicatorError(msg)
    return {
        **_words(told, "name"),
        **_words(told, "definition"),
        **{key: told[key] for key in ("code", "moment", "counted", "source")},
        "conditions": conditions,
    }


def _words(told: Mapping[str, Any], field: str) -> dict[str, str]:
    return {f"{field}_{language}": told[field][language] for language in ("sv", "en")}


def read_questionnaires(package: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each version of the questions. Raises ImproperIndicatorError naming which."""
    return [_questionnaire(told) for told in package.get("questionnaires", ())]


def _questionnaire(told: Mapping[str, Any]) -> dict[str, Any]:
    for question in told["questions"]:
        if question["kind"] not in KINDS or not question["choices"]:
            msg = f"{told['moment']} {told['version']}: {question['code']} takes one or many"
            raise ImproperIndicatorError(msg)
    return {
        "moment": told["moment"],
        "version": told["version"],
        "from_on": told["from"],
        "source": told["source"],
        "questions": list(told["questions"]),
    }


def write_participants(
    rows: Sequence[ParticipantRow],
    *,
    contact: Sequence[tuple[str, str]],
    missing: Sequence[tuple[str, str]],
    created: datetime,
) -> bytes:
    """Return the workbook: who took part and how long, whom to ask, and who is not in it yet."""
    header = [
        *(_("Personnummer"), _("Namn"), _("Startdatum"), _("Slutdatum")),
        *(_("Timmar"), _("Minuter"), _("Arbetsgivare"), _("Organisationsnummer")),
        *(_("Läge på arbetsmarknaden vid start"), _("Högsta utbildning"), _("Orsak till avslut")),
        # Asked for no more, but the columns remain.
        *(_("E-postadress"), _("Mobiltelefon")),
    ]
    people: list[list[str | int]] = [
        [
            *(row.identity_number, row.name, row.entered_on.isoformat()),
            row.left_on.isoformat() if row.left_on else "",
            *(_as_hours(row.minutes), row.minutes, row.company, row.organisation_number),
            *(row.status, row.education, row.reason, _("okänt"), _("okänt")),
        ]
        for row in rows
    ]
    sheets = [
        Sheet(_("Deltagare"), header, people, 2),
        Sheet(_("Kontakt"), [_("Uppgift"), _("Värde")], [list(pair) for pair in contact]),
        Sheet(_("Saknas"), [_("Namn"), _("Varför")], [list(pair) for pair in missing]),
    ]
    return write_workbook(sheets, created=created)


def write_extract(rows: Sequence[ExtractRow], *, programme: str, created: datetime) -> bytes:
    """Return the workbook of an evaluator: a row a participant, and what its columns mean."""
    header = [
        *(_("Pseudonym"), _("Ålder vid start"), _("Kön"), _("Nod"), _("Företagets storlek")),
        *(_("Började"), _("Slutade"), _("Beslut"), _("Bevis")),
        *(_("Timmar i aktiviteter"), _("Därav validering"), _("Därav kurs")),
        *(_("Svarade när de slutade"), _("Svarade efter sex månader"), _("Lika många")),
    ]
    people: list[list[str | int]] = [
        [
            *(row.pseudonym, row.age_band, row.gender, row.node, row.size, row.entered, row.left),
            *(row.decisions, row.credentials),
            *(row.hours, row.validation_hours, row.course_hours),
            *map(_yes_or_no, (row.answered_on_leaving, row.answered_later)),
            _("färre än fem") if row.is_of_few else row.alike,
        ]
        for row in rows
    ]
    sheets = [
        Sheet(_("Deltagare"), header, people, 1),
        Sheet(_("Förklaring"), [_("Ord"), _("Betyder")], _explain_extract(programme, created)),
    ]
    return write_workbook(sheets, created=created)


def _explain_extract(programme: str, created: datetime) -> list[list[str | int]]:
    """Return what each column of an extract means, that is not plain from its name."""
    return [
        [_("Program"), programme],
        [_("Uttaget"), f"{created:%Y-%m-%d}"],
        [_("Pseudonym"), _("Samma person har samma i varje utdrag ur samma program.")],
        [_("Beslut"), _("Antal beslut efter prov, från första dagen till uttaget.")],
        [_("Bevis"), _("Antal bevis, från första dagen till uttaget.")],
        [
            _("Timmar i aktiviteter"),
            _(
                "Närvaro i månader som person och företag har skrivit under, i hela timmar nedåt, "
                "från första dagen till uttaget. Talet ges i band och aldrig exakt."
            ),
        ],
        [_("Därav validering"), _("Teoriprov och praktiska prov.")],
        [_("Därav kurs"), _("Kurser och annan utbildning.")],
        [_("Lika många"), _("Så många har samma ålder, kön, nod och storlek på företaget.")],
        [_("färre än fem"), _("Personen kan kännas igen. Redovisa inte raden för sig.")],
    ]


def _yes_or_no(held: object) -> str:
    return _("ja") if held else _("nej")


def _as_hours(minutes: int) -> str:
    """Return hours with two decimals and a comma, rounded down: nobody is given more than was."""
    hours, rest = divmod(minutes, 60)
    return f"{hours},{rest * 100 // 60:02d}"
