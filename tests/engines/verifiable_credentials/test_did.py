import pytest

from kunnande.engines.verifiable_credentials import (
    ForeignKeyError,
    HostNameError,
    SigningKey,
    did_document,
    did_key,
    did_key_document,
    did_web,
)
from kunnande.engines.verifiable_credentials.did import find_assertion_key

from .builders import DID, DID_DOCUMENT, KEY

OLDER = SigningKey(verification_method=f"{DID}#key-2025", seed=bytes(32))


@pytest.mark.parametrize(
    ("host", "port", "did"),
    [
        ("localhost", 8000, "did:web:localhost%3A8000"),
        ("intyg.example.se", None, "did:web:intyg.example.se"),
    ],
)
def test_a_host_has_a_did(host, port, did):
    assert did_web(host, port) == did


@pytest.mark.parametrize(
    ("host", "port"),
    [("", None), ("HOST", None), ("x.example/path", None), ("x:80", None), ("x", 0), ("x", 65536)],
)
def test_what_is_not_a_host_and_port_has_none(host, port):
    with pytest.raises(HostNameError):
        did_web(host, port)


def test_retired_keys_stay_in_the_document():
    document = did_document(DID, [OLDER.public, KEY.public])

    assert document["assertionMethod"] == [f"{DID}#key-2025", f"{DID}#key-2026"]
    assert document["verificationMethod"] == [OLDER.to_multikey(), KEY.to_multikey()]


@pytest.mark.parametrize("address", ["did:web:other.example#key-1", DID, f"{DID}#"])
def test_a_key_from_elsewhere_is_refused(address):
    key = SigningKey(verification_method=address, seed=bytes(32))

    with pytest.raises(ForeignKeyError):
        did_document(DID, [key.public])


def test_two_keys_can_not_share_an_address():
    with pytest.raises(ForeignKeyError):
        did_document(DID, [KEY.public, KEY.public])


def test_a_published_key_is_found():
    assert find_assertion_key(DID_DOCUMENT, KEY.verification_method) == KEY.public


@pytest.mark.parametrize(
    "changes",
    [
        {"assertionMethod": []},
        {"verificationMethod": []},
        {"verificationMethod": [KEY.verification_method]},
        {"verificationMethod": [{"id": KEY.verification_method}]},
        {"verificationMethod": [{**KEY.to_multikey(), "controller": "did:web:other.example"}]},
        {"verificationMethod": [OLDER.to_multikey()]},
    ],
    ids=["not for assertions", "none", "text", "no key", "other controller", "other key"],
)
def test_a_key_that_may_not_assert_is_not_found(changes):
    assert find_assertion_key({**DID_DOCUMENT, **changes}, KEY.verification_method) is None


def test_a_did_key_gives_its_own_document():
    did = did_key(SigningKey(verification_method="", seed=bytes(32)).public_multibase)
    key = SigningKey(verification_method=f"{did}#{did[8:]}", seed=bytes(32))

    found = find_assertion_key(did_key_document(did), key.verification_method)

    assert found == key.public


def test_another_method_is_no_did_key():
    with pytest.raises(ForeignKeyError):
        did_key_document("did:web:example.org")
