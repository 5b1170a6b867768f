"""``kunnande plan``: every sub-command named here is a module of this folder."""

from importlib import import_module

import click

COMMANDS = ("assign", "check", "example", "explain", "portfolio", "replan", "sessions", "workforce")


class _Tools(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"{__name__}.{cmd_name.replace('-', '_')}").command
        return command if isinstance(command, click.Command) else None


@click.group("plan", cls=_Tools)
def command() -> None:
    """Plan test sessions, courses and staffing, each with its bound. Needs no database.

    Exits with 0 when the answer was given (look at "gap"), 1 when the data do not allow one or a
    rule is broken, 2 when the command was written wrongly.
    """
