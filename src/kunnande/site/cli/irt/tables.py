"""Answers as CSV, and what is written for a missing one."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
import numpy as np

from kunnande.engines.psychometrics import (
    MISSING,
    ImproperResponsesError,
    Responses,
    responses_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

ABSENT = {"", "NA", "na", "NaN", "nan"}
WHOLE = re.compile(r"[+-]?\d{1,9}(\.0*)?")
PERSON_COLUMNS = ("person", "id")


@dataclass(frozen=True)
class AnswerTable:
    """One file of answers: who, which items, numbers as written (NaN where missing)."""

    persons: list[str]
    items: list[str]
    answers: NDArray[np.float64]
    weights: NDArray[np.float64] | None
    groups: list[str] | None

    def only(self, rows: NDArray[np.bool_]) -> AnswerTable:
        """Return some of the rows."""
        chosen = np.flatnonzero(rows)
        return AnswerTable(
            [self.persons[row] for row in chosen],
            self.items,
            self.answers[chosen],
            None if self.weights is None else self.weights[chosen],
            None if self.groups is None else [self.groups[row] for row in chosen],
        )


class _Numbers(dict[str, float]):
    """Whole numbers by how they are written; each way is read once."""

    def __missing__(self, cell: str) -> float:
        text = cell.strip()
        if text not in ABSENT and not WHOLE.fullmatch(text):
            raise ValueError(text)
        value = np.nan if text in ABSENT else float(text)
        self[cell] = value
        return value


def read_answers(
    path: Path,
    *,
    person: str | None = None,
    weights: str | None = None,
    group: str | None = None,
    items: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    among: frozenset[str] | set[str] = frozenset(),
) -> AnswerTable:
    """Read a file of answers; columns not named are items unless the items are named.

    With ``among`` only columns of these names are items, however many of them there are.

    Raises ClickException when the file can not be read as one.
    """
    header, rows = _rows(path)
    person = person or next((name for name in PERSON_COLUMNS if name in header), None)
    special = [name for name in (person, weights, group) if name]
    for name in (*special, *items, *ignore):
        if name not in header:
            raise click.ClickException(f"{path.name} has no column {name}.")
    chosen = list(items) or [name for name in header if name not in {*special, *ignore}]
    chosen = [name for name in chosen if not among or name in among]
    return AnswerTable(
        _column(header, rows, person) if person else [str(row + 1) for row in range(len(rows))],
        chosen,
        _answers(path, rows, [header.index(name) for name in chosen], chosen),
        _weights(_column(header, rows, weights), weights) if weights else None,
        _column(header, rows, group) if group else None,
    )


def read_columns(path: Path) -> dict[str, list[str]]:
    """Read any table as its columns.

    Raises ClickException when the file can not be read as one.
    """
    header, rows = _rows(path)
    return {name: [row[place].strip() for row in rows] for place, name in enumerate(header)}


def number_column(columns: dict[str, list[str]], name: str) -> NDArray[np.float64]:
    """Return a column of numbers, NaN where nothing is written.

    Raises ClickException when there is none, or a cell is no number.
    """
    if name not in columns:
        raise click.ClickException(f"There is no column {name}.")
    try:
        return np.array(
            [np.nan if cell in ABSENT else float(cell) for cell in columns[name]], dtype=np.float64
        )
    except ValueError as error:
        raise click.ClickException(f"Column {name}: {error}.") from error


def lowest_answers(table: AnswerTable, *, dichotomous: bool) -> NDArray[np.float64]:
    """Return the number written for each item's lowest category; infinite without answers.

    Answers that are only right or not start at 0, or at one lowest number for the whole file.
    """
    asked = ~np.isnan(table.answers)
    lowest = np.where(asked, table.answers, np.inf).min(axis=0, initial=np.inf)
    if dichotomous:
        lowest[:] = lowest.min(initial=np.inf) if (table.answers[asked] > 1).any() else 0
    return np.asarray(lowest)


def coded_answers(table: AnswerTable, *, dichotomous: bool) -> Responses:
    """Return the answers counted from each item's lowest category.

    Raises ClickException when they are no answers.
    """
    lowest = lowest_answers(table, dichotomous=dichotomous)
    lowest = np.where(np.isfinite(lowest), lowest, 0)
    codes = np.where(np.isnan(table.answers), MISSING, table.answers - lowest)
    try:
        return responses_of(
            table.items, codes, weights=table.weights, lowest=lowest.astype(np.int64)
        )
    except ImproperResponsesError as error:
        raise click.ClickException(str(error)) from error


def _rows(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            first = file.readline()
            file.seek(0)
            delimiter = next((sign for sign in ",;\t" if sign in first), ",")
            rows = [row for row in csv.reader(file, delimiter=delimiter) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise click.ClickException(f"{path.name} can not be read: {error}") from error
    if not rows:
        raise click.ClickException(f"{path.name} is empty; it needs a header of item ids.")
    header = [name.strip() for name in rows[0]]
    if len(set(header)) < len(header):
        raise click.ClickException(f"{path.name}: two columns have the same name.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise click.ClickException(
                f"{path.name}, row {number}: {len(row)} cells under {len(header)} headings."
            )
    return header, rows[1:]


def _column(header: list[str], rows: list[list[str]], name: str) -> list[str]:
    place = header.index(name)
    return [row[place].strip() for row in rows]


def _weights(cells: list[str], name: str) -> NDArray[np.float64]:
    try:
        return np.array([float(cell) for cell in cells])
    except ValueError as error:
        raise click.ClickException(f"Column {name}: a weight is a number.") from error


def _answers(
    path: Path, rows: list[list[str]], places: list[int], names: list[str]
) -> NDArray[np.float64]:
    numbers = _Numbers()
    answers = np.empty((len(rows), len(places)))
    for number, row in enumerate(rows):
        try:
            answers[number] = [numbers[row[place]] for place in places]
        except ValueError as error:
            raise click.ClickException(
                f"{path.name}, row {number + 2}: {error.args[0]!r} is no whole number. Name the "
                f"column with --id, --group or --weights if it is none of the items "
                f"({', '.join(names[:3])} ...)."
            ) from error
    return answers
