"""The same certificate for other programs: what they get says what was signed, and no more."""

import json

import pytest
from django.urls import reverse

from kunnande.engines import verifiable_credentials as vc
from kunnande.engines.verifiable_credentials.jose import decode_json
from kunnande.stages.credentials import queries
from kunnande.stages.credentials.models import Certificate
from kunnande.stages.credentials.tests.builders import AWARDED_AT, a_certificate, revoked
from kunnande.stages.parties.tests.builders import a_person, an_account
from kunnande.stages.testing.tests.builders import minutes

pytestmark = pytest.mark.django_db

LATER = minutes(200)
HOLDER = vc.P256Key(verification_method="", secret=bytes(range(1, 33)))


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


@pytest.fixture
def awarded():
    return a_certificate()


def fetched(client, awarded, form):
    return client.get(reverse("credentials:form", args=[awarded.certificate.public_id, form]))


def signed(awarded):
    return json.loads(awarded.certificate.document_text)


def wallet_file(awarded, areas=("IT07", "IT08"), holder_key=""):
    return queries.get_wallet_certificate(
        awarded.certificate,
        areas=areas,
        holder_key=holder_key,
        at=LATER,
    )


def judged(awarded, text, binding=None):
    listed = queries.get_token_status_list(awarded.certificate.status_list_id, at=LATER)
    return vc.verify_sd_jwt(
        text,
        did_document=queries.get_did_document(),
        at=LATER,
        status_list=listed,
        binding=binding,
    )


@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_picture_holds_the_signed_certificate(client, awarded, form):
    response = fetched(client, awarded, form)

    assert json.loads(vc.extract(response.content)) == signed(awarded)
    assert response["Content-Disposition"] == f'attachment; filename="bevis.{form}"'


def test_the_text_verifies_as_the_certificate_does(client, awarded):
    token = fetched(client, awarded, "jwt").content.decode()

    listed = queries.get_status_list_credential(awarded.certificate.status_list_id)
    result = vc.verify_jwt(
        token, did_document=queries.get_did_document(), at=LATER, status_list=listed
    )
    assert result.outcome == "passed"


def test_europass_gets_what_the_certificate_says(client, awarded):
    written = json.loads(fetched(client, awarded, "elm.json").content)["credential"]

    assert written["id"] == signed(awarded)["id"]
    assert written["type"] == ["VerifiableCredential", "EuropeanDigitalCredential"]


@pytest.mark.parametrize("form", ["exe", "gif"])
def test_there_are_no_other_forms(client, awarded, form):
    assert fetched(client, awarded, form).status_code == 404


@pytest.mark.parametrize("form", ["png", "jwt", "elm.json"])
def test_what_the_issuer_has_not_signed_is_not_signed_anew(client, awarded, form):
    changed = awarded.certificate.document_text.replace("Completed", "InProgress")
    Certificate.objects.update(document_text=changed)

    assert fetched(client, awarded, form).status_code == 404


def test_a_wallet_file_passes_every_check(awarded):
    assert judged(awarded, wallet_file(awarded)).outcome == "passed"


def test_an_area_kept_back_is_not_in_the_file(awarded):
    text = wallet_file(awarded, areas=["IT07"])

    assert text.count("~") == 2
    assert judged(awarded, text).outcome == "passed"


def test_with_a_key_only_its_owner_can_present_the_file(awarded):
    text = wallet_file(awarded, holder_key=json.dumps(vc.public_jwk(HOLDER.public)))
    reader = vc.Binding(audience="https://employer.example", nonce="5f2e")

    shown = vc.present_sd_jwt(text, areas=["IT07"], holder_key=HOLDER, binding=reader, at=LATER)

    assert judged(awarded, shown, reader).outcome == "passed"
    assert judged(awarded, text, reader).check("holder").outcome == "failed"


@pytest.mark.parametrize("key", ["no key", "[]", json.dumps({"kty": "EC", "d": "secret"})])
def test_what_is_no_public_key_is_refused(awarded, key):
    with pytest.raises(queries.HolderKeyError):
        wallet_file(awarded, holder_key=key)


def test_a_revocation_shows_in_the_wallets_list(awarded):
    text = wallet_file(awarded)

    revoked(awarded)

    assert judged(awarded, text).check("status").finding is vc.Finding.REVOKED


def test_the_holder_downloads_the_areas_they_chose(client, awarded):
    client.force_login(an_account(awarded.certificate.person))
    page = reverse("credentials:wallet", args=[awarded.certificate.public_id])

    response = client.post(page, {"areas": ["IT07"]})

    assert response["Content-Type"] == "application/dc+sd-jwt"
    assert judged(awarded, response.content.decode()).outcome == "passed"


def test_nobody_else_downloads_the_file(client, awarded):
    client.force_login(an_account(a_person()))
    page = reverse("credentials:wallet", args=[awarded.certificate.public_id])

    assert client.post(page, {"areas": ["IT07"]}).status_code == 404


@pytest.mark.parametrize("sent", [{}, {"areas": ["IT07"], "holder_key": "no key"}])
def test_what_is_missing_is_said_on_the_holders_page(client, awarded, sent):
    client.force_login(an_account(awarded.certificate.person))
    page = reverse("credentials:wallet", args=[awarded.certificate.public_id])

    response = client.post(page, sent)

    assert response["Location"] == reverse("credentials:mine")


def test_the_wallets_list_can_be_kept_until_it_changes(client, awarded):
    page = reverse("credentials:token_status", args=[awarded.certificate.status_list_id])
    first = client.get(page)

    again = client.get(page, headers={"if-none-match": first["ETag"]})

    assert (first["Content-Type"], again.status_code) == ("application/statuslist+jwt", 304)


def test_an_unknown_list_is_not_there(client, awarded):
    unknown = awarded.certificate.status_list_id + 1

    assert client.get(reverse("credentials:token_status", args=[unknown])).status_code == 404


def test_both_lists_say_how_long_a_copy_may_be_kept(awarded):
    listed = queries.get_status_list_credential(awarded.certificate.status_list_id)
    token = queries.get_token_status_list(awarded.certificate.status_list_id, at=AWARDED_AT)

    claims = decode_json(token.split(".")[1])
    assert (listed["credentialSubject"]["ttl"], claims["ttl"]) == (300_000, 300)


def test_the_public_page_says_what_the_schema_check_found(client, awarded):
    page = reverse("credentials:verify", args=[awarded.certificate.public_id])

    assert "Följer standarden" in client.get(page).content.decode()
