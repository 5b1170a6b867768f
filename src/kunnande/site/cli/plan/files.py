"""What the commands share: JSON in and out, the time, and progress on the terminal."""

from __future__ import annotations

import json
import math
import signal
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from kunnande.engines.planning import Progress, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Json = dict[str, Any]
TARGET = click.Path(dir_okay=False, path_type=Path)


def read_object(path: Path) -> Json:
    """Read a JSON object, or raise ClickException."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{path.name} is no JSON: {error}") from error
    if not isinstance(content, dict):
        raise click.ClickException(f"{path.name} holds no JSON object.")
    return content


def write_json(content: object, out: Path | None) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    if out is None:
        click.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")


@contextmanager
def stoppable_watch(seconds: float, *, is_quiet: bool = False) -> Iterator[Watch]:
    """Start the time; progress goes to stderr, and Ctrl-C ends the time but not the work."""
    begun, stopped = time.monotonic(), Event()

    def elapsed() -> float:
        return float("inf") if stopped.is_set() else time.monotonic() - begun

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield Watch(seconds, elapsed, _keep_quiet if is_quiet else _tell)
    finally:
        signal.signal(signal.SIGINT, before)


def _tell(progress: Progress) -> bool:
    when = "stopped" if math.isinf(progress.seconds) else f"{progress.seconds:.1f} s"
    click.echo(
        f"{when:>9}  {progress.step:<8} {progress.objective:14,.0f}"
        f"  bound {progress.bound:14,.0f}  gap {100 * progress.gap:6.2f} %",
        err=True,
    )
    return True


def _keep_quiet(_progress: Progress) -> bool:
    return True
