import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kunnande.site.content import exchange
from kunnande.site.content.publish import publish_sample_scheme
from kunnande.stages.framework.models import Scheme
from kunnande.stages.framework.queries import get_version
from kunnande.stages.framework.tests.builders import a_package, an_imported_scheme
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import (
    NOON,
    a_member,
    a_scheme_owner,
    a_service_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_scheme_owner()


@pytest.fixture
def browser(owner):
    browser = Client()
    browser.force_login(a_member(owner, Role.SCHEME_OWNER))
    return browser


def upload(browser, content):
    file = SimpleUploadedFile("modell.yaml", content)
    return browser.post(reverse("home:schemes"), {"file": file}, follow=True)


def page_of(browser, version):
    return browser.get(reverse("framework:version", args=[version.pk])).content.decode()


@pytest.mark.parametrize("kind", ["yaml", "json", "case"])
def test_an_owner_takes_the_scheme_out_and_in_again(browser, owner, kind):
    scheme = an_imported_scheme(owner=owner)
    before = exchange.take_out(scheme)

    file = browser.get(reverse("home:scheme_file", args=[scheme.code, kind]))
    page = upload(browser, file.content).content.decode()

    assert "attachment" in file["Content-Disposition"]
    assert "är inläst som utkast" in page
    assert exchange.take_out(scheme) == before


def test_a_file_that_does_not_hold_together_is_told_by_place_and_nothing_stored(browser):
    package = {"format": exchange.FORMAT, **a_package()}
    package["areas"]["areas"][0]["criteria"] = []

    page = upload(browser, exchange.write(package, "yaml", creator="", at=NOON))

    assert page.status_code == 422
    assert "areas.areas[IT07].criteria: saknas" in page.content.decode()
    assert not Scheme.objects.exists()


def test_another_owners_scheme_can_not_be_taken_out(browser):
    scheme = an_imported_scheme(owner=a_scheme_owner())

    file = browser.get(reverse("home:scheme_file", args=[scheme.code, "yaml"]))

    assert file.status_code == 404


def test_a_kind_of_file_that_is_not_there_is_not_found(browser, owner):
    scheme = an_imported_scheme(owner=owner)

    assert browser.get(reverse("home:scheme_file", args=[scheme.code, "pdf"])).status_code == 404


def test_the_product_page_says_which_areas_lack_questions(browser, owner):
    publish_sample_scheme(owner=owner, by=a_service_user(), at=NOON)

    page = page_of(browser, get_version("automation-bas", "2026.1"))

    assert "Går inte att pröva ännu" in page
    assert "AU01: 0 av" in page


def test_the_product_page_says_how_sure_a_result_can_be(browser, owner):
    version = publish_sample_scheme(owner=owner, by=a_service_user(), at=NOON)

    page = page_of(browser, version)

    assert "Går att pröva: frågorna räcker i alla områden" in page
    assert "ungefär 16 procentenheter högre eller lägre" in page


def test_the_list_says_which_versions_can_not_be_tested_yet(browser, owner):
    publish_sample_scheme(owner=owner, by=a_service_user(), at=NOON)

    page = browser.get(reverse("framework:products")).content.decode()

    assert page.count("Går inte att pröva ännu") == 11
