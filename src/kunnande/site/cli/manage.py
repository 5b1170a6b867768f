import sys

import click
from django.core.management import execute_from_command_line

from kunnande.site.running import running_database


@click.command("manage", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.option("--role", type=click.Choice(["app", "owner"]), default="owner")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(role: str, arguments: tuple[str, ...]) -> None:
    """Run a command of Django's with the database running, as its owner unless told otherwise."""
    with running_database(role):
        execute_from_command_line([f"{sys.argv[0]} manage", *arguments])
