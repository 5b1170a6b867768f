from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import numpy as np

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import ImproperResponsesError, Method, Precision, Responses

from .parameters import answers_to, plain, read_parameters, write_json
from .tables import AnswerTable, coded_answers, read_answers

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("reliability")
@click.argument("responses", type=_FILE)
@click.option("--parameters", type=_FILE, help="Also the reliability of abilities.")
@click.option("--id", "person", metavar="COLUMN", help="Who answered; not an item.")
@click.option("--weights", metavar="COLUMN", help="How many people each row stands for.")
@click.option("--items", metavar="COLUMN", multiple=True, help="Only this item; may be repeated.")
@click.option("--ignore", metavar="COLUMN", multiple=True, help="Not an item; may be repeated.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Instead of stdout.")
def command(responses: Path, out: Path | None, **choices: Any) -> None:
    """Ask how much of the differences between scores are differences between people.

    alpha with its 95 % interval, alpha without each item and the standard error of the sum score;
    omega of one factor, null with a status where no single factor was found. With --parameters
    the marginal reliability of abilities (from the items), the empirical one (from these people,
    EAP) and the standard errors of ability and raw score at 13 abilities. alpha and omega use the
    people who answered everything.
    """
    table = read_answers(
        responses,
        person=choices["person"],
        weights=choices["weights"],
        items=choices["items"],
        ignore=choices["ignore"],
    )
    try:
        content = _sums(coded_answers(table, dichotomous=False))
        if choices["parameters"]:
            content |= _abilities(table, choices["parameters"])
    except ImproperResponsesError as error:
        raise click.ClickException(str(error)) from error
    write_json(content, out)


def _sums(coded: Responses) -> dict[str, object]:
    alpha = psychometrics.alpha(coded)
    omega = psychometrics.omega(coded) if len(coded.items) > 2 else None
    return {
        "alpha": plain(alpha.value),
        "interval": [plain(alpha.low), plain(alpha.high)],
        "score_error": plain(alpha.score_error),
        "n_complete": alpha.n_complete,
        "omega": omega and {"value": plain(omega.value), "status": omega.status},
        "items": [
            {"id": name, "alpha_without": plain(value)}
            for name, value in zip(coded.items, alpha.without, strict=True)
        ],
    }


def _abilities(table: AnswerTable, parameters: Path) -> dict[str, object]:
    known = read_parameters(parameters)
    bank = psychometrics.bank_of(known.items)
    answers = answers_to(table, known.items)
    found = psychometrics.score(answers, bank, Method.EAP, known.prior)
    abilities = known.prior.mean + np.linspace(-3, 3, 13) * known.prior.deviation
    return {
        "marginal": psychometrics.marginal_reliability(bank, known.prior),
        "empirical": plain(psychometrics.empirical_reliability(found)),
        "conditional": [
            dict(zip(("ability", *Precision._fields), map(plain, row), strict=True))
            for row in zip(abilities, *psychometrics.precision(abilities, bank), strict=True)
        ],
    }
