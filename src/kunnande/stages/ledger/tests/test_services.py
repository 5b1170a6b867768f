from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kunnande.stages.framework.queries import ProofKind
from kunnande.stages.ledger import queries, services
from kunnande.stages.ledger.models import Ending, Release, Statement
from kunnande.stages.ledger.tests.builders import a_statement, an_area_version_id
from kunnande.stages.parties.queries import Person
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_person, a_service_user
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db


def current_levels(person: Person) -> list[tuple[str, int]]:
    return sorted((s.kind, s.level) for s in queries.list_current([person.pk], on=TODAY))


@pytest.mark.parametrize(
    ("earlier", "later", "counting"),
    [
        (2, 3, [3]),
        (2, 2, [2]),
        (3, 2, [2, 3]),  # what somebody has proved is not lost by proving less
    ],
)
def test_a_statement_supersedes_the_same_or_lower_level(earlier, later, counting):
    person = a_person()
    a_statement(person, level=earlier)

    a_statement(person, level=later)

    assert [level for _kind, level in current_levels(person)] == counting


def test_an_own_rating_replaces_the_one_before_whatever_its_level():
    person = a_person()
    a_statement(person, level=4, kind=ProofKind.SELF_RATED)

    a_statement(person, level=1, kind=ProofKind.SELF_RATED)

    assert current_levels(person) == [("self_rated", 1)]


def test_another_kind_of_proof_supersedes_nothing():
    person = a_person()
    a_statement(person, level=2, kind=ProofKind.THEORY_TESTED)

    a_statement(person, level=3, kind=ProofKind.DOCUMENTED)

    assert current_levels(person) == [("documented", 3), ("theory_tested", 2)]


def test_a_statement_about_another_area_or_person_supersedes_nothing():
    person = a_person()
    a_statement(person, level=2)

    a_statement(person, level=3, area="IT08")
    a_statement(a_person("Vera", "Kopplin"), level=3)

    assert len(current_levels(person)) == 2


def test_the_superseded_statement_stays_and_names_its_successor():
    person = a_person()
    old = a_statement(person, level=2)

    new = a_statement(person, level=3)

    assert list(Statement.objects.order_by("pk")) == [old, new]
    assert old.ending.superseded_by == new


def test_one_act_says_one_thing_about_an_area():
    person = a_person()
    first = a_statement(person)

    with pytest.raises(IntegrityError):
        services.state_competence(
            person=person,
            area_version_id=first.area_version_id,
            level=3,
            proof=services.Proof(first.kind, first.source),
            by=a_service_user(),
            at=NOON,
        )


def test_a_withdrawn_statement_no_longer_counts_and_says_why():
    person = a_person()
    statement = a_statement(person)

    ending = services.withdraw_statement(
        statement_id=statement.pk, reason=" Provet rättades om. ", by=a_service_user(), at=NOON
    )

    assert current_levels(person) == []
    assert ending.reason == "Provet rättades om."


def test_the_reason_stays_out_of_the_trail():
    person = a_person()
    statement = a_statement(person)

    services.withdraw_statement(
        statement_id=statement.pk, reason="Förväxling", by=a_service_user(), at=NOON
    )

    entry = list_entries(f"person:{person.pk}")[-1]
    assert (entry.act, entry.facts) == ("statement_withdrawn", {})


def test_nothing_is_withdrawn_without_a_reason():
    statement = a_statement(a_person())

    with pytest.raises(services.ReasonMissingError):
        services.withdraw_statement(
            statement_id=statement.pk, reason="  ", by=a_service_user(), at=NOON
        )

    assert not Ending.objects.exists()


def test_a_statement_ends_once():
    person = a_person()
    old = a_statement(person, level=2)
    a_statement(person, level=3)

    with pytest.raises(services.AlreadyEndedError):
        services.withdraw_statement(
            statement_id=old.pk, reason="Förväxling", by=a_service_user(), at=NOON
        )


def test_a_second_release_changes_nothing():
    person = a_person()
    first = services.release_results(
        release_key="case:1:1", person=person, by=a_service_user(), at=NOON
    )

    again = services.release_results(
        release_key="case:1:1", person=person, by=a_service_user(), at=NOON
    )

    released = [e for e in list_entries(f"person:{person.pk}") if e.act == "results_released"]
    assert again == first
    assert len(released) == 1


def test_a_level_above_four_is_refused_by_the_database():
    with pytest.raises(IntegrityError):
        a_statement(a_person(), level=5)


@pytest.mark.parametrize("table", ["ledger_statement", "ledger_ending", "ledger_release"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_even_its_owner_a_quiet_change(table, change):
    person = a_person()
    a_statement(person, level=1)
    a_statement(person, level=2)
    services.release_results(release_key="case:1:1", person=person, by=a_service_user(), at=NOON)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


@pytest.mark.django_db(transaction=True)
def test_statements_at_the_same_time_leave_one_that_counts():
    person, area, clerk = a_person(), an_area_version_id(), a_service_user()

    def state(number: int) -> None:
        proof = services.Proof(ProofKind.THEORY_TESTED, f"sitting:{number}")
        try:
            services.state_competence(
                person=person, area_version_id=area, level=2, proof=proof, by=clerk, at=NOON
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(state, range(8)))

    assert (Statement.objects.count(), len(current_levels(person))) == (8, 1)
    assert Release.objects.count() == 0


def test_a_log_line_about_the_ledger_tells_nobodys_name():
    person = a_person("Hassan")
    a_statement(person, level=1)
    a_statement(person, level=2)
    release = services.release_results(
        release_key="case:1:1", person=person, by=a_service_user(), at=NOON
    )

    lines = [str(row) for row in (*Statement.objects.all(), *Ending.objects.all(), release)]

    assert not [line for line in lines if "Hassan" in line]
