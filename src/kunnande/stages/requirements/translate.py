"""A company's list of staff: its columns to fields, its rows to lines with every problem named."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _, gettext_lazy

from kunnande.stages.parties.services import ImproperIdentityNumberError, read_identity_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import _StrPromise

    from kunnande.engines.tables import Table

FIELDS: Mapping[str, _StrPromise] = {
    "given_name": gettext_lazy("Förnamn"),
    "family_name": gettext_lazy("Efternamn"),
    "identity_number": gettext_lazy("Personnummer"),
    "email": gettext_lazy("E-post"),
    "team": gettext_lazy("Lag"),
    "from_on": gettext_lazy("Anställd från"),
    "to_on": gettext_lazy("Anställd till"),
    "roles": gettext_lazy("Roller"),
    "role_from_on": gettext_lazy("Roll från"),
}
REQUIRED = ("given_name", "family_name")
# One of them must tell one person from another, or the same list twice would make two of each.
TELLING = ("identity_number", "email")
_KNOWN_AS: Mapping[str, tuple[str, ...]] = {
    "given_name": ("förnamn", "tilltalsnamn", "firstname", "givenname"),
    "family_name": ("efternamn", "lastname", "surname", "familyname"),
    "identity_number": (
        "personnummer", "personnr", "pnr", "samordningsnummer", "identitetsnummer",
        "personellersamordningsnummer", "personalidentitynumber", "identitynumber",
    ),
    "email": ("epost", "epostadress", "mejl", "mail", "mejladress", "email", "emailaddress"),
    "team": ("lag", "avdelning", "lagelleravdelning", "grupp", "enhet", "team", "department"),
    "from_on": ("anställdfrån", "anställningsdatum", "startdatum", "employedfrom", "startdate"),
    "to_on": ("anställdtill", "slutdatum", "sistadag", "employedto", "employeduntil", "enddate"),
    "roles": ("roll", "roller", "yrkesroll", "befattning", "role", "roles", "position"),
    "role_from_on": ("rollfrån", "rolefrom"),
}  # fmt: skip
_LONGEST = {"given_name": 100, "family_name": 100, "email": 254, "team": 100, "roles": 500}
_LONGEST_ROLE = 200
_DAY = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?: 00:00:00)?", re.ASCII)
_SERIAL = re.compile(r"\d{5}", re.ASCII)
_DAY_ZERO = date(1899, 12, 30)  # as spreadsheets count, with the leap day that 1900 never had
_FIRST_DAY, _LAST_DAY = date(1930, 1, 1), date(2199, 12, 31)
_LONG_NUMBER = re.compile(r"((?:\d[-+ ]?){6,})\d{4}")
# Marks that show nothing or turn text around; they come along when one copies.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


class UnmappedColumnsError(ValueError):
    """The list lacks a column that nobody can do without."""


class _ImproperCellError(ValueError):
    """A cell does not follow its field's rule."""


@dataclass(frozen=True)
class Problem:
    """What a row does not follow, and in which column."""

    row: int
    field: str
    rule: str

    @property
    def column(self) -> str:
        """The field's name in words; empty when the whole row is meant."""
        return str(FIELDS[self.field]) if self.field else ""


@dataclass(frozen=True)
class Line:
    """One row of the list, every value checked by itself."""

    row: int
    given_name: str
    family_name: str
    identity_number: str
    email: str
    team: str
    from_on: date | None
    to_on: date | None
    roles: tuple[str, ...]
    role_from_on: date | None

    @property
    def name(self) -> str:
        """The name as it is written everywhere else."""
        return f"{self.given_name} {self.family_name}"


def guess_mapping(header: Sequence[str]) -> dict[str, int]:
    """Return which column holds what, as far as the headings say."""
    simple = ["".join(filter(str.isalpha, text.casefold())) for text in header]
    return {
        field: next(place for place, text in enumerate(simple) if text in names)
        for field, names in _KNOWN_AS.items()
        if any(text in names for text in simple)
    }


def check_mapping(mapping: Mapping[str, int], columns: int) -> dict[str, int]:
    """Return a mapping that can be used. Raises UnmappedColumnsError."""
    kept = {field: mapping[field] for field in FIELDS if mapping.get(field, -1) in range(columns)}
    missing = [str(FIELDS[field]) for field in REQUIRED if field not in kept]
    if missing:
        raise UnmappedColumnsError(
            _("Välj vilken kolumn som är: %(fields)s.") % {"fields": ", ".join(missing)}
        )
    if not any(field in kept for field in TELLING):
        raise UnmappedColumnsError(
            _("Välj kolumnen med personnummer eller e-post. Annars kan någon stå dubbelt.")
        )
    if len(set(kept.values())) < len(kept):
        raise UnmappedColumnsError(_("En kolumn kan bara vara en sak. Välj olika kolumner."))
    return kept


