from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kunnande.stages.itembank.tests.builders import a_bank
from kunnande.stages.parties.queries import OrganisationKind, Role, list_organisations
from kunnande.stages.parties.tests.builders import a_member, a_person, an_account, an_organisation

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def owner():
    a_bank()
    (organisation,) = list_organisations(OrganisationKind.SCHEME_OWNER)
    return signed_in(a_member(organisation, Role.SCHEME_OWNER))


def test_the_scheme_owner_sees_each_item_with_its_review_status(owner):
    page = owner.get(reverse("itembank:bank")).content.decode()

    assert page.count("Inte granskad av en yrkesperson") == 24


@pytest.mark.parametrize(("language", "words"), [("sv", "Vilket blad"), ("en", "Which sheet")])
def test_a_preview_shows_the_item_as_the_candidate_sees_it(owner, language, words):
    page = owner.get(reverse("itembank:preview", args=["IT07-02", language])).content.decode()

    assert words in page
    assert "Vyn placeras på den sida man tittar från" in page


def test_a_preview_serves_its_picture_so_that_it_can_not_act(owner):
    picture = owner.get(reverse("itembank:picture", args=["IT07-02", "sv", "IT07-02.svg"]))

    assert picture.status_code == 200
    assert "sandbox" in picture["Content-Security-Policy"]
    assert picture["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("view", "args"),
    [
        ("preview", ["IT99-99", "sv"]),
        ("preview", ["IT07-02", "de"]),
        ("picture", ["IT07-02", "sv", "other.svg"]),
    ],
)
def test_what_is_not_in_the_bank_is_not_found(owner, view, args):
    page = owner.get(reverse(f"itembank:{view}", args=args))

    assert page.status_code == 404


def test_the_owner_of_another_scheme_sees_none_of_the_items():
    a_bank()
    organisation = an_organisation("Andra", OrganisationKind.SCHEME_OWNER)
    other = signed_in(a_member(organisation, Role.SCHEME_OWNER))

    bank = other.get(reverse("itembank:bank"))
    preview = other.get(reverse("itembank:preview", args=["IT07-02", "sv"]))

    assert "IT07-02" not in bank.content.decode()
    assert preview.status_code == 404


@pytest.mark.parametrize("role", [Role.TEST_LEADER, Role.EXAMINER, Role.EMPLOYER, None])
def test_nobody_but_the_scheme_owner_opens_the_bank(role):
    a_bank()
    user = a_member(an_organisation(), role) if role else an_account(a_person())

    answers = [
        signed_in(user).get(reverse("itembank:bank")).status_code,
        signed_in(user).get(reverse("itembank:preview", args=["IT07-02", "sv"])).status_code,
    ]

    assert answers == [403, 403]
