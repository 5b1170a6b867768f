from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kunnande.stages.framework import queries
from kunnande.stages.framework.tests import builders
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import a_member, a_scheme_owner, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_scheme_owner()


@pytest.fixture
def owner_client(client, owner):
    client.force_login(a_member(owner, Role.SCHEME_OWNER))
    return client


@pytest.fixture
def draft(owner):
    builders.an_imported_scheme(owner=owner)
    return queries.get_version("teknik-bas", "1")


def a_package_of(products):
    package = builders.a_package()
    one = package["products"]["products"][0]
    package["products"]["products"] = [{**one, "id": f"produkt-{n}"} for n in range(products)]
    return package


def test_the_owner_reads_criteria_in_three_dimensions_before_publishing(owner_client, draft):
    page = owner_client.get(reverse("framework:version", args=[draft.pk])).content.decode()

    for words in ("Kunskaper", "Färdigheter", "Ansvar och självständighet", "Publicera och lås"):
        assert words in page
    assert "minst 70 procent av poängen" in page


def test_publishing_leads_back_to_the_published_page(owner_client, draft):
    response = owner_client.post(reverse("framework:publish", args=[draft.pk]), follow=True)

    assert "är publicerad" in response.content.decode()
    assert "Publicera och lås" not in response.content.decode()


def test_publishing_twice_says_so_and_changes_nothing(owner_client, draft):
    address = reverse("framework:publish", args=[draft.pk])
    owner_client.post(address)

    response = owner_client.post(address, follow=True)

    assert "redan publicerad" in response.content.decode()


def test_a_version_that_does_not_hold_together_is_not_published(owner_client, draft):
    queries.PassRule.objects.all().delete()

    response = owner_client.post(reverse("framework:publish", args=[draft.pk]))

    assert response.status_code == 422
    assert "regeln för uppfyllt saknas" in response.content.decode()


def test_an_employer_reads_what_is_published_but_no_draft(client, draft):
    client.force_login(a_member(an_organisation()))
    address = reverse("framework:version", args=[draft.pk])

    assert client.get(address).status_code == 404
    assert client.post(reverse("framework:publish", args=[draft.pk])).status_code == 403


def test_everybody_signed_in_reads_what_is_published_in_english(client):
    version = builders.a_published_version()
    client.force_login(a_member(an_organisation()))
    client.cookies["django_language"] = "en"

    page = client.get(reverse("framework:version", args=[version.pk])).content.decode()

    assert "Technology BAS" in page
    assert "Can skill." in page


def test_another_scheme_owner_does_not_see_the_draft(client, draft):
    client.force_login(a_member(a_scheme_owner(), Role.SCHEME_OWNER))

    assert client.get(reverse("framework:version", args=[draft.pk])).status_code == 404


def test_the_list_asks_as_often_for_fifty_products_as_for_ten(owner_client, owner):
    builders.an_imported_scheme(a_package_of(10), owner)
    few = asked_by(owner_client, 10)
    builders.an_imported_scheme(a_package_of(50), owner)

    many = asked_by(owner_client, 50)

    assert many == few


def asked_by(owner_client, products):
    with CaptureQueriesContext(connection) as asked:
        page = owner_client.get(reverse("framework:products")).content.decode()
    assert page.count("Teknik BAS") == products
    return len(asked)
