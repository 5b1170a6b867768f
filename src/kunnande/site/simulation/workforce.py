"""Processes that do the same for many companies at once, or this one where one is enough."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import django
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Task = TypeVar("Task")
Done = TypeVar("Done")


@dataclass(frozen=True)
class Workforce:
    """Some processes, or none beside this one."""

    pool: ProcessPoolExecutor | None

    def do(self, act: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what an act comes to, task by task, whichever is done first."""
        if self.pool is None:
            yield from map(act, tasks)
            return
        for future in as_completed([self.pool.submit(act, task) for task in tasks]):
            yield future.result()


@contextmanager
def workforce(workers: int) -> Iterator[Workforce]:
    """Have so many processes at hand; with one, everything is done in this one."""
    if workers <= 1:
        yield Workforce(None)
        return
    # New processes rather than copies of this one: a connection must not be shared.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=fresh, initializer=_set_up) as pool:
        yield Workforce(pool)


def write_lazily() -> None:
    """Let the disk follow after: a simulation that a power cut ends is begun again from nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO OFF")


def _set_up() -> None:
    django.setup()
    write_lazily()
