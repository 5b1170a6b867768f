"""Print an item as a candidate sees it."""

from pathlib import Path

import click

from kunnande.engines import qti


@click.command("show")
@click.argument("item", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lang", default="sv", show_default=True, help="Language of the engine's words.")
@click.option("--seed", default=0, show_default=True, help="Decides the order of what is shuffled.")
def command(item: Path, lang: str, seed: int) -> None:
    """Print the HTML that a candidate gets of ITEM, an .xml file.

    Exits with 0 when the item can be shown, 1 with the reason when it can not.
    """
    try:
        view = qti.show(qti.read_item(item.read_bytes()), seed=seed, language=lang)
    except qti.UnreadableItemError as error:
        raise click.ClickException(str(error)) from error
    click.echo(view.html)
