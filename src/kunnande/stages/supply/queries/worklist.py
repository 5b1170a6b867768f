"""What a selection of the matrix leaves to do, as a list to work from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kunnande.stages.supply.queries.page import Column, Matrix

# Most urgent first: what can stop the work, what is about to be lost, what is not there yet.
SINGLE, FEW, SOON, MISSING = "single", "few", "soon", "missing"
KINDS = (FEW, SINGLE, SOON, MISSING)


class Task(NamedTuple):
    """One line: an area that hangs on too few, or somebody's square in it."""

    kind: str
    area_id: int
    area_name: str
    can_alone: int = 0
    needed: int = 0
    person_id: int = 0
    person_name: str = ""
    held: int = 0
    required: int = 0
    mark: str = ""


def list_tasks(matrix: Matrix, kind: str = "") -> list[Task]:
    """Return what the matrix as it is narrowed leaves to do, of one kind or of all."""
    asked = [kind] if kind in KINDS else KINDS
    return [task for one in asked for task in _OF_KIND[one](matrix)]


def _few(matrix: Matrix) -> Iterator[Task]:
    for column in matrix.columns:
        if column.is_short:
            yield _of_area(FEW, column)


def _single(matrix: Matrix) -> Iterator[Task]:
    for place, column in enumerate(matrix.columns):
        if column.can_alone == 1 and sum(row.cells[place].required > 0 for row in matrix.rows) > 1:
            yield _of_area(SINGLE, column)


def _soon(matrix: Matrix) -> Iterator[Task]:
    return _of_people(matrix, SOON, frozenset({"soon"}))


def _missing(matrix: Matrix) -> Iterator[Task]:
    return _of_people(matrix, MISSING, frozenset({"remaining", "withdrawn"}))


def _of_people(matrix: Matrix, kind: str, states: frozenset[str]) -> Iterator[Task]:
    for place, column in enumerate(matrix.columns):
        for row in matrix.rows:
            cell = row.cells[place]
            if cell.state in states:
                yield Task(
                    kind=kind,
                    area_id=column.area_id,
                    area_name=column.name,
                    person_id=row.person_id,
                    person_name=row.name,
                    held=cell.held,
                    required=cell.required,
                    mark=cell.mark,
                )


def _of_area(kind: str, column: Column) -> Task:
    return Task(kind, column.area_id, column.name, column.can_alone, column.needed)


_OF_KIND = {FEW: _few, SINGLE: _single, SOON: _soon, MISSING: _missing}
