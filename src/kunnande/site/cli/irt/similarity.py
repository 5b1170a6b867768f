from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import click
import numpy as np

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import ImproperResponsesError, Method, Similarity

from .parameters import answers_to, plain, read_parameters, write_json
from .tables import AnswerTable, read_answers

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("similarity")
@click.argument("parameters", type=_FILE)
@click.argument("responses", type=_FILE)
@click.option("--index", default="gbt", show_default=True, type=click.Choice(["gbt", "omega"]))
@click.option(
    "--false-alarms",
    "level",
    default=0.01,
    show_default=True,
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Chance of any alarm at all if nobody copied.",
)
@click.option("--room", metavar="COLUMN", help="Compare only people of the same room.")
@click.option("--id", "person", metavar="COLUMN", help="Who answered; person or id if present.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Instead of stdout.")
def command(parameters: Path, responses: Path, out: Path | None, **choices: Any) -> None:
    """Find pairs of people whose answers are more alike than their abilities explain.

    gbt: the generalised binomial test of both working by themselves. omega: one copying from the
    other; each direction is a test. Abilities are EAP. An alarm says that chance is no good
    explanation - not who did what: look at seats, times and marks before anybody is asked.

    The threshold divides --false-alarms by the number of tests, so fewer pairs (--room) make
    smaller likenesses visible.
    """
    known = read_parameters(parameters)
    ids = {item.id for item in known.items}
    room = choices["room"]
    table = read_answers(responses, person=choices["person"], group=room, among=ids)
    bank, answers = psychometrics.bank_of(known.items), answers_to(table, known.items)
    try:
        ability = psychometrics.score(answers, bank, Method.EAP, known.prior).ability
        found = psychometrics.similarity(answers, bank, ability, _pairs(table))
    except ImproperResponsesError as error:
        raise click.ClickException(str(error)) from error
    by_omega = choices["index"] == "omega"
    raised = psychometrics.alarms(found, choices["level"], by_omega=by_omega)
    content = {
        "index": choices["index"],
        "n_pairs": len(found.first),
        "n_tests": raised.n_tests,
        "threshold": raised.threshold,
        "expected_false_alarms": raised.expected_false,
        "alarms": [_alarm(found, int(row), table.persons) for row in raised.rows],
    }
    write_json(content, out)


def _alarm(found: Similarity, row: int, names: list[str]) -> dict[str, object]:
    return {
        "first": names[found.first[row]],
        "second": names[found.second[row]],
        "items": int(found.n_items[row]),
        "matches": int(found.matches[row]),
        "gbt_p": plain(found.gbt_p[row]),
        "omega_first_from_second": plain(found.omega[row, 0]),
        "omega_second_from_first": plain(found.omega[row, 1]),
    }


def _pairs(table: AnswerTable) -> np.ndarray[Any, np.dtype[np.int64]] | None:
    if table.groups is None:
        return None
    rooms: dict[str, list[int]] = {}
    for row, name in enumerate(table.groups):
        rooms.setdefault(name, []).append(row)
    pairs = [pair for rows in rooms.values() for pair in combinations(rows, 2)]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)
