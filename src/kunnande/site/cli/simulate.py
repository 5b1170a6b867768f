from __future__ import annotations

import os

import click

from kunnande.site.running import running_database


@click.command("simulate")
@click.option("--people", default=20, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0))
def command(people: int, seed: int) -> None:
    """Fill an empty database with a programme of synthetic people.

    They are invented: identity numbers have birth numbers 980-999, which are reserved for tests.
    Each one goes through the same acts as a real person would, on days that have passed, and
    answers test items by ability and difficulty. The same seed gives the same people.

    Exits with 1 when the database already holds people.
    """
    with running_database("app"):
        _simulate(people, seed)


def _simulate(people: int, seed: int) -> None:
    from django.utils import timezone  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    from kunnande.site.simulation.run import NotEmptyError, simulate  # noqa: PLC0415

    port = int(os.environ.get("KUNNANDE_PORT", "8000"))
    with Progress() as progress:
        task = progress.add_task("Simulating people", total=2 * people)
        try:
            summary = simulate(
                people=people,
                seed=seed,
                now=timezone.localtime(),
                port=port,
                workers=os.cpu_count() or 1,
                on_progress=lambda done: progress.update(task, completed=done),
            )
        except NotEmptyError as error:
            raise click.ClickException(str(error)) from error
    click.echo(
        f"{summary.people} people in {summary.companies} companies, {summary.centres} test centres:"
    )
    for words, count in summary.lines():
        click.echo(f"  {words:<32} {count:>9,}")
