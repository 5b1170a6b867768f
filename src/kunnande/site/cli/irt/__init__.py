"""``kunnande irt``: every sub-command named here is a module of this folder."""

from importlib import import_module

import click

COMMANDS = (
    "andersen",
    "assemble",
    "calibrate",
    "consistency",
    "dif",
    "fit",
    "link",
    "raters",
    "reliability",
    "score",
    "set-standard",
    "similarity",
    "simulate-adaptive",
)


class _Tools(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"{__name__}.{cmd_name.replace('-', '_')}").command
        return command if isinstance(command, click.Command) else None


@click.group("irt", cls=_Tools)
def command() -> None:
    """Measure with tests: calibrate items, score people, judge fit. Needs no database.

    Answers are read from CSV with a header of item ids, one row per person; an empty cell or NA
    is a missing answer. Parameters travel between the commands as JSON.

    \b
      kunnande irt calibrate answers.csv --model 2pl --out parameters.json
      kunnande irt score parameters.json answers.csv --method wle
      kunnande irt fit parameters.json answers.csv
      kunnande irt andersen answers.csv --model rasch
      kunnande irt reliability answers.csv --parameters parameters.json
      kunnande irt consistency parameters.json --cut 0.5
      kunnande irt dif answers.csv --group language --focal second --method mantel-haenszel
      kunnande irt link new.json old.json
      kunnande irt similarity parameters.json answers.csv --room room
      kunnande irt raters ratings.csv --person candidate --rater assessor
      kunnande irt set-standard angoff judges.csv --parameters parameters.json
      kunnande irt simulate-adaptive parameters.json --people 1000 --seed 1 --length 30
      kunnande irt assemble pool.csv constraints.json

    Exits with 0 when the answer was given (look at "converged"), 1 when the data do not allow
    one, 2 when the command was written wrongly.
    """
