from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kunnande.stages.trail import queries, services
from kunnande.stages.trail.models import Anchor, Entry, Look
from kunnande.stages.trail.tests.builders import NOON, SOMEBODY, an_entry

pytestmark = pytest.mark.django_db


@contextmanager
def as_somebody_with_the_keys_to_the_database() -> Iterator[None]:
    tables = ("trail_entry", "trail_look", "trail_anchor")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def three_entries() -> list[Entry]:
    return [an_entry(level=level) for level in (1, 2, 3)]


def test_an_untouched_chain_agrees_with_itself():
    three_entries()
    an_entry(chain="case:2")

    assert queries.find_broken_link() is None


@pytest.mark.parametrize(
    "change",
    [
        {"facts": {"level": 4}},
        {"actor": "user:8"},
        {"subject": "person:4"},
        {"act": "forgiven"},
        {"at": NOON + timedelta(seconds=1)},
        {"hash": "0" * 64},
    ],
)
def test_a_changed_row_is_found(change):
    _first, second, _third = three_entries()

    with as_somebody_with_the_keys_to_the_database():
        Entry.objects.filter(pk=second.pk).update(**change)

    assert queries.find_broken_link("case:1") == queries.BrokenLink("case:1", 2, "content")


def test_a_changed_row_with_a_mended_hash_is_found_at_the_next_one():
    _first, second, _third = three_entries()
    second.facts = {"level": 4}

    with as_somebody_with_the_keys_to_the_database():
        Entry.objects.filter(pk=second.pk).update(facts=second.facts, hash=queries.hash_of(second))

    assert queries.find_broken_link() == queries.BrokenLink("case:1", 3, "previous")


def test_a_removed_row_is_found():
    _first, second, _third = three_entries()

    with as_somebody_with_the_keys_to_the_database():
        Entry.objects.filter(pk=second.pk).delete()

    assert queries.find_broken_link() == queries.BrokenLink("case:1", 2, "missing")


def test_an_inserted_row_is_found():
    *_earlier, third = three_entries()
    forged = Entry(
        chain="case:1", sequence=4, at=NOON, act="forged", actor="user:1", subject="person:3",
        previous_hash=third.previous_hash,
    )  # fmt: skip
    forged.hash = queries.hash_of(forged)

    forged.save()

    assert queries.find_broken_link() == queries.BrokenLink("case:1", 4, "previous")


def test_an_end_cut_off_is_found_by_the_anchor():
    *_earlier, third = three_entries()
    anchor = services.anchor_chains(by=SOMEBODY, at=NOON)

    with as_somebody_with_the_keys_to_the_database():
        Entry.objects.filter(pk=third.pk).delete()

    assert queries.find_broken_link() is None
    assert queries.find_broken_anchor() == queries.BrokenLink("anchor", anchor.pk, "content")


def test_anchors_over_an_untouched_trail_agree_with_it():
    three_entries()
    services.anchor_chains(by=SOMEBODY, at=NOON)
    an_entry()
    services.anchor_chains(by=SOMEBODY, at=NOON)

    assert queries.find_broken_anchor() is None


def test_a_removed_anchor_is_found():
    first = services.anchor_chains(by=SOMEBODY, at=NOON)
    second = services.anchor_chains(by=SOMEBODY, at=NOON)

    with as_somebody_with_the_keys_to_the_database():
        Anchor.objects.filter(pk=first.pk).delete()

    assert queries.find_broken_anchor() == queries.BrokenLink("anchor", second.pk, "previous")


def test_a_look_that_was_made_to_disappear_is_found():
    services.record_looks(
        people=[3, 5], page="supply:matrix", organisation_id=9, by=SOMEBODY, at=NOON
    )
    honest = queries.find_broken_look()

    with as_somebody_with_the_keys_to_the_database():
        Look.objects.filter(person_id=3).delete()

    assert honest is None
    assert queries.find_broken_look() == queries.BrokenLink("organisation:9", 1, "looks")


@pytest.mark.parametrize("table", ["trail_entry", "trail_look", "trail_anchor"])
@pytest.mark.parametrize("change", ["UPDATE {} SET at = now()", "DELETE FROM {}"])
def test_the_database_refuses_even_its_owner_a_quiet_change(table, change):
    services.record_looks(people=[3], page="p:p", organisation_id=9, by=SOMEBODY, at=NOON)
    services.anchor_chains(by=SOMEBODY, at=NOON)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))


def test_a_person_sees_who_looked_the_latest_first():
    for minutes, page in enumerate(("supply:matrix", "supply:cell")):
        services.record_looks(
            people=[3],
            page=page,
            organisation_id=9,
            by=SOMEBODY,
            at=NOON + timedelta(minutes=minutes),
        )
    services.record_looks(people=[4], page="p:p", organisation_id=9, by=SOMEBODY, at=NOON)

    looks = queries.list_looks_at(3)

    assert [(look.page, look.viewer, look.organisation_id) for look in looks] == [
        ("supply:cell", "user:7", 9),
        ("supply:matrix", "user:7", 9),
    ]
