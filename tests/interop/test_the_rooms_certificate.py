"""A certificate that the room awarded, as software that nobody here wrote sees it."""

import json

import pytest

from kunnande.engines import verifiable_credentials as vc
from kunnande.stages.credentials import queries
from kunnande.stages.credentials.tests.builders import a_certificate, revoked
from kunnande.stages.testing.tests.builders import minutes

from .node_verifier import ask_node, verify_in_node

pytestmark = pytest.mark.django_db

LATER = minutes(200)
HOLDER = vc.P256Key(verification_method="", secret=bytes(range(1, 33)))
READER = vc.Binding(audience="https://employer.example", nonce="5f2e")


@pytest.fixture
def awarded(settings, tmp_path):
    settings.ISSUER_KEYS = tmp_path / "issuer"
    settings.PUBLIC_HOST = ""
    return a_certificate()


def judged(awarded):
    return verify_in_node(
        json.loads(awarded.certificate.document_text),
        queries.get_did_document(),
        status_list=queries.get_status_list_credential(awarded.certificate.status_list_id),
        at=LATER,
    )


def presented(awarded):
    text = queries.get_wallet_certificate(
        awarded.certificate,
        areas=["IT07", "IT08"],
        holder_key=json.dumps(vc.public_jwk(HOLDER.public)),
        at=LATER,
    )
    return vc.present_sd_jwt(text, areas=["IT07"], holder_key=HOLDER, binding=READER, at=LATER)


def judged_by_a_wallets_reader(awarded, presentation):
    methods = queries.get_did_document()["verificationMethod"]
    key = next(each for each in methods if each["id"].endswith("-p256"))
    public = vc.PublicKey(verification_method=key["id"], public_multibase=key["publicKeyMultibase"])
    question = {
        "presentation": presentation,
        "issuerJwk": vc.public_jwk(public),
        "holderJwk": vc.public_jwk(HOLDER.public),
        "statusToken": queries.get_token_status_list(awarded.certificate.status_list_id, at=LATER),
        "nonce": READER.nonce,
        "at": int(LATER.timestamp()),
    }
    return ask_node("verify_sd_jwt.mjs", question)


def test_a_certificate_of_the_room_verifies_offline(awarded):
    assert judged(awarded) == {"verified": True, "errors": [], "statuses": [False], "network": []}


def test_a_revocation_in_the_room_shows(awarded):
    revoked(awarded)

    assert judged(awarded)["statuses"] == [True]


def test_a_wallet_file_of_the_room_shows_the_chosen_area(awarded):
    verdict = judged_by_a_wallets_reader(awarded, presented(awarded))

    assert (verdict["verified"], verdict["error"]) == (True, None)
    assert [area["code"] for area in verdict["claims"]["areas"]] == ["IT07"]


def test_a_revocation_in_the_room_shows_to_a_wallets_reader(awarded):
    presentation = presented(awarded)

    revoked(awarded)

    verdict = judged_by_a_wallets_reader(awarded, presentation)
    assert (verdict["verified"], verdict["error"]) == (False, "Status is not valid")
