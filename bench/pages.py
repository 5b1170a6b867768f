"""How long each page takes that a role can open, in an installation that has people in it.

usage: KUNNANDE_HOME=FOLDER python bench/pages.py [--slowest N] [--role ROLE]

Signs in as the demonstration's account of every role. Each page of the access table is asked for
that names no object, and those that name one at the first address a link leads to: once to warm
up, then five times. Time is the median by the clock, and that of the processors of server and
database together: what a reader waits, and what a page costs on a machine that others use too.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from dataclasses import dataclass
from re import findall
from typing import TYPE_CHECKING

from _scratch import clock, collect_as_the_server_does, database_processor_time, print_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from kunnande.stages.parties.models import User

ASKED, LIMIT_MILLISECONDS = 5, 300
# A page that takes so long is asked for no more: its first request is its figure.
_LONG_SECONDS = 5
# Addresses that are no page of ours, or that end the visit.
_LEFT_OUT = ("api:", "account_", "home:demo", "home:start_demo")


@dataclass(frozen=True)
class Timed:
    role: str
    name: str
    status: int
    queries: int
    wall: float
    processor: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slowest", type=int, default=40, help="how many pages are printed")
    parser.add_argument("--role", default="", help="one role of the demonstration only")
    chosen = parser.parse_args()

    from kunnande.site.database import embedded_server
    from kunnande.site.running import running_database

    with embedded_server(), running_database("app"):
        collect_as_the_server_does()
        timed = sorted(measure_roles(chosen.role), key=lambda one: one.wall, reverse=True)
    _print(timed, chosen.slowest)


def measure_roles(only: str = "") -> Iterator[Timed]:
    """Yield what every page takes for each role's account, in the order of the roles."""
    from django.test import Client

    from kunnande.site.demo import ROLES, email_of
    from kunnande.stages.parties.queries import find_user_by_email

    for role in ROLES:
        user = find_user_by_email(email_of(role))
        if user is None or only not in {"", role}:
            continue
        client = Client(HTTP_HOST="localhost")
        client.force_login(user)
        for name, address in sorted(addresses(client, user).items()):
            yield measure(client, role, name, address)


def measure(client: Client, role: str, name: str, address: str) -> Timed:
    """Return what one page takes: a request to warm up, one to count, five by the clock."""
    from django.db import connection

    asked: list[str] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    taken: list[float] = []
    with connection.execute_wrapper(count), clock(taken):
        status = client.get(address).status_code
    if taken[0] > _LONG_SECONDS:
        return Timed(role, name, status, len(asked), 1000 * taken[0], 1000 * taken[0])
    asked.clear()
    with connection.execute_wrapper(count):
        client.get(address)
    taken.clear()
    spent = time.process_time() + database_processor_time()
    for _request in range(ASKED):
        with clock(taken):
            client.get(address)
    spent = time.process_time() + database_processor_time() - spent
    wall = 1000 * statistics.median(taken)
    return Timed(role, name, status, len(asked), wall, 1000 * spent / ASKED)


def addresses(client: Client, user: User) -> dict[str, str]:
    """Return one address for each kind of page the user reaches: the open ones, then by links."""
    from django.urls import NoReverseMatch, Resolver404, resolve, reverse
    from django.utils import timezone

    from kunnande.site.access import ROUTES, may_open
    from kunnande.stages.parties.queries import get_viewer

    viewer = get_viewer(user, on=timezone.localdate())
    wanted = {n for n in ROUTES if not n.startswith(_LEFT_OUT) and may_open(n, viewer)}
    found: dict[str, str] = {}
    for name in sorted(wanted):
        try:
            found[name] = reverse(name)
        except NoReverseMatch:
            continue
    for address in list(found.values()):
        for link in _links_of(client, address):
            try:
                name = resolve(link).view_name
            except Resolver404:
                continue
            if name in wanted:
                found.setdefault(name, link)
    return found


def _links_of(client: Client, address: str) -> list[str]:
    page = client.get(address)
    if page.streaming:
        return []
    return findall(r'href="(/[^"#?]*)', page.content.decode("utf-8", "replace"))


def _print(timed: list[Timed], slowest: int) -> None:
    print(f"{'wall ms':>8} {'cpu ms':>7} {'queries':>8}  role, page")
    for one in timed[:slowest]:
        of = "" if one.status == 200 else f" ({one.status})"
        print(
            f"{one.wall:8.0f} {one.processor:7.0f} {one.queries:8}  {one.role}, {one.name}{of}",
        )
    over = sum(one.wall > LIMIT_MILLISECONDS for one in timed)
    rows = [("pages", f"{len(timed)}"), (f"above {LIMIT_MILLISECONDS} ms", f"{over}")]
    print_table(f"Pages of {os.environ.get('KUNNANDE_HOME', 'var')}", rows)


if __name__ == "__main__":
    main()
