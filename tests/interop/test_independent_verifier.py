"""Certificates made here, judged by an implementation that shares no code with ours."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kunnande.engines.verifiable_credentials import (
    Achievement,
    AreaShown,
    Issuer,
    ProofKind,
    Recipient,
    SigningKey,
    StatusEntry,
    Text,
    align_seqf,
    align_ssyk,
    build_achievement_credential,
    build_endorsement,
    build_status_list_credential,
    did_document,
    did_web,
    sign,
)

from .node_verifier import HERE, verify_in_node

DID = did_web("localhost", 8000)
KEY = SigningKey(verification_method=f"{DID}#key-2026", seed=bytes(range(32)))
DID_DOCUMENT = did_document(DID, [KEY.public])
LIST_URL = "http://localhost:8000/status/1"
INDEX = 94_567
AWARDED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ENDS = datetime(2029, 11, 22, 9, 30, tzinfo=UTC)


ACHIEVEMENT = Achievement(
    achievement_id="http://localhost:8000/products/industriteknik-bas/1",
    name=Text("Industriteknik BAS", "Industrial Technology BAS"),
    description=Text("Grunderna i industrin.", "The basics of industry."),
    criteria=Text("Alla områden uppfyllda.", "All areas met."),
    version="1",
)


@pytest.fixture(scope="module")
def certificate():
    return made(ACHIEVEMENT)


def made(achievement):
    credential = build_achievement_credential(
        credential_id="urn:uuid:0b0f8b52-3f0a-4c55-9a0c-6f1d3a3a1c11",
        issuer=Issuer(did=DID, name="Exempelbranschen", url="http://localhost:8000/"),
        recipient=Recipient(name="Åsa Öberg"),
        achievement=achievement,
        results=[
            AreaShown(
                code="IT07",
                name=Text("Mätteknik", "Measurement"),
                met=True,
                level=2,
                shown_by=(ProofKind.THEORY_TESTED,),
                shown_on=date(2026, 11, 20),
            )
        ],
        valid_from=AWARDED,
        valid_until=ENDS,
        status=StatusEntry(list_url=LIST_URL, index=INDEX),
    )
    return sign(credential, KEY, created=AWARDED)


def status_list(revoked):
    unsigned = build_status_list_credential(
        list_url=LIST_URL,
        issuer_id=DID,
        revoked=revoked,
        valid_from=AWARDED,
        ttl=timedelta(minutes=5),
    )
    return sign(unsigned, KEY, created=AWARDED)


def judge(certificate, *, revoked=(), at=AWARDED):
    return verify_in_node(certificate, DID_DOCUMENT, status_list=status_list(revoked), at=at)


def test_a_certificate_verifies_offline(certificate):
    verdict = judge(certificate)

    assert verdict == {"verified": True, "errors": [], "statuses": [False], "network": []}


TAMPERINGS = {
    "result": lambda c: c["credentialSubject"]["result"][0].update(value="4"),
    "end": lambda c: c.update(validUntil="2039-11-22T09:30:00Z"),
    "issuer": lambda c: c["issuer"].update(name="Någon annan"),
    "recipient": lambda c: c["credentialSubject"]["identifier"][0].update(identityHash="Bo Ek"),
}


@pytest.mark.parametrize("tamper", TAMPERINGS.values(), ids=TAMPERINGS)
def test_a_tampered_certificate_does_not_verify(certificate, tamper):
    copy = deepcopy(certificate)
    tamper(copy)

    verdict = judge(copy)

    assert (verdict["verified"], verdict["network"]) == (False, [])
    assert "Invalid signature." in verdict["errors"]


def test_a_withdrawn_certificate_is_seen_as_withdrawn(certificate):
    verdict = judge(certificate, revoked={INDEX})

    assert verdict["statuses"] == [True]


def test_an_expired_certificate_does_not_verify(certificate):
    verdict = judge(certificate, at=ENDS.replace(year=2030))

    assert verdict["verified"] is False


def test_a_certificate_with_alignments_and_an_endorsement_verifies_offline():
    party = SigningKey(verification_method="did:web:party.example#key-1", seed=bytes(32))
    endorsement = build_endorsement(
        endorsement_id="urn:uuid:0b0f8b52-3f0a-4c55-9a0c-6f1d3a3a1c99",
        endorser=Issuer(did="did:web:party.example", name="Exempelfacket"),
        achievement_id=ACHIEVEMENT.achievement_id,
        comment="Vi står bakom kraven.",
        valid_from=AWARDED,
    )
    endorsed = replace(
        ACHIEVEMENT,
        alignments=(align_ssyk("7223", "Maskinställare"), align_seqf(4)),
        endorsements=(sign(endorsement, party, created=AWARDED),),
    )

    verdict = judge(made(endorsed))

    assert verdict == {"verified": True, "errors": [], "statuses": [False], "network": []}


def test_a_context_that_is_not_at_hand_is_recorded_and_not_fetched(certificate):
    verdict = judge({**certificate, "@context": [*certificate["@context"], "https://x.example/"]})

    assert (verdict["verified"], set(verdict["network"])) == (False, {"https://x.example/"})


def test_the_lock_file_names_no_address_to_fetch_from():
    packages = json.loads((HERE / "package-lock.json").read_text())["packages"]

    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all("integrity" in package for name, package in packages.items() if name)
