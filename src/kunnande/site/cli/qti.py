"""Check test items as files; no database is needed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_FILE = 25_000_000
MOST_FILES = 5_000
NOT_ITEMS = frozenset({"imsmanifest.xml"})


@dataclass(frozen=True)
class Checked:
    """What was found about one item."""

    name: str
    problems: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return not self.problems


class UnreadablePathError(ValueError):
    """There is no item to check at the path."""


@click.group("qti")
def command() -> None:
    """Work with test items in QTI 3.0."""


@command.command("check")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def check(path: Path, *, as_json: bool) -> None:
    """Check that items can be used: PATH is an .xml file, a folder or a .zip of them.

    An item is clean when it can be read, everything in it can be shown to a candidate, and its own
    keyed response scores full points. Other remarks are things its author should look at.

    Exits with 0 when every item is clean, 1 when one is not, 2 when there is nothing to check.

    Example: kunnande qti check src/kunnande/site/content/items
    """
    try:
        checked = [_check(name, content) for name, content in _read(path)]
    except UnreadablePathError as error:
        raise click.UsageError(str(error)) from error
    if not checked:
        raise click.UsageError(f"{path} holds no .xml files.")
    click.echo(_as_json(checked) if as_json else _as_text(checked))
    raise SystemExit(0 if all(item.is_clean for item in checked) else 1)


def _read(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each item file with its name. Raises UnreadablePathError."""
    if path.is_dir():
        for file in sorted(path.rglob("*.xml")):
            if file.name not in NOT_ITEMS:
                yield str(file.relative_to(path)), file.read_bytes()
    elif path.suffix == ".zip":
        yield from _read_archive(path)
    else:
        yield path.name, path.read_bytes()


def _read_archive(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES:
                raise UnreadablePathError(f"{path} holds more than {MOST_FILES} files.")
            for entry in sorted(entries, key=lambda entry: entry.filename):
                name = Path(entry.filename).name
                if entry.is_dir() or not name.endswith(".xml") or name in NOT_ITEMS:
                    continue
                with archive.open(entry) as file:
                    content = file.read(LARGEST_FILE + 1)
                if len(content) > LARGEST_FILE:
                    raise UnreadablePathError(f"{entry.filename} is larger than 25 MB.")
                yield entry.filename, content
    except (BadZipFile, NotImplementedError, RuntimeError) as error:
        raise UnreadablePathError(f"{path} is not a .zip that can be read: {error}") from error


def _check(name: str, content: bytes) -> Checked:
    from kunnande.engines import qti  # noqa: PLC0415  other commands start without it

    report = qti.check_item(content)
    if not report.deliverable:
        return Checked(name, report.refused or ("It can not be delivered.",), report.remarks)
    item = qti.read_item(content)
    keyed = qti.correct_responses(item)
    best = qti.score(item, keyed)
    problems = [f"A candidate would not see: {part}" for part in report.lost]
    if None in keyed.values() or best.points != best.maximum:
        problems.append(f"The keyed response scores {best.points} of {best.maximum}.")
    return Checked(name, tuple(problems), report.remarks)


def _as_text(checked: list[Checked]) -> str:
    lines = []
    for item in checked:
        lines += [f"{item.name}: {problem}" for problem in item.problems]
        lines += [f"{item.name}: (look at) {remark}" for remark in item.remarks]
    clean = sum(item.is_clean for item in checked)
    return "\n".join([*lines, f"{clean} of {len(checked)} items are clean."])


def _as_json(checked: list[Checked]) -> str:
    items = [{"clean": item.is_clean, **asdict(item)} for item in checked]
    clean = sum(item.is_clean for item in checked)
    return json.dumps({"clean": clean, "items": items}, ensure_ascii=False, indent=1)
