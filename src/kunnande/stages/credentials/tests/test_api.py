"""The API hands out the same files as the pages do."""

import json

import pytest

from kunnande.engines import verifiable_credentials as vc
from kunnande.stages.credentials import queries
from kunnande.stages.credentials.models import Certificate
from kunnande.stages.credentials.tests.builders import a_certificate
from kunnande.stages.parties.tests.builders import a_person, an_account
from kunnande.stages.testing.tests.builders import minutes

pytestmark = pytest.mark.django_db

LATER = minutes(200)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


@pytest.fixture
def awarded():
    return a_certificate()


def fetched(client, awarded, form):
    return client.get(f"/api/v1/certificates/{awarded.certificate.public_id}/forms/{form}")


def wallet_file(client, awarded, **sent):
    address = f"/api/v1/me/certificates/{awarded.certificate.public_id}/wallet-file"
    return client.post(address, json.dumps(sent), content_type="application/json")


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("png", "image/png"),
        ("svg", "image/svg+xml"),
        ("jwt", "application/vc+jwt"),
        ("elm.json", "application/json"),
    ],
)
def test_a_program_gets_each_form_as_its_own_kind_of_file(client, awarded, form, media_type):
    response = fetched(client, awarded, form)

    assert (response.status_code, response["Content-Type"]) == (200, media_type)


def test_the_picture_holds_what_was_signed(client, awarded):
    picture = fetched(client, awarded, "png").content

    assert json.loads(vc.extract(picture)) == json.loads(awarded.certificate.document_text)


def test_a_form_there_is_not_is_refused_by_name(client, awarded):
    assert fetched(client, awarded, "gif").status_code == 422


def test_what_the_issuer_has_not_signed_is_not_there(client, awarded):
    changed = awarded.certificate.document_text.replace("Completed", "InProgress")
    Certificate.objects.update(document_text=changed)

    assert fetched(client, awarded, "jwt").status_code == 404


def test_the_holder_gets_the_areas_they_chose(client, awarded):
    client.force_login(an_account(awarded.certificate.person))

    text = wallet_file(client, awarded, areas=["IT07"]).content.decode()

    listed = queries.get_token_status_list(awarded.certificate.status_list_id, at=LATER)
    verified = vc.verify_sd_jwt(
        text, did_document=queries.get_did_document(), at=LATER, status_list=listed
    )
    assert (text.count("~"), verified.outcome) == (2, "passed")


def test_nobody_else_gets_the_file(client, awarded):
    client.force_login(an_account(a_person()))

    assert wallet_file(client, awarded, areas=["IT07"]).status_code == 404


@pytest.mark.parametrize("sent", [{"areas": []}, {"areas": ["IT07"], "holder_key": "no key"}])
def test_what_can_not_be_used_is_refused(client, awarded, sent):
    client.force_login(an_account(awarded.certificate.person))

    assert wallet_file(client, awarded, **sent).status_code == 422
