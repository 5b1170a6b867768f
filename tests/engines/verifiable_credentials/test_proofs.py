from copy import deepcopy

import pytest

from kunnande.engines.verifiable_credentials import (
    AlreadySignedError,
    ControlCharacterError,
    NaiveMomentError,
    ProofShapeError,
    Recipient,
    UncoveredTermError,
    UnknownContextError,
    sign,
)
from kunnande.engines.verifiable_credentials.proofs import split_proof

from .builders import AWARDED, KEY, certificate, signed_certificate


def test_a_proof_is_an_array_of_one_as_open_badges_requires():
    (proof,) = signed_certificate()["proof"]

    assert proof["verificationMethod"] == KEY.verification_method
    assert (proof["cryptosuite"], proof["created"]) == ("eddsa-rdfc-2022", "2026-11-22T09:30:00Z")


def test_signing_leaves_the_credential_as_it_was():
    credential = certificate()
    before = deepcopy(credential)

    sign(credential, KEY, created=AWARDED)

    assert credential == before


def test_signing_twice_gives_the_same_document():
    assert signed_certificate() == signed_certificate()


def test_a_signed_credential_is_not_signed_again():
    with pytest.raises(AlreadySignedError):
        sign(signed_certificate(), KEY, created=AWARDED)


@pytest.mark.parametrize("character", ["\b", "\v", "\f", "\x7f"])
def test_control_characters_from_a_paste_are_not_signed(character):
    credential = certificate(recipient=Recipient(name=f"Åsa{character}Öberg"))

    with pytest.raises(ControlCharacterError):
        sign(credential, KEY, created=AWARDED)


def test_an_undefined_term_is_not_signed():
    schema = {"id": "https://x.example/s", "type": "1EdTechJsonSchemaValidator2019"}

    with pytest.raises(UncoveredTermError, match="1EdTechJsonSchemaValidator2019"):
        sign({**certificate(), "credentialSchema": schema}, KEY, created=AWARDED)


def test_only_known_context_arrays_are_signed():
    credential = certificate()

    with pytest.raises(UnknownContextError):
        sign({**credential, "@context": credential["@context"][::-1]}, KEY, created=AWARDED)


def test_a_proof_has_a_time_zone():
    with pytest.raises(NaiveMomentError):
        sign(certificate(), KEY, created=AWARDED.replace(tzinfo=None))


def test_both_ways_of_writing_a_proof_are_read():
    signed = signed_certificate()

    assert split_proof(signed) == split_proof({**signed, "proof": signed["proof"][0]})


@pytest.mark.parametrize(
    "change",
    [
        lambda _: None,
        lambda _: [],
        lambda proof: [proof, proof],
        lambda proof: {**proof, "previousProof": "urn:x:1"},
        lambda proof: {**proof, "cryptosuite": "eddsa-jcs-2022"},
        lambda proof: {**proof, "proofPurpose": "authentication"},
        lambda proof: {**proof, "proofValue": ["z1"]},
        lambda proof: {name: proof[name] for name in proof if name != "created"},
    ],
    ids=["none", "empty", "two", "more", "suite", "purpose", "list", "less"],
)
def test_another_proof_is_refused(change):
    signed = signed_certificate()

    with pytest.raises(ProofShapeError):
        split_proof({**signed, "proof": change(signed["proof"][0])})
