"""``kunnande credential``: every sub-command named here is a module of this folder."""

from importlib import import_module

import click

COMMANDS = ("bench", "keygen", "sign", "verify")


class _Tools(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"{__name__}.{cmd_name}").command
        return command if isinstance(command, click.Command) else None


@click.group("credential", cls=_Tools)
def command() -> None:
    r"""Sign and verify certificates as files. Needs no database and no network.

    \b
      kunnande credential keygen --did did:web:example.org > key.json
      kunnande credential sign unsigned.json --key key.json > signed.json
      kunnande credential verify signed.json --did-document did.json --json
      kunnande credential bench --count 10000

    Exits with 0 when a certificate is valid, 1 when it is not, 2 when that can not be told.
    """
