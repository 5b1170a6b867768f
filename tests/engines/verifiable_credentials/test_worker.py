"""What comes from anybody is canonicalised where it can be stopped."""

import time
from copy import deepcopy

import pytest

from kunnande.engines.verifiable_credentials import (
    Finding,
    UncoveredTermError,
    WorkLimitError,
    canonicalise,
    canonicalise_apart,
    readings,
    verify,
)
from kunnande.engines.verifiable_credentials.guards import UnsafeDocumentError

from .builders import AWARDED, DID_DOCUMENT, LATER, certificate, signed_certificate

WIDE = {
    **certificate(),
    "evidence": [
        {"id": f"urn:uuid:{number}", "type": ["Evidence"], "name": "x", "narrative": "y"}
        for number in range(900)
    ],
}


def test_it_gives_the_same_text():
    assert canonicalise_apart(certificate()) == canonicalise(certificate())


def test_it_is_stopped_when_it_takes_too_long():
    begun = time.monotonic()

    with pytest.raises(WorkLimitError):
        canonicalise_apart({**WIDE, "evidence": WIDE["evidence"] * 3}, seconds=1)

    assert time.monotonic() - begun < 5


def test_it_is_stopped_when_it_takes_too_much_memory():
    with pytest.raises(WorkLimitError):
        canonicalise_apart(WIDE, megabytes=8)


def test_a_member_without_meaning_is_still_an_error_of_its_own():
    with pytest.raises(UncoveredTermError):
        canonicalise_apart({**certificate(), "points": "98"})


def test_a_document_that_is_refused_there_is_refused_here():
    credential = certificate()
    credential["issuer"]["id"] = "did:web:x y"

    with pytest.raises(UnsafeDocumentError):
        canonicalise_apart(credential)


def test_what_no_template_can_fill_is_verified_apart(monkeypatch):
    apart = []
    signed = signed_certificate()
    signed["credentialSubject"]["achievement"]["id"] = "https://x.example/{}"
    monkeypatch.setattr(
        "kunnande.engines.verifiable_credentials.proofs.canonicalise_apart",
        lambda document: apart.append(document) or canonicalise(document),
    )
    monkeypatch.setattr(readings, "MAX_TEXTS", 10)

    verify(deepcopy(signed_certificate()), did_document=DID_DOCUMENT, at=LATER)

    assert [document["id"] for document in apart] == [signed["id"]]


def test_a_document_that_was_stopped_is_not_valid(monkeypatch):
    def stopped(_document):
        raise WorkLimitError

    monkeypatch.setattr(
        "kunnande.engines.verifiable_credentials.proofs.canonicalise_apart", stopped
    )
    monkeypatch.setattr(readings, "MAX_TEXTS", 10)

    result = verify(signed_certificate(), did_document=DID_DOCUMENT, at=AWARDED)

    assert (result.outcome, result.check("proof").finding) == ("failed", Finding.UNSAFE_DOCUMENT)
