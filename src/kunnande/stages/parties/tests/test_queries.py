from __future__ import annotations

from datetime import timedelta

import pytest

from kunnande.stages.parties import queries, services, translate
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_scheme_owner,
    a_service_user,
    an_account,
    an_employee,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def test_names_sort_as_in_swedish():
    company = an_organisation()
    for family_name in ("Öberg", "Åberg", "Zander", "Äng"):
        an_employee(company, family_name=family_name)

    names = [row.name for row in queries.list_employees(company, on=TODAY)]

    assert names == ["Hassan Zander", "Hassan Åberg", "Hassan Äng", "Hassan Öberg"]


def test_an_employer_sees_its_own_employees_and_nobody_elses():
    company, other = an_organisation(), an_organisation("Andra AB")
    own, foreign = an_employee(company), an_employee(other, "Sara", "Annan")
    viewer = queries.get_viewer(a_member(company), on=TODAY)

    seen = queries.people_visible_to(viewer, on=TODAY)

    assert own in seen
    assert foreign not in seen


def test_who_has_left_is_no_longer_seen():
    company = an_organisation()
    person = an_employee(company)
    employment = queries.Employment.objects.get(person=person)
    services.end_employment(employment=employment, to_on=TODAY, by=a_service_user(), at=NOON)

    assert queries.list_employees(company, on=TODAY)
    assert not queries.list_employees(company, on=TODAY + timedelta(days=1))


def test_an_employee_is_invited_until_the_links_last_day_and_then_has_an_account():
    company = an_organisation()
    issued = services.invite_employee(
        organisation=company,
        given_name="Hassan",
        family_name="Kilremm",
        email="hassan@exempel.se",
        by=a_service_user(),
        at=NOON,
    )
    late = TODAY + timedelta(days=30)

    assert queries.list_employees(company, on=TODAY)[0].is_invited
    assert not queries.list_employees(company, on=late)[0].is_invited

    an_account(issued.invitation.person)

    assert queries.list_employees(company, on=TODAY)[0].has_account


def test_a_scheme_owner_knows_all_organisations_and_others_their_own():
    owner, company = a_scheme_owner(), an_organisation()
    an_organisation("Andra AB")

    everything = queries.get_viewer(a_member(owner, Role.SCHEME_OWNER), on=TODAY)
    own = queries.get_viewer(a_member(company), on=TODAY)

    assert queries.organisations_visible_to(everything).count() == 3
    assert list(queries.organisations_visible_to(own)) == [company]


def test_an_organisation_is_listed_with_its_members_and_municipality():
    company = an_organisation()
    a_member(company)

    row = queries.list_organisation_rows(at=NOON)[0]

    assert (row.members, row.invited, row.municipality) == (1, 0, "Gnosjö")


def test_a_sealed_number_opens_again_and_never_looks_the_same():
    sealed = translate.seal("199001019802")

    assert translate.unseal(sealed) == "199001019802"
    assert translate.seal("199001019802") != sealed


def test_names_of_actors_are_found_by_their_trail_names():
    member = a_member(an_organisation())

    assert queries.get_names_of_actors([member.trail_name]) == {
        member.trail_name: "Birgit Plåtberg"
    }
