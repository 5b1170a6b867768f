"""A scheme's owner says how long what is shown counts: on a page, to a program, in a file."""

import pytest
from django.urls import reverse

from kunnande.stages.framework import queries, services
from kunnande.stages.framework.models import ValidityRule
from kunnande.stages.framework.tests import builders
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_scheme_owner,
    a_service_user,
)
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db

OF_AREA = {
    "area": "IT07",
    "from_on": "2026-01-01",
    "shown_months": 24,
    "renewal_days": 30,
    "recency_months": None,
}
OF_VERSION = {
    "product": "teknik-bas",
    "version": "1",
    "from_on": "2026-02-01",
    "shown_months": None,
    "renewal_days": 90,
    "recency_months": 12,
}


@pytest.fixture
def owner():
    return a_scheme_owner()


@pytest.fixture
def version(owner):
    return builders.a_published_version(owner)


@pytest.fixture
def owner_client(client, owner):
    client.force_login(a_member(owner, Role.SCHEME_OWNER))
    return client


def package_with(*rules):
    return {**builders.a_package(), "validity": {"rules": list(rules)}}


def validity_of(code, on=TODAY):
    area = queries.find_area_version(code).area_id
    return queries.list_validity([area], on)[area]


def send(client, version, **fields):
    told = {"area_id": "", "from_on": "2026-11-01", "renewal_days": "60", **fields}
    return client.post(reverse("framework:validity", args=[version.pk]), told, follow=True)


def test_the_owner_sets_a_rule_for_all_areas_of_a_version(owner_client, version):
    page = send(owner_client, version, shown_months="36").content.decode()

    assert "Räknas i 36 månader." in page
    assert validity_of("IT08") == queries.Validity(36, 60, None)


def test_the_owner_sets_a_rule_for_one_area(owner_client, version):
    area = queries.find_area_version("IT07").area_id

    send(owner_client, version, area_id=str(area), recency_months="6")

    assert validity_of("IT07") == queries.Validity(None, 60, 6)
    assert validity_of("IT08") == queries.USUAL


def test_a_rule_before_the_one_that_holds_is_refused_beside_its_day(owner_client, version):
    send(owner_client, version)

    response = send(owner_client, version, from_on="2026-10-01")

    assert response.status_code == 422
    assert "Regeln ska börja efter den som gäller" in response.content.decode()


@pytest.mark.parametrize("fields", [{"shown_months": "0"}, {"area_id": "9"}, {"from_on": "x"}])
def test_what_can_not_be_a_rule_is_refused(owner_client, version, fields):
    assert send(owner_client, version, **fields).status_code == 422
    assert not ValidityRule.objects.exists()


def test_another_owner_neither_reads_nor_sets_the_rules(client, version):
    client.force_login(a_member(a_scheme_owner(), Role.SCHEME_OWNER))

    assert send(client, version).status_code == 404
    assert not ValidityRule.objects.exists()


def test_everybody_reads_how_long_it_counts(client, version):
    rule = queries.Validity(shown_months=24)
    services.set_validity_rule(
        about=version, validity=rule, from_on=TODAY, by=a_service_user(), at=NOON
    )
    client.force_login(a_member(a_scheme_owner(), Role.EXAMINER))

    page = client.get(reverse("framework:version", args=[version.pk])).content.decode()

    assert "Räknas i 24 månader." in page
    assert reverse("framework:validity", args=[version.pk]) not in page


def test_a_rule_comes_in_with_its_scheme_and_goes_out_with_it():
    scheme = builders.an_imported_scheme(package_with(OF_AREA, OF_VERSION))

    out = queries.get_package(scheme)

    assert out["validity"] == {"rules": [OF_AREA, OF_VERSION]}
    assert (
        services.read_case(queries.get_case_document(out, creator="Ägaren", changed_at=NOON)) == out
    )


def test_the_same_file_again_sets_no_rule(owner):
    scheme = builders.an_imported_scheme(package_with(OF_AREA), owner=owner)
    before = list_entries(f"scheme:{scheme.code}")

    builders.an_imported_scheme(queries.get_package(scheme), owner=owner)

    assert list_entries(f"scheme:{scheme.code}") == before


def test_a_later_rule_in_a_file_ends_the_one_before(owner):
    builders.an_imported_scheme(package_with(OF_AREA), owner=owner)
    later = {**OF_AREA, "from_on": "2026-06-01", "shown_months": 12}

    builders.an_imported_scheme(package_with(OF_AREA, later), owner=owner)

    ends = ValidityRule.objects.order_by("from_on").values_list("to_on", flat=True)
    assert [day and day.isoformat() for day in ends] == ["2026-05-31", None]


def test_what_has_held_since_a_day_is_not_rewritten_by_a_file(owner):
    builders.an_imported_scheme(package_with(OF_AREA), owner=owner)

    with pytest.raises(services.ImproperSchemeError) as told:
        builders.an_imported_scheme(package_with({**OF_AREA, "shown_months": 3}), owner=owner)

    assert "validity.rules[IT07 2026-01-01]" in told.value.problems[0]
    assert validity_of("IT07").shown_months == 24


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"from_on": "i morgon"}, "from_on"),
        ({"renewal_days": -1}, "renewal_days"),
        ({"shown_months": 0}, "shown_months"),
        ({"area": "XX99"}, "validity.rules[XX99]"),
        ({"area": ["IT07"]}, "validity.rules"),
        ({"product": "teknik-bas", "version": "1"}, "validity.rules[IT07]"),
    ],
)
def test_a_rule_that_does_not_hold_together_is_named_with_its_path(wrong, path):
    with pytest.raises(services.ImproperSchemeError) as told:
        builders.an_imported_scheme(package_with({**OF_AREA, **wrong}))

    assert path in told.value.problems[0]
