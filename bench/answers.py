"""How quickly answers are saved while 50 people sit a test at once, by a server of its own."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import numpy as np
from _scratch import clock, milliseconds, print_table, scratch_installation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

CANDIDATES, ANSWERS = 50, 10
THINKING_SECONDS = 0.5
# Any value serves: the form repeats what the cookie says.
CSRF = "b" * 32


@dataclass(frozen=True)
class Seat:
    """One candidate at the keyboard: who they are to the server, and what they will post."""

    cookie: str
    posts: list[tuple[str, str]]


def main() -> None:
    with scratch_installation():
        seats = _take_seats()
        from django.db import connections

        connections.close_all()
        with _serving() as address, ThreadPoolExecutor(CANDIDATES) as room:
            begun = time.perf_counter()
            sat = list(room.map(lambda seat: _sit(address, seat), seats))
            seconds = time.perf_counter() - begun
    taken = [moment for times, _statuses in sat for moment in times]
    statuses = sum((statuses for _times, statuses in sat), Counter())
    rows = [
        ("answers", f"{len(taken)}"),
        ("answers a second", f"{len(taken) / seconds:.0f}"),
        ("statuses", ", ".join(f"{count} x {status}" for status, count in statuses.items())),
        ("median", milliseconds(taken, 0.5)),
        ("95 of 100", milliseconds(taken, 0.95)),
        ("slowest", f"{1000 * max(taken):.0f} ms"),
    ]
    print_table(
        f"Saving answers, {CANDIDATES} sittings at once, {THINKING_SECONDS} s between answers", rows
    )


def _take_seats() -> list[Seat]:
    """Let 50 people begin their test, and write down what each will answer."""
    from django.utils import timezone

    from kunnande.site.simulation import run, walk
    from kunnande.site.simulation.companies import build_company
    from kunnande.site.simulation.employees import employ_somebody
    from kunnande.stages.testing.services import start_sitting

    now = timezone.localtime()
    world = run._begin(now, 8000)
    company = build_company(0, CANDIDATES, world, at=now)
    generator = np.random.default_rng(1)
    seats = []
    for number in range(CANDIDATES):
        person, user = employ_somebody(number, company, generator, now)
        story = walk.Story(
            user, person, company, _candidate(world), now, walk.Until.PLANNED, shares=True
        )
        case = walk._register(story, world)
        walk._map(story, case, now)
        sitting = walk.plan_sitting(
            case=case,
            blueprint=walk.list_blueprints(world.product_version.pk, now.date())[0],
            centre=world.centres[0].organisation,
            takes_place_on=now.date(),
            seed=number,
            by=world.centres[0].test_leader,
            at=now,
        )
        seats.append(_seat(user, start_sitting(sitting=sitting, by=user, at=now), generator))
    return seats


def _candidate(world: object) -> object:
    from kunnande.site.simulation.candidates import Candidate

    return Candidate({area.code: 0.0 for area in world.areas})


def _seat(user: object, sitting: object, generator: np.random.Generator) -> Seat:
    from django.test import Client
    from django.urls import reverse

    from kunnande.site.simulation.candidates import answer_item
    from kunnande.stages.itembank.queries import get_item
    from kunnande.stages.testing.queries import list_placed_items

    client = Client()
    client.force_login(user)
    posts = []
    for placed in list_placed_items(sitting)[:ANSWERS]:
        item = get_item(placed.item_version_id, sitting.language)
        posted = answer_item(item, seed=placed.seed, succeeds=True, generator=generator)
        address = reverse("testing:save", args=[sitting.pk, placed.position])
        posts.append((address, urlencode(posted, doseq=True)))
    return Seat(client.cookies["sessionid"].value, posts)


def _serving() -> AbstractContextManager[str]:
    from contextlib import contextmanager

    @contextmanager
    def serving() -> Iterator[str]:
        command = [sys.executable, "-m", "kunnande.site.cli", "serve", "--people", "0"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout
            said = (re.search(r"Kunnande is on (\S+)/", line) for line in process.stdout)
            yield next(found[1] for found in said if found)
        finally:
            process.terminate()
            process.wait(30)

    return serving()


def _sit(address: str, seat: Seat) -> tuple[list[float], Counter[int]]:
    """Answer one question after another, as the script of the page does."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    headers = {
        "Cookie": f"sessionid={seat.cookie}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    taken: list[float] = []
    statuses: Counter[int] = Counter()
    for path, body in seat.posts:
        time.sleep(THINKING_SECONDS)
        with clock(taken):
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
        statuses[answer.status] += 1
    connection.close()
    return taken, statuses


if __name__ == "__main__":
    main()
