import click
from django.core.management import call_command

from kunnande.site.running import running_database


@click.command("worker")
def command() -> None:
    """Run jobs from the queue until stopped; any number of workers may run."""
    with running_database("app"):
        call_command("procrastinate", "worker")
