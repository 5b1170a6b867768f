"""What the commands share: JSON in and out, the time, and progress on the terminal."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from kunnande.engines.planning import Progress, Watch

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
TARGET = click.Path(dir_okay=False, path_type=Path)


def read_json(path: Path) -> object:
    """Read a file, or raise ClickException."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{path.name} is no JSON: {error}") from error


def write_json(content: object, out: Path | None) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    if out is None:
        click.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")


def begin_watch(seconds: float, *, is_quiet: bool = False) -> Watch:
    """Start the time; progress goes to stderr."""
    begun = time.monotonic()
    tell = _keep_quiet if is_quiet else _tell
    return Watch(seconds, lambda: time.monotonic() - begun, tell)


def _tell(progress: Progress) -> bool:
    click.echo(
        f"{progress.seconds:7.1f} s  {progress.step:<8} {progress.objective:14,.0f}"
        f"  bound {progress.bound:14,.0f}  gap {100 * progress.gap:6.2f} %",
        err=True,
    )
    return True


def _keep_quiet(_progress: Progress) -> bool:
    return True
