"""The test vectors that W3C publishes for eddsa-rdfc-2022."""

import json

import pytest

from kunnande.engines.verifiable_credentials import SigningKey, canonicalise
from kunnande.engines.verifiable_credentials.multibase import encode_multibase
from kunnande.engines.verifiable_credentials.proofs import has_valid_signature, signed_bytes

from .node_verifier import HERE

VECTORS = HERE / "standards/vc-di-eddsa"
# The content of https://www.w3.org/ns/credentials/examples/v2, which no real credential may use.
EXAMPLES_CONTEXT = {"@vocab": "https://www.w3.org/ns/credentials/examples#"}


@pytest.fixture
def credential():
    document = json.loads((VECTORS / "signedDataInt.json").read_text())
    del document["proof"]
    return {**document, "@context": [document["@context"][0], EXAMPLES_CONTEXT]}


@pytest.fixture
def proof():
    return json.loads((VECTORS / "signedDataInt.json").read_text())["proof"]


@pytest.fixture
def options(proof):
    return {name: value for name, value in proof.items() if name != "proofValue"}


@pytest.fixture
def key(proof):
    pair = json.loads((VECTORS / "keyPair.json").read_text())
    return SigningKey.from_secret(
        pair["privateKeyMultibase"], verification_method=proof["verificationMethod"]
    )


def test_the_published_secret_gives_the_published_public_key(key):
    pair = json.loads((VECTORS / "keyPair.json").read_text())

    assert key.public_multibase == pair["publicKeyMultibase"]


def test_proof_options_canonicalise_to_the_published_text(credential, options):
    canonical = canonicalise({"@context": credential["@context"], **options})

    assert canonical == (VECTORS / "proofCanonDataInt.txt").read_text()


def test_the_signed_hashes_are_the_published_ones(credential, options):
    signed = signed_bytes(credential, options)

    assert signed.hex() == (VECTORS / "combinedHashDataInt.txt").read_text()


def test_signing_reproduces_the_published_proof_value(credential, options, proof, key):
    signature = key.sign_bytes(signed_bytes(credential, options))

    assert encode_multibase(signature) == proof["proofValue"]


def test_the_published_proof_verifies(credential, proof, key):
    assert has_valid_signature(credential, proof, key=key.public)
