"""Traps that other implementations were seen to fall into, and that no other file here names."""

import json
import socket

import pytest

from kunnande.engines.verifiable_credentials import (
    Finding,
    ShapeError,
    UncoveredTermError,
    sign,
    verify,
    verify_jwt,
    verify_sd_jwt,
)
from kunnande.engines.verifiable_credentials.shapes import check_shape

from .builders import AWARDED, DID_DOCUMENT, KEY, LATER, certificate, signed_certificate

PRIVATE = "http://169.254.169.254/latest"
VALIDATOR = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/x.json",
    "type": "1EdTechJsonSchemaValidator2019",
}


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_args, **_options):
        raise AssertionError("Something tried to use the network.")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize("member", ["endorsementJwt", "jti"])
def test_terms_that_differ_between_editions_of_the_context_are_not_used(member):
    credential = {**certificate(), member: "x"}

    with pytest.raises(ShapeError):
        check_shape(credential, kind="achievement_credential")


def test_a_type_that_only_another_context_defines_is_not_signed():
    credential = {**certificate(status=None), "credentialSchema": [VALIDATOR]}

    with pytest.raises(UncoveredTermError):
        sign(credential, KEY, created=AWARDED)


@pytest.mark.parametrize(
    "change",
    [
        {"@context": [PRIVATE]},
        {"issuer": {"id": f"did:web:{PRIVATE}", "type": ["Profile"], "name": "x"}},
        {"credentialStatus": {"id": PRIVATE, "type": "BitstringStatusListEntry"}},
        {"credentialSchema": [{"id": PRIVATE, "type": "JsonSchema"}]},
    ],
    ids=["context", "issuer", "status", "schema"],
)
@pytest.mark.usefixtures("no_network")
def test_an_address_in_a_document_is_never_asked(change):
    hostile = {**signed_certificate(), **change}

    result = verify(hostile, did_document=DID_DOCUMENT, at=LATER)

    assert result.outcome == "failed"


@pytest.mark.usefixtures("no_network")
def test_what_a_token_names_is_never_asked_either():
    text = json.dumps({"jku": PRIVATE})

    results = [
        verify_jwt(text, did_document=DID_DOCUMENT, at=LATER),
        verify_sd_jwt(f"{text}~", did_document=DID_DOCUMENT, at=LATER),
    ]

    assert [result.check("format").outcome for result in results] == ["failed", "failed"]


def test_the_status_is_not_told_before_the_signature_holds():
    changed = {**signed_certificate(), "name": "Another"}

    result = verify(changed, did_document=DID_DOCUMENT, at=LATER)

    assert result.check("status").finding is Finding.NOT_CHECKED
