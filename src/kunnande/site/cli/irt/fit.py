from __future__ import annotations

from pathlib import Path

import click

from kunnande.engines import psychometrics
from kunnande.engines.psychometrics import (
    Bank,
    ImproperResponsesError,
    Method,
    PersonFit,
    Prior,
    Responses,
)

from .parameters import ParameterFile, answers_to, plain, read_parameters, write_json
from .score import Row, write_rows
from .tables import read_answers

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_TARGET = click.Path(dir_okay=False, path_type=Path)


@click.command("fit")
@click.argument("parameters", type=_FILE)
@click.argument("responses", type=_FILE)
@click.option("--persons", type=_TARGET, help="Write person,lz,lz_star,infit,outfit here.")
@click.option("--id", "person", metavar="COLUMN", help="Who answered; person or id if present.")
@click.option("--weights", metavar="COLUMN", help="How many people each row stands for.")
@click.option("--out", type=_TARGET, help="Instead of stdout.")
def command(parameters: Path, responses: Path, out: Path | None, **choices: Path | str) -> None:
    """Judge how well PARAMETERS.json and RESPONSES.csv fit together.

    Per item infit and outfit (mean squares at EAP abilities, about 1 when the model holds) and
    S-X2; for the model M2 with RMSEA. S-X2 and M2 use the people who answered everything; what
    can not be judged is null. Per person lz, infit and outfit at EAP, and lz* at WLE, which is
    about standard normal when the model holds: below -2 the answers are unusual.
    """
    known = read_parameters(parameters)
    table = read_answers(
        responses,
        person=_text(choices["person"]),
        weights=_text(choices["weights"]),
        among={item.id for item in known.items},
    )
    coded, bank = answers_to(table, known.items), psychometrics.bank_of(known.items)
    try:
        content = _report(coded, bank, known)
        persons = _persons(coded, bank, known.prior) if choices["persons"] else None
    except ImproperResponsesError as error:
        raise click.ClickException(str(error)) from error
    if persons is not None:
        rows: list[Row] = [
            (name, *(repr(float(value)) for value in values))
            for name, *values in zip(table.persons, *persons, strict=True)
        ]
        write_rows(("person", *persons._fields), rows, Path(choices["persons"]))
    write_json(content, out)


def _text(choice: Path | str | None) -> str | None:
    return None if choice is None else str(choice)


def _report(coded: Responses, bank: Bank, known: ParameterFile) -> dict[str, object]:
    items = psychometrics.item_fit(coded, bank, known.prior)
    # Where discriminations are 1, a variance other than 1 was estimated.
    free = all(model.has_unit_slope for model in bank.models) and known.prior.deviation != 1
    model = psychometrics.model_fit(coded, bank, known.prior, free_variance=free)
    return {
        "items": [
            {
                "id": name,
                "infit": plain(items.infit[row]),
                "outfit": plain(items.outfit[row]),
                "s_x2": plain(items.s_x2[row]),
                "s_x2_df": int(items.s_x2_df[row]),
                "s_x2_p": plain(items.s_x2_p[row]),
            }
            for row, name in enumerate(bank.ids)
        ],
        "model": {
            "m2": plain(model.m2),
            "df": model.df,
            "p": plain(model.p),
            "rmsea": plain(model.rmsea),
            "n_complete": model.n_complete,
        },
    }


def _persons(coded: Responses, bank: Bank, prior: Prior) -> PersonFit:
    ability = psychometrics.score(coded, bank, Method.EAP, prior).ability
    weighted = psychometrics.score(coded, bank, Method.WLE).ability
    return psychometrics.person_fit(coded, bank, ability, weighted)
