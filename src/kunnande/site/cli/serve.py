import click

from kunnande.site.server import FIRST_PORT, serve


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=FIRST_PORT,
    show_default=True,
    help="Where to listen on this machine; the next free port is taken if it is busy.",
)
@click.option("--people", type=click.IntRange(0), default=120, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
def command(port: int, people: int, seed: int) -> None:
    """Start database, worker and site; an empty database gets a simulated programme."""
    serve(first_port=port, people=people, seed=seed)
