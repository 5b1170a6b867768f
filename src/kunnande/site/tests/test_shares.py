from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kunnande.site.home.looks import list_looks_in_words
from kunnande.site.home.shared import get_shared_page
from kunnande.site.tests.builders import a_user, signed_in
from kunnande.stages.credentials.tests.builders import a_certificate, revoked
from kunnande.stages.disclosure.queries import list_shares
from kunnande.stages.disclosure.tests.builders import a_share
from kunnande.stages.ledger.queries import ProofKind
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.tests.builders import NOON, TODAY

pytestmark = pytest.mark.django_db


def words_of(response):
    return unescape(" ".join(response.content.decode().split()))


@pytest.fixture
def user():
    return a_user()


def posted(user, **form):
    last_on = timezone.localdate().isoformat()
    said = {"recipient": "Grannverken", "last_on": last_on, **form}
    return signed_in(user).post(reverse("home:new_share"), said)


def share_of(user, *statements, **changed):
    areas = [statement.area_version.area_id for statement in statements]
    return a_share(user.person, area_ids=areas, **changed)


def test_a_link_shows_the_chosen_area_and_no_other(user):
    chosen = a_statement(user.person, area="IT07")
    a_statement(user.person, area="IT08")

    page = get_shared_page(share_of(user, chosen).share, at=NOON)

    assert [row.area for row in page.statements] == [chosen.area_version.name_sv]


def test_a_chosen_area_that_has_lapsed_is_said_to_have(user):
    past = a_statement(user.person, valid_until=TODAY)
    share = share_of(user, past, last_on=TODAY + timedelta(days=2)).share

    page = get_shared_page(share, at=NOON + timedelta(days=1))

    assert (page.statements, page.lapsed) == ((), (past.area_version.name_sv,))


@pytest.mark.parametrize(
    "kept", [{"kind": ProofKind.SELF_RATED}, {"release_key": "case:1:1"}], ids=["own", "unreleased"]
)
def test_own_ratings_and_unreleased_results_are_never_shared(user, kept):
    statement = a_statement(user.person, **kept)

    page = get_shared_page(share_of(user, statement).share, at=NOON)
    refused = posted(user, chosen=[f"area:{statement.area_version.area_id}"])

    assert page.statements == ()
    assert "Det finns inget att visa än" in words_of(refused)


def test_the_new_link_is_shown_once(user):
    statement = a_statement(user.person)
    client = signed_in(user)
    client.post(
        reverse("home:new_share"),
        {
            "recipient": "Grannverken",
            "chosen": [f"area:{statement.area_version.area_id}"],
            "last_on": timezone.localdate().isoformat(),
        },
    )

    first, second = (words_of(client.get(reverse("home:shares"))) for _ in range(2))

    assert "/delat/" in first
    assert "/delat/" not in second


def test_a_stranger_reads_the_page_and_the_person_sees_that_somebody_did(user):
    statement = a_statement(user.person)
    issued = share_of(user, statement, last_on=timezone.localdate(), recipient="Grannverken")

    page = words_of(Client().get(reverse("home:shared", args=[issued.token])))

    assert statement.area_version.name_sv in page
    (look,) = list_looks_in_words(user.person.pk)
    assert look.who == "Någon med länken till Grannverken"


def test_a_withdrawn_link_says_nothing_about_the_person(user):
    statement = a_statement(user.person)
    issued = share_of(user, statement, last_on=timezone.localdate())
    signed_in(user).post(reverse("home:withdraw_share", args=[issued.share.pk]))

    response = Client().get(reverse("home:shared", args=[issued.token]))

    assert response.status_code == 410
    assert user.person.given_name not in words_of(response)


def test_a_shared_certificate_shows_that_it_was_revoked():
    certificate = revoked(a_certificate()).certificate
    issued = a_share(certificate.person, area_ids=[], certificate_ids=[certificate.public_id])

    (shown,) = get_shared_page(issued.share, at=NOON + timedelta(days=1)).certificates

    assert shown.verdict == "revoked"


def test_what_was_typed_is_kept_when_something_is_missing(user):
    a_statement(user.person)

    response = posted(user, chosen=[])

    assert response.status_code == 422
    assert "Grannverken" in words_of(response)
    assert list_shares(user.person.pk) == []
