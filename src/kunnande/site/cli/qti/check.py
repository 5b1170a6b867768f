"""Say which items can be delivered, what a candidate would not see, and what is refused."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kunnande.engines import qti

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_ITEMS = frozenset({"imsmanifest.xml"})
LARGEST_PACKAGE = 250_000_000


@dataclass(frozen=True)
class Checked:
    """What was found about one item; ``problems`` is empty when it is clean."""

    name: str
    deliverable: bool
    refused: tuple[str, ...]
    lost: tuple[str, ...]
    problems: tuple[str, ...]
    remarks: tuple[str, ...]


@click.command("check")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--text", "as_text", is_flag=True, help="Print lines to read instead of JSON.")
def command(path: Path, *, as_text: bool) -> None:
    """Check that items can be used: PATH is an .xml file, a folder of them or a package (.zip).

    An item is clean when it can be read, everything in it can be shown to a candidate, and its own
    keyed response scores full points. Remarks are things its author should look at; a test of a
    package that can not be read, or lacks an item, is among them.

    Exits with 0 when every item is clean, 1 when one is not or the package is refused, 2 when there
    is nothing to check.

    Example: kunnande qti check src/kunnande/site/content/items
    """
    refused = ""
    remarks: tuple[str, ...] = ()
    tests: list[str] = []
    checked: list[Checked] = []
    if path.suffix.lower() == ".zip":
        try:
            package = qti.read_package(_read_limited(path))
            checked = [_judge(each.path, each.report, each.item) for each in package.items]
            tests = [fault for test in package.tests for fault in _faults(test)]
            remarks = (*package.remarks, *tests)
        except qti.UnreadablePackageError as error:
            refused = str(error)
    else:
        checked = [_check(name, content) for name, content in _read(path)]
        if not checked:
            raise click.UsageError(f"{path} holds no .xml files.")
    click.echo((_as_text if as_text else _as_json)(refused, remarks, checked))
    faulty = refused or tests or any(item.problems for item in checked)
    raise SystemExit(1 if faulty else 0)


def _faults(test: qti.PackagedTest) -> list[str]:
    refused = [f"{test.path}: {test.refused}"] if test.refused else []
    return refused + [f"{test.path}: '{href}' is missing." for href in test.missing]


def _read_limited(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_PACKAGE:
        raise qti.UnreadablePackageError("The package is larger than 250 MB.")
    return path.read_bytes()


def _read(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each item file with its name."""
    if not path.is_dir():
        yield path.name, path.read_bytes()
        return
    for file in sorted(path.rglob("*.xml")):
        if file.name not in NOT_ITEMS:
            yield str(file.relative_to(path)), file.read_bytes()


def _check(name: str, content: bytes) -> Checked:
    report = qti.check_item(content)
    return _judge(name, report, qti.read_item(content) if report.deliverable else None)


def _judge(name: str, report: qti.Report, item: qti.Item | None) -> Checked:
    problems = [*report.refused, *(f"A candidate would not see: {part}" for part in report.lost)]
    problems += [remark for remark in report.remarks if remark.endswith("has no key.")]
    if item and report.deliverable:
        keyed = qti.correct_responses(item)
        best = qti.score(item, keyed)
        if None not in keyed.values() and best.points != best.maximum:
            problems.append(f"The keyed response scores {best.points} of {best.maximum}.")
    return Checked(
        name=name,
        deliverable=report.deliverable,
        refused=report.refused,
        lost=report.lost,
        problems=tuple(problems),
        remarks=report.remarks,
    )


def _as_text(refused: str, remarks: tuple[str, ...], checked: list[Checked]) -> str:
    lines = [refused] if refused else []
    lines += [f"(look at) {remark}" for remark in remarks]
    for item in checked:
        lines += [f"{item.name}: {problem}" for problem in item.problems]
        others = [remark for remark in item.remarks if remark not in item.problems]
        lines += [f"{item.name}: (look at) {remark}" for remark in others]
    clean = sum(not item.problems for item in checked)
    return "\n".join([*lines, f"{clean} of {len(checked)} items are clean."])


def _as_json(refused: str, remarks: tuple[str, ...], checked: list[Checked]) -> str:
    report = {
        "refused": refused or None,
        "deliverable": sum(item.deliverable for item in checked),
        "clean": sum(not item.problems for item in checked),
        "remarks": remarks,
        "items": [{**asdict(item), "clean": not item.problems} for item in checked],
    }
    return json.dumps(report, ensure_ascii=False, indent=1)
