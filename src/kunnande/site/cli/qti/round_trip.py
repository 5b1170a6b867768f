"""Take a package in, write it, take it in again, and compare."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kunnande.engines import qti

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command("round-trip")
@click.argument("package", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(package: Path) -> None:
    """Say of each item of PACKAGE whether it scores and looks the same after a round trip.

    Exits with 0 when every item does, 1 when one does not or the package is refused.
    """
    try:
        first = qti.read_package(package.read_bytes())
        again = qti.read_package(qti.write_package(first))
    except qti.UnreadablePackageError as error:
        click.echo(json.dumps({"refused": str(error)}, ensure_ascii=False))
        raise SystemExit(1) from error
    pairs = zip(first.items, again.items, strict=True)
    items = [_compare(before, after) for before, after in pairs]
    kept = sorted(first.files) == sorted(again.files)
    same = kept and all(item["same_scores"] and item["same_view"] for item in items)
    report = {"same": same, "same_files": kept, "items": items}
    click.echo(json.dumps(report, ensure_ascii=False, indent=1))
    raise SystemExit(0 if same else 1)


def _compare(before: qti.PackagedItem, after: qti.PackagedItem) -> dict[str, object]:
    compared = {"item": before.path, "deliverable": before.report.deliverable}
    if before.item is None or after.item is None:
        same = before.item is after.item
        return {
            **compared,
            "same_scores": same,
            "same_view": same,
            "refused": before.report.refused,
        }
    # An upgraded item has another digest, which also decides how choices are shuffled.
    written = replace(after.item, sha256=before.item.sha256)
    views = [
        qti.show(item, seed=1, language="sv", companions=packaged.companions).html
        for item, packaged in ((before.item, before), (written, after))
    ]
    scores = [list(_scores(item)) for item in (before.item, written)]
    return {**compared, "same_scores": scores[0] == scores[1], "same_view": views[0] == views[1]}


def _scores(item: qti.Item) -> Iterator[qti.Score]:
    """Yield the scores of the key, of nothing, and of each choice alone."""
    keyed = qti.correct_responses(item)
    yield qti.score(item, keyed)
    yield qti.score(item, {})
    for interaction in item.interactions:
        for choice in getattr(interaction, "choices", ()):
            yield qti.score(item, {**keyed, interaction.response: choice.identifier})
