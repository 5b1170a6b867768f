from dataclasses import replace
from datetime import timedelta

import pytest

from kunnande.engines.verifiable_credentials import (
    IdentityNumberError,
    Issuer,
    ProofKind,
    Recipient,
    ShapeError,
    Text,
    ValidityError,
)

from .builders import AWARDED, DID, MEASURING, SAFETY, achievement, certificate


def test_each_area_has_a_result_with_its_level_and_whether_it_is_met():
    results = certificate(results=[MEASURING, SAFETY])["credentialSubject"]["result"]

    assert [(result["value"], result["status"]) for result in results] == [
        ("2", "Completed"),
        ("1", "InProgress"),
    ]


def test_each_result_points_at_its_described_area():
    subject = certificate()["credentialSubject"]

    described = subject["achievement"]["resultDescription"]

    assert [area["name"] for area in described] == ["Mätteknik / Measurement", "Säkerhet / Safety"]
    assert [area["id"] for area in described] == [
        result["resultDescription"] for result in subject["result"]
    ]


def test_how_and_when_an_area_was_shown_is_evidence_in_both_languages():
    evidence = certificate(results=[MEASURING])["evidence"]

    assert [entry["genre"] for entry in evidence] == ["theory_tested", "employer_attested"]
    assert evidence[0]["narrative"] == (
        "Visat genom teoriprov 2026-11-20.\n\nShown by a theory test 2026-11-20."
    )


def test_the_recipient_is_shown_by_name_alone():
    subject = certificate()["credentialSubject"]

    assert "id" not in subject
    assert subject["identifier"] == [
        {
            "type": "IdentityObject",
            "identityType": "name",
            "hashed": False,
            "identityHash": "Åsa Öberg",
        }
    ]


def test_a_recipient_may_have_an_opaque_address():
    subject_id = "urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7"

    credential = certificate(recipient=Recipient(name="Åsa Öberg", subject_id=subject_id))

    assert credential["credentialSubject"]["id"] == subject_id


@pytest.mark.parametrize("number", ["19900101-9802", "900101-9802", "199001019802", "900101+9802"])
def test_an_identity_number_in_the_name_is_refused(number):
    with pytest.raises(IdentityNumberError):
        certificate(recipient=Recipient(name=f"Åsa Öberg {number}"))


def test_a_certificate_may_go_without_end_withdrawal_alignment_and_home_page():
    credential = certificate(
        valid_until=None,
        status=None,
        achievement=achievement(alignments=()),
        issuer=Issuer(did=DID, name="Exempelbranschen"),
    )

    assert credential.keys().isdisjoint({"validUntil", "credentialStatus"})
    assert "alignment" not in credential["credentialSubject"]["achievement"]
    assert "url" not in credential["issuer"]


def test_alignments_name_their_framework():
    aligned = certificate()["credentialSubject"]["achievement"]["alignment"]

    assert [(target["targetFramework"], target.get("targetCode")) for target in aligned] == [
        ("ESCO", None),
        ("SSYK 2012", "7223"),
    ]


@pytest.mark.parametrize("seconds", [-1, 0, 0.5])
def test_a_certificate_ends_after_it_begins(seconds):
    with pytest.raises(ValidityError):
        certificate(valid_until=AWARDED + timedelta(seconds=seconds))


def test_a_name_that_is_equal_in_both_languages_is_written_once():
    assert Text("CNC", "CNC").joined() == "CNC"


@pytest.mark.parametrize(
    "changes",
    [
        {"results": []},
        {"results": [MEASURING, MEASURING]},
        {"results": [MEASURING, replace(MEASURING, level=3, shown_by=())]},
        {"results": [replace(MEASURING, level=5)]},
        {"results": [replace(MEASURING, code="IT 07")]},
        {"results": [replace(MEASURING, shown_by=(ProofKind.DOCUMENTED,) * 2)]},
        {"credential_id": "12"},
        {"recipient": Recipient(name="")},
        {"issuer": Issuer(did="https://x.example", name="x")},
        {"achievement": achievement(kind="Degree")},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_facts_out_of_range_are_refused(changes):
    with pytest.raises(ShapeError):
        certificate(**changes)
