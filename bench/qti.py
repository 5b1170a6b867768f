"""How many items one core scores, reads and shows in a second: our own, and the public ones."""

from __future__ import annotations

import json
import statistics
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from _scratch import print_table

from kunnande.engines import qti

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "src" / "kunnande" / "site" / "content" / "items"
PUBLIC = ROOT.parent / "shared" / "data" / "qti"
ROUNDS = 5


def main() -> None:
    _measure("Our own items, their keyed responses", list(_own()))
    if PUBLIC.is_dir():
        _measure("Items of the public cases, their responses", list(_public()))
    else:
        print(f"\nThe public cases are not here: {PUBLIC} is absent.")


def _own() -> Iterable[tuple[bytes, dict[str, qti.Response]]]:
    for path in sorted(OWN.glob("*.xml")):
        xml = path.read_bytes()
        yield xml, qti.correct_responses(qti.read_item(xml))


def _public() -> Iterable[tuple[bytes, dict[str, qti.Response]]]:
    for case in json.loads((PUBLIC / "cases_public.json").read_bytes()):
        responses = {name: _lexical(given) for name, given in case["responses"].items()}
        yield (PUBLIC / case.get("item_qti3", case["item"])).read_bytes(), responses


def _lexical(given: object) -> qti.Response:
    if isinstance(given, list):
        return tuple(map(str, given))
    return None if given is None else str(given)


def _measure(title: str, cases: list[tuple[bytes, dict[str, qti.Response]]]) -> None:
    items = [(qti.read_scorable_item(xml), responses) for xml, responses in cases]
    shown = [item for item, _responses in items if item.interactions and not item.obstacles]
    scoring = _times(partial(qti.score, *each) for each in items)
    reading = _times(partial(qti.read_scorable_item, xml) for xml, _responses in cases)
    showing = _times(partial(qti.show, item, seed=1, language="sv") for item in shown)
    rows = [
        ("items", f"{len(items)}"),
        ("scored a second on one core", f"{1 / statistics.mean(scoring):.0f}"),
        ("score, median", _milliseconds(scoring, 0.5)),
        ("score, 95 of 100", _milliseconds(scoring, 0.95)),
        ("read, median", _milliseconds(reading, 0.5)),
        ("show, median", _milliseconds(showing, 0.5)),
    ]
    print_table(title, rows)


def _times(acts: Iterable[Callable[[], object]]) -> list[float]:
    """Return the best time of each act: what the machine can do when nobody disturbs it."""
    return [min(_clocked(act) for _ in range(ROUNDS)) for act in acts]


def _clocked(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _milliseconds(times: list[float], share: float) -> str:
    return f"{1000 * statistics.quantiles(times, n=100)[round(100 * share) - 1]:.3f} ms"


if __name__ == "__main__":
    main()
