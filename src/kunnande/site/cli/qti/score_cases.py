"""Score many responses to items that lie as files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from kunnande.engines import qti


class BadCaseError(ValueError):
    """A case does not say what to score."""


@dataclass
class Shelf:
    """The items of a folder, each read once; an item that can not be read is remembered so."""

    folder: Path
    read: dict[str, qti.Item | str] = field(default_factory=dict)

    def item(self, name: str) -> qti.Item:
        """Return the item at a path below the folder. Raises BadCaseError."""
        if name not in self.read:
            self.read[name] = self._open(name)
        found = self.read[name]
        if isinstance(found, str):
            raise BadCaseError(found)
        return found

    def _open(self, name: str) -> qti.Item | str:
        root = self.folder.resolve()
        path = (root / name).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            return f"There is no item '{name}' in the folder."
        try:
            return qti.read_scorable_item(path.read_bytes())
        except qti.UnreadableItemError as error:
            return str(error)


@click.command("score-cases")
@click.argument("cases", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--items", "folder", required=True, help="The folder that items' paths start from.",
              type=click.Path(exists=True, file_okay=False, path_type=Path))  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Instead of printing.")
def command(cases: Path, folder: Path, out: Path | None) -> None:
    """Score CASES, a JSON list of {id, item, responses}; answer with a list of {id, outcomes}.

    `item` is a path below the folder. `responses` maps identifiers to a string, a list of strings
    or null in QTI's lexical form: a pair is "A B", a point "x y". A case that can not be scored is
    answered with {id, error}.

    Exits with 0 when every case is answered, 1 when CASES is not such a list.
    """
    try:
        listed = json.loads(cases.read_bytes())
    except ValueError as error:
        raise click.ClickException(f"{cases} is not JSON: {error}") from error
    if not isinstance(listed, list) or not all(isinstance(case, dict) for case in listed):
        raise click.ClickException(f"{cases} is not a list of cases.")
    shelf = Shelf(folder)
    written = json.dumps([_answer(case, shelf) for case in listed], ensure_ascii=False, indent=1)
    if out:
        out.write_text(written + "\n", encoding="utf-8")
    else:
        click.echo(written)


def _answer(case: dict[str, Any], shelf: Shelf) -> dict[str, Any]:
    try:
        responses = _responses(case.get("responses"))
        scored = qti.score(shelf.item(str(case.get("item"))), responses)
    except BadCaseError as error:
        return {"id": case.get("id"), "error": str(error)}
    outcomes = {name: _plain(outcome) for name, outcome in scored.outcomes.items()}
    return {"id": case.get("id"), "outcomes": outcomes}


def _responses(given: object) -> dict[str, qti.Response]:
    if not isinstance(given, dict):
        raise BadCaseError("The case has no responses.")
    return {str(name): _lexical(response) for name, response in given.items()}


def _lexical(response: object) -> qti.Response:
    if response is None:
        return None
    if isinstance(response, list):
        return tuple(_word(each) for each in response)
    return _word(response)


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise BadCaseError("A response is a string, a list of strings or null.")


def _plain(outcome: object) -> object:
    if isinstance(outcome, tuple):
        return [_plain(each) for each in outcome]
    if not isinstance(outcome, Decimal):
        return outcome
    if not outcome.is_finite():
        return "INF" if outcome > 0 else "-INF"
    return int(outcome) if outcome == outcome.to_integral_value() else float(outcome)
