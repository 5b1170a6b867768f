"""Write QTI 2.x as QTI 3.0."""

import json
from pathlib import Path

import click

from kunnande.engines import qti


@click.command("upgrade")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def command(source: Path, target: Path) -> None:
    """Write SOURCE, an .xml document or a package (.zip), as QTI 3.0 to TARGET.

    What is QTI 3.0 already, and what is not QTI, is written as it came.

    Exits with 0 when TARGET is written, 1 with the reason when it is not.
    """
    content = source.read_bytes()
    try:
        if source.suffix.lower() == ".zip":
            written = qti.write_package(qti.read_package(content))
        else:
            written = qti.upgrade(content)
    except (qti.UnreadableItemError, qti.UnreadablePackageError) as error:
        raise click.ClickException(str(error)) from error
    target.write_bytes(written)
    click.echo(json.dumps({"written": str(target), "changed": written != content}))