def sample_of(table: Table, rows: int) -> list[list[str]]:
    """Return the first rows to recognise the columns by, without the end of any long number."""
    sample = []
    for _row, cells in table.rows[:rows]:
        shown = [_LONG_NUMBER.sub(r"\1••••", text) for text in cells[: len(table.header)]]
        sample.append(shown + [""] * (len(table.header) - len(shown)))
    return sample


def read_lines(table: Table, mapping: Mapping[str, int]) -> tuple[list[Line], list[Problem]]:
    """Return the rows that hold together, and what the others do not follow."""
    lines: list[Line] = []
    problems: list[Problem] = []
    for row, cells in table.rows:
        found: Line | list[Problem]
        if len(cells) > len(table.header):
            found = [Problem(row, "", _("Raden har fler celler än rubrikraden."))]
        else:
            found = _read_row(row, cells, mapping)
        if isinstance(found, Line):
            lines.append(found)
        else:
            problems.extend(found)
    return lines, problems


def _read_row(row: int, cells: Sequence[str], mapping: Mapping[str, int]) -> Line | list[Problem]:
    texts = dict.fromkeys(FIELDS, "")
    texts |= {field: cells[place] for field, place in mapping.items() if place < len(cells)}
    problems = []
    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    days: dict[str, date | None] = {}
    for field, text in texts.items():
        try:
            if field.endswith("_on"):
                days[field] = _read_day(text)
            else:
                values[field] = _read_text(field, text)
        except _ImproperCellError as error:
            problems.append(Problem(row, field, str(error)))
    roles = tuple(dict.fromkeys(filter(None, map(str.strip, values["roles"].split(";")))))
    if any(len(role) > _LONGEST_ROLE for role in roles):
        problems.append(Problem(row, "roles", _too_long(_LONGEST_ROLE)))
    return problems or _check_line(
        Line(
            row=row,
            given_name=values["given_name"],
            family_name=values["family_name"],
            identity_number=values["identity_number"],
            email=values["email"],
            team=values["team"],
            from_on=days["from_on"],
            to_on=days["to_on"],
            roles=roles,
            role_from_on=days["role_from_on"],
        )
    )


def _check_line(line: Line) -> Line | list[Problem]:
    """Return the line, or what its values do not follow together."""
    problems = []
    if not (line.identity_number or line.email):
        rule = _("Skriv personnummer eller e-post, så att samma person inte står två gånger.")
        problems.append(Problem(line.row, "", rule))
    if line.from_on and line.to_on and line.to_on < line.from_on:
        rule = _("Sista dagen ligger före den första.")
        problems.append(Problem(line.row, "to_on", rule))
    if line.role_from_on and not line.roles:
        problems.append(Problem(line.row, "role_from_on", _("Raden har en dag men ingen roll.")))
    return problems or line


def _read_text(field: str, text: str) -> str:
    text = _UNSEEN.sub("", text).strip()
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text):
        raise _ImproperCellError(_("Cellen har tecken som inte går att läsa. Skriv om den."))
    if not text and field in REQUIRED:
        raise _ImproperCellError(_("Cellen är tom och behöver ett värde."))
    if len(text) > _LONGEST.get(field, 100):
        raise _ImproperCellError(_too_long(_LONGEST.get(field, 100)))
    if text and field == "identity_number":
        return _read_number(text)
    return _read_address(text) if text and field == "email" else text


def _read_number(text: str) -> str:
    if not text.isascii():  # other scripts' digits are digits to the library, but no number
        raise _ImproperCellError(_("Skriv numret med siffrorna 0 till 9."))
    try:
        return read_identity_number(text)
    except ImproperIdentityNumberError as error:
        raise _ImproperCellError(str(error)) from error


def _read_address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise _ImproperCellError(_("Det ser inte ut som en e-postadress.")) from error
    return text.lower()


def _read_day(text: str) -> date | None:
    """Return the day of a text or of a spreadsheet's own count of days."""
    if not text:
        return None
    found = _DAY.fullmatch(text)
    day = date.min
    try:
        if _SERIAL.fullmatch(text):
            day = _DAY_ZERO + timedelta(days=int(text))
        elif found:
            day = date(*map(int, found.groups()))
    except ValueError as error:
        raise _ImproperCellError(_("Dagen finns inte i kalendern.")) from error
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise _ImproperCellError(_("Skriv dagen som ÅÅÅÅ-MM-DD, till exempel 2026-03-17."))
    return day


def _too_long(longest: int) -> str:
    return _("Texten är längre än %(longest)s tecken.") % {"longest": longest}
