from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone

import pytest
from django.db import IntegrityError, connection, transaction

from kunnande.stages.trail import queries, services
from kunnande.stages.trail.models import Entry, Look
from kunnande.stages.trail.tests.builders import NOON, SOMEBODY, an_entry

pytestmark = pytest.mark.django_db


def test_an_entry_follows_the_one_before_in_its_chain():
    first = an_entry()
    an_entry(chain="case:2")

    second = an_entry()

    assert (second.sequence, second.previous_hash) == (2, first.hash)


def test_an_entry_says_who_did_what_to_whom_and_when():
    entry = services.record(
        chain="case:1", act="admitted", subject="person:3", by=SOMEBODY, at=NOON
    )

    kept = Entry.objects.get(pk=entry.pk)
    said = (kept.actor, kept.act, kept.subject, kept.at, kept.facts)
    assert said == ("user:7", "admitted", "person:3", NOON, {})


@pytest.mark.parametrize(
    "telling",
    ["Hassan Kilremm", "Å", "hassan@exempel.se", "19800101-9819", "8001019819", "x" * 81, "a\nb"],
)
def test_a_fact_that_could_tell_who_somebody_is_is_refused(telling):
    with pytest.raises(services.TellingFactError):
        an_entry(note=telling)

    assert not Entry.objects.exists()


def test_a_subject_that_could_tell_who_somebody_is_is_refused():
    with pytest.raises(services.TellingFactError):
        services.record(chain="case:1", act="moved", subject="Hassan Kilremm", by=SOMEBODY, at=NOON)


@pytest.mark.parametrize("opaque", ["person:3", "2026-11-20", "e3b0c442", "", 7, True, None])
def test_an_id_a_code_and_a_digest_are_kept(opaque):
    entry = an_entry(fact=opaque)

    assert Entry.objects.get(pk=entry.pk).facts == {"fact": opaque}


def test_an_entry_recorded_in_another_time_zone_still_agrees_with_itself():
    stockholm = NOON.astimezone(timezone(timedelta(hours=1)))

    services.record(chain="case:1", act="moved", subject="person:3", by=SOMEBODY, at=stockholm)

    assert queries.find_broken_link() is None


def test_an_act_that_is_undone_leaves_no_entry():
    an_entry()

    with transaction.atomic():
        an_entry()
        transaction.set_rollback(True)

    assert [entry.sequence for entry in queries.list_entries("case:1")] == [1]


def test_a_page_of_looks_is_one_entry_and_one_row_for_each_person():
    services.record_looks(
        people=[5, 3, 5], page="supply:matrix", organisation_id=9, by=SOMEBODY, at=NOON
    )

    entry = Entry.objects.get()
    assert (entry.chain, entry.act, entry.facts["people"]) == ("organisation:9", "looked", 2)
    assert sorted(Look.objects.values_list("person_id", flat=True)) == [3, 5]


def test_a_page_that_shows_nobody_is_not_recorded():
    services.record_looks(people=[], page="supply:matrix", organisation_id=9, by=SOMEBODY, at=NOON)

    assert not Entry.objects.exists()


def test_a_look_outside_an_organisation_is_in_the_viewers_own_chain():
    services.record_looks(
        people=[3], page="cases:evidence", organisation_id=None, by=SOMEBODY, at=NOON
    )

    assert Entry.objects.get().chain == "looks:user:7"


def test_an_anchor_lies_over_what_was_recorded_since_the_one_before():
    an_entry()
    an_entry(chain="case:2")
    first = services.anchor_chains(by=SOMEBODY, at=NOON)
    an_entry()

    second = services.anchor_chains(by=SOMEBODY, at=NOON)

    # The first anchor is itself an act, so the second lies over two.
    assert (first.entries, second.entries) == (2, 2)
    assert second.previous_digest == first.digest


def test_an_anchor_is_itself_recorded():
    anchor = services.anchor_chains(by=SOMEBODY, at=NOON)

    entry = Entry.objects.get()
    assert (entry.chain, entry.facts["digest"]) == ("installation", anchor.digest)


@pytest.mark.django_db(transaction=True)
def test_writers_of_one_chain_at_the_same_time_leave_no_gap_and_no_fork():
    def write(_number: int) -> None:
        try:
            an_entry()
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as writers:
        list(writers.map(write, range(24)))

    assert [e.sequence for e in queries.list_entries("case:1")] == list(range(1, 25))
    assert queries.find_broken_link() is None


@pytest.mark.django_db(transaction=True)
def test_an_anchor_laid_among_writers_misses_none_of_them():
    def act(number: int) -> None:
        try:
            if number % 5 == 0:
                services.anchor_chains(by=SOMEBODY, at=NOON)
            else:
                an_entry(chain=f"case:{number % 3}")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as writers:
        list(writers.map(act, range(30)))

    assert queries.find_broken_anchor() is None
    assert queries.find_broken_link() is None


def test_chains_begun_together_are_each_a_chain_of_their_own():
    firsts = {f"person:{n}": services.Act("registered", f"person:{n}") for n in (1, 2)}

    services.begin_chains(firsts=firsts, by=SOMEBODY, at=NOON)

    an_entry(chain="person:2")
    assert [entry.sequence for entry in queries.list_entries("person:2")] == [1, 2]
    assert queries.find_broken_link() is None


def test_a_chain_that_stands_already_can_not_be_begun_again():
    an_entry(chain="person:1")

    with pytest.raises(IntegrityError), transaction.atomic():
        services.begin_chains(
            firsts={"person:1": services.Act("registered", "person:1")}, by=SOMEBODY, at=NOON
        )


def test_a_first_act_that_could_tell_who_somebody_is_is_refused():
    with pytest.raises(services.TellingFactError):
        services.begin_chains(
            firsts={"person:1": services.Act("registered", "Hassan Kilremm")}, by=SOMEBODY, at=NOON
        )
