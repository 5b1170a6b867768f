from __future__ import annotations

import pytest
from django.urls import reverse

from kunnande.stages.cases.models import Case
from kunnande.stages.parties.models import Person
from kunnande.stages.parties.tests.builders import NOON, TODAY
from kunnande.stages.testing.models import Sitting
from kunnande.stages.testing.tests.builders import a_planned_sitting, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

# Session, account and roles; then each list's count and rows, the retakes' facts and the frame.
QUERIES_OF_LIST = 16


def fill(planned, count, *, since=0):
    """Put rows into every list, past the services: a thousand of them would take a minute."""
    people = Person.objects.bulk_create(
        Person(given_name="Bo", family_name=f"Svarv{n:04}", sort_key=f"svarv{n:04} bo")
        for n in range(since, count)
    )
    version = planned.case.product_version
    opened = {"product_version": version, "opened_at": NOON, "changed_at": NOON}
    Case.objects.bulk_create(
        Case(person=person, state="mapped", **opened) for person in people[::2]
    )
    cases = Case.objects.bulk_create(
        Case(person=person, state="test_planned", **opened) for person in people[1::2]
    )
    Sitting.objects.bulk_create(
        Sitting(
            case=case,
            blueprint=planned.blueprint,
            centre=planned.centre,
            test_leader=planned.leader,
            takes_place_on=TODAY,
            seed=1,
            language="sv",
        )
        for case in cases
    )


def test_the_list_asks_as_much_at_a_thousand_rows_as_at_ten(django_assert_num_queries):
    planned = a_planned_sitting()
    fill(planned, 10)
    client, address = signed_in(planned.leader), reverse("testing:leading")
    client.get(address)

    with django_assert_num_queries(QUERIES_OF_LIST):
        client.get(address)
    fill(planned, 1000, since=10)
    with django_assert_num_queries(QUERIES_OF_LIST):
        page = client.get(address).content.decode()

    assert page.count("Svarv") < 120
    assert "500 personer är redo för prov" in page


def test_each_list_turns_its_own_page():
    planned = a_planned_sitting()
    fill(planned, 120)
    client = signed_in(planned.leader)

    page = client.get(reverse("testing:leading"), {"redo": "3", "prov": "2"}).content.decode()

    assert "?redo=3&amp;prov=3" in page
    assert "?redo=2&amp;prov=2" in page
    assert "Sida 3, 60 rader i allt" in page


@pytest.mark.parametrize("number", ["0", "-1", "x", "²", "99999999999", ""])
def test_a_page_that_is_none_is_the_first(number):
    planned = a_planned_sitting()
    fill(planned, 120)

    page = signed_in(planned.leader).get(reverse("testing:leading"), {"redo": number})

    assert "Sida 1, 60 rader i allt" in page.content.decode()


def test_a_page_after_the_last_is_the_last():
    planned = a_planned_sitting()
    fill(planned, 120)

    page = signed_in(planned.leader).get(reverse("testing:leading"), {"redo": "999"})

    assert "Sida 3, 60 rader i allt" in page.content.decode()
