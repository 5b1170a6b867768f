"""``kunnande qti``: every sub-command named here is a module of this folder."""

from importlib import import_module

import click

COMMANDS = ("check", "round-trip", "score-cases", "show", "upgrade")


class _Tools(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"{__name__}.{cmd_name.replace('-', '_')}").command
        return command if isinstance(command, click.Command) else None


@click.group("qti", cls=_Tools)
def command() -> None:
    r"""Work with test items in QTI 2.0-3.0 as files. Needs no database.

    \b
      kunnande qti check items/ --text
      kunnande qti score-cases cases.json --items items/ --out outcomes.json
      kunnande qti show item.xml --lang sv --seed 7 > item.html
      kunnande qti upgrade old.zip new.zip
      kunnande qti round-trip package.zip

    Exits with 0 when all is well, 1 when something is not (the answer says what), 2 when the
    command was written wrongly.
    """
