import pytest
from django.db import connection, transaction

from kunnande.stages.trail.queries import (
    find_broken_anchor,
    find_broken_link,
    find_broken_look,
    list_entries,
)
from kunnande.stages.trail.services import anchor_chains

from .people import person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tampering():
    """Let a test change the trail as only the owner of the tables can, and undo it afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE trail_entry DISABLE TRIGGER USER")
        yield cursor
        transaction.set_rollback(True)


def test_the_case_tells_its_own_way(declined, case):
    acts = [entry.act for entry in list_entries(case.trail_name)]

    wanted = [
        "case_opened",
        "self_rating_submitted",
        "sitting_planned",
        "feedback_given",
        "decided",
        "certificate_awarded",
        "certificate_revoked",
    ]
    assert [act for act in acts if act in wanted][:7] == wanted


def test_every_chain_agrees_with_itself(declined, around, clock):
    anchor_chains(by=around.sigrid, at=clock.moment)

    assert find_broken_link() is None
    assert find_broken_anchor() is None
    assert find_broken_look() is None


def test_the_trail_names_nobody(declined, amina):
    person = person_of(amina)
    with connection.cursor() as cursor:
        cursor.execute("SELECT concat(actor, subject, facts::text) FROM trail_entry")
        said = " ".join(text for (text,) in cursor.fetchall())

    assert person.family_name not in said
    assert amina.email not in said


def test_a_changed_entry_is_found(declined, case, tampering):
    tampering.execute(
        "UPDATE trail_entry SET facts = jsonb_set(facts, '{outcome}', '\"certificate\"')"
        " WHERE chain = %s AND act = 'decided'",
        [case.trail_name],
    )

    broken = find_broken_link(case.trail_name)

    assert broken is not None
    assert broken.what == "content"


def test_a_removed_entry_is_found(declined, case, tampering):
    tampering.execute(
        "DELETE FROM trail_entry WHERE chain = %s AND act = 'feedback_given'", [case.trail_name]
    )

    broken = find_broken_link(case.trail_name)

    assert broken is not None
    assert broken.what == "missing"
