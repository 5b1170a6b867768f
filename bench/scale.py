"""How pages, queries and the database grow from 1,000 people to 10,000 and 100,000.

usage: KUNNANDE_HOME=FOLDER python bench/scale.py [--copies 10 100]

FOLDER is a COPY of an installation with a simulated programme of 1,000 people: rows are added to it
and never taken away. Each copy is another 1,000 people in 60 more companies, at 8 more centres, in
the same programme and under the same nodes: rows made in SQL from those there are, with new numbers
and new keys. Left out are the trail, the answers to items and the signed text of certificates,
which no page here reads; what they weigh is told in docs/scale.md.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

from _scratch import collect_as_the_server_does, print_table
from pages import addresses, measure

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.db import models
    from django.test import Client

# Above every number that a simulation of 1,000 people gives a row.
STRIDE = 10_000_000
_THE_PEOPLE = "person_id IN (SELECT person_id FROM programme_participation WHERE id < 10000000)"
# What is copied, the referred to before what refers: table, and which of its rows, if not all.
COPIED = {
    "parties_organisation": "kind IN ('company', 'test_centre')",
    "parties_person": _THE_PEOPLE.replace("person_id IN", "id IN", 1),
    "parties_user": _THE_PEOPLE,
    "parties_employment": _THE_PEOPLE,
    "parties_labourspell": _THE_PEOPLE,
    "disclosure_agreement": "",
    "disclosure_answer": "",
    "requirements_occupationalrole": "",
    "requirements_requirement": "",
    "requirements_holding": "",
    "requirements_placement": "",
    "cases_case": "",
    "ledger_statement": "",
    "ledger_release": "",
    "decision_decision": "",
    "credentials_certificate": "",
    "centres_room": "",
    "booking_session": "",
    "booking_seat": "",
    "booking_booking": "",
    "booking_attendance": "",
    "booking_waitingentry": "",
    "programme_engagement": "",
    "programme_steptaken": "",
    "programme_participation": "",
    "programme_attestation": "",
    "programme_attestedrow": "",
    "programme_followup": "",
    "programme_followupanswer": "",
}
# Only some rows of these have a copy to refer to.
_IN_PART = {name for name, where in COPIED.items() if where}
# Values that may be there only once, or that are not copied.
_VALUES = {
    "parties_organisation.organisation_number": "lpad(to_hex(t.id + {shift}), 10, 'x')",
    "parties_person.identity_number_index": "md5((t.id + {shift})::text)",
    "parties_user.email": "'copy' || (t.id + {shift}) || '@demo.invalid'",
    "ledger_statement.source": "t.source || '/' || k",
    "ledger_statement.release_key": "t.release_key || '/' || k",
    "ledger_release.release_key": "t.release_key || '/' || k",
    "credentials_certificate.public_id": "gen_random_uuid()",
    "credentials_certificate.document_text": "''",
    "credentials_certificate.status_index": "t.status_index + 131072 * k",
}
_SHIFT = f"k * {STRIDE}"
MEASURED = {
    "programme-owner": (
        "home:start",
        "programme:overview",
        "programme:steering",
        "programme:indicators",
        "programme:companies",
        "programme:people",
    ),
    "economist": ("home:start", "programme:months"),
    "node-coordinator": ("home:start", "programme:node_steering", "booking:sessions"),
    "employer": ("home:start", "home:employees", "supply:matrix", "booking:company"),
    "test-leader": ("home:start", "booking:sessions"),
    "person": ("home:start", "credentials:mine"),
    "evaluator": ("programme:indicators",),
    "examiner": ("credentials:awards", "decision:ready"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", nargs="*", type=int, default=[10, 100], help="thousands")
    chosen = parser.parse_args()

    from kunnande.site.database import embedded_server
    from kunnande.site.running import running_database

    with embedded_server() as server, running_database("app"):
        from kunnande.stages.programme.models import Participation

        collect_as_the_server_does()
        asked = list(_asked())
        have = Participation.objects.count() // 1000
        _report(asked, have)
        for copies in chosen.copies:
            begun = time.perf_counter()
            _load(str(server.socket_folder), have, copies)
            print(f"loaded {copies} thousand in {time.perf_counter() - begun:.0f} s", flush=True)
            have = copies
            _report(asked, have)


def _asked() -> list[tuple[Client, str, str, str]]:
    """Return the pages to measure, found while there are few people."""
    from django.test import Client

    from kunnande.site.demo import email_of
    from kunnande.stages.parties.queries import find_user_by_email

    found = []
    for role, names in MEASURED.items():
        user = find_user_by_email(email_of(role))
        if user is None:
            continue
        client = Client(HTTP_HOST="localhost")
        client.force_login(user)
        reached = addresses(client, user)
        found += [(client, role, name, reached[name]) for name in names if name in reached]
    return found


def _load(host: str, have: int, copies: int) -> None:
    """Add copies of the first thousand people until there are so many thousand."""
    import psycopg

    from kunnande.site.database import DATABASE
    from kunnande.site.embedded_postgres import PORT, SUPERUSER

    with psycopg.connect(
        host=host, port=PORT, user=SUPERUSER, dbname=DATABASE, autocommit=True
    ) as connection:
        # The rows agree with each other as their originals do: no need to look at each.
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        for table in COPIED:
            _copy(connection, table, have, copies)
        connection.execute("VACUUM ANALYZE")


def _copy(connection: psycopg.Connection[Any], table: str, have: int, copies: int) -> None:
    from django.apps import apps

    (model,) = (one for one in apps.get_models() if one._meta.db_table == table)
    values = {field.column: _value(table, field) for field in model._meta.concrete_fields}
    only = f"AND {COPIED[table]}" if COPIED[table] else ""
    quoted = ", ".join(f'"{column}"' for column in values)
    connection.execute(
        f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values.values())} "  # noqa: S608
        f"FROM {table} t, generate_series({have}, {copies - 1}) k WHERE t.id < {STRIDE} {only}"
    )


def _value(table: str, field: models.Field[Any, Any]) -> str:
    special = _VALUES.get(f"{table}.{field.column}")
    if special:
        return special.format(shift=_SHIFT)
    column = f't."{field.column}"'
    if field.primary_key:
        return f"{column} + {_SHIFT}"
    target = field.related_model._meta.db_table if field.is_relation else ""
    if target in _IN_PART:
        rows = f"SELECT id FROM {target} WHERE id < {STRIDE} AND {COPIED[target]}"  # noqa: S608
        return f"CASE WHEN {column} IN ({rows}) THEN {column} + {_SHIFT} ELSE {column} END"
    return f"{column} + {_SHIFT}" if target in COPIED else column


def _report(asked: list[tuple[Client, str, str, str]], thousands: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()) / 1048576")
        (size,) = cursor.fetchone()
    rows = [("database", f"{size:,} MiB")]
    for client, role, name, address in asked:
        one = measure(client, role, name, address)
        print(f"{role}, {name}: {one.wall:.0f} ms", flush=True)
        rows.append((f"{role}, {name}", f"{one.wall:.0f} ms {one.queries:4} q"))
        if 300 < one.wall < 5000:
            slowest = _slowest(client, address)
            rows.append(("  the slowest query", f"{slowest[0]:.0f} ms"))
            print(f"{name}: {slowest[0]:.0f} ms {slowest[1][:200]}", flush=True)
    print_table(f"{thousands},000 people", rows)


def _slowest(client: Client, address: str) -> tuple[float, str]:
    from django.db import connection

    told: list[tuple[float, str]] = []

    def time_each(execute: Callable[..., object], sql: str, *rest: object) -> object:
        begun = time.perf_counter()
        made = execute(sql, *rest)
        told.append((1000 * (time.perf_counter() - begun), sql))
        return made

    with connection.execute_wrapper(time_each):
        client.get(address)
    return max(told)


if __name__ == "__main__":
    main()
