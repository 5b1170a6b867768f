from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.services import hold_feedback_talk, move_case, submit_self_rating
from kunnande.stages.cases.tests.builders import an_admitted_case, rate_everything
from kunnande.stages.ledger.services import withdraw_statement
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.tests.builders import (
    NOON,
    a_person,
    a_service_user,
    an_account,
)
from kunnande.stages.supply.queries import Selection
from kunnande.stages.supply.services import show_matrix
from kunnande.stages.supply.tests.builders import a_company
from kunnande.stages.trail.queries import find_broken_anchor, find_broken_link, find_broken_look
from kunnande.stages.trail.services import anchor_chains

TABLES = (
    "trail_entry",
    "trail_look",
    "trail_anchor",
    "ledger_statement",
    "ledger_ending",
    "ledger_release",
    "practice_operation",
    "practice_unlocking",
)
CHANGES = (
    "UPDATE {0} SET id = id",
    "DELETE FROM {0}",
    "TRUNCATE {0} CASCADE",
    "ALTER TABLE {0} ADD COLUMN more int",
    "ALTER TABLE {0} DISABLE TRIGGER ALL",
    "DROP TRIGGER {0}_append_only ON {0}",
    "DROP TABLE {0} CASCADE",
    "SELECT * FROM {0} FOR UPDATE",
)


@pytest.fixture
def as_the_application(application_connection: psycopg.Connection) -> Iterator[None]:
    """Let the services run with the application's rights instead of the owner's."""
    owner = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = application_connection.info.user
    yield
    connection.close()
    connection.settings_dict["USER"] = owner


def walk_to_a_feedback_talk() -> None:
    case, person = an_admitted_case()
    rate_everything(case, person)
    submit_self_rating(case=case, by=person, at=NOON)
    statement = a_statement(case.person, release_key=case.release_key)
    withdraw_statement(statement_id=statement.pk, reason="Förväxling", by=a_service_user(), at=NOON)
    for state in (CaseState.TEST_PLANNED, CaseState.TESTING, CaseState.TESTED):
        move_case(case=case, to=state, by=a_service_user(), at=NOON)
    leader = an_account(a_person("Vera", "Kopplin"))
    hold_feedback_talk(case=case, summary="", proposals={}, by=leader, at=NOON)


def look_at_a_matrix_and_anchor() -> None:
    company = a_company()
    company.operator()
    show_matrix(organisation=company.organisation, selection=Selection(), by=company.chief, at=NOON)
    anchor_chains(by=a_service_user(), at=NOON)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", TABLES)
def test_the_application_can_not_change_what_is_written(change, table, application_connection):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application_connection.execute(change.format(table))


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE mine (id int)",
        "DROP FUNCTION trail_refuse_change CASCADE",
        "SET SESSION AUTHORIZATION kunnande_owner",
        "SET ROLE kunnande_owner",
        "SET session_replication_role = replica",
    ],
)
def test_the_application_finds_no_way_around(change, application_connection):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application_connection.execute(change)


@pytest.mark.usefixtures("as_the_application")
def test_the_application_appends_what_its_services_write():
    walk_to_a_feedback_talk()

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT count(*) FROM ledger_ending)")
        user, endings = cursor.fetchone()
    assert (user, endings) == ("kunnande_app", 1)
    assert find_broken_link() is None


@pytest.mark.usefixtures("as_the_application")
def test_the_application_records_looks_and_anchors():
    look_at_a_matrix_and_anchor()

    assert (find_broken_look(), find_broken_anchor()) == (None, None)
