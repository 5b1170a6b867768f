from datetime import UTC, date, datetime

from kunnande.engines.verifiable_credentials import (
    Achievement,
    Alignment,
    AreaShown,
    Issuer,
    ProofKind,
    Recipient,
    SigningKey,
    StatusEntry,
    Text,
    build_achievement_credential,
    build_status_list_credential,
    did_document,
    did_web,
    sign,
)

DID = did_web("localhost", 8000)
KEY = SigningKey(verification_method=f"{DID}#key-2026", seed=bytes(range(32)))
DID_DOCUMENT = did_document(DID, [KEY.public])

AWARDED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
ENDS = datetime(2029, 11, 22, 9, 30, tzinfo=UTC)

CREDENTIAL_ID = "urn:uuid:0b0f8b52-3f0a-4c55-9a0c-6f1d3a3a1c11"
LIST_URL = "http://localhost:8000/status/1"
ENTRY = StatusEntry(list_url=LIST_URL, index=94_567)

MEASURING = AreaShown(
    code="IT07",
    name=Text("Mätteknik", "Measurement"),
    met=True,
    level=2,
    shown_by=(ProofKind.THEORY_TESTED, ProofKind.EMPLOYER_ATTESTED),
    shown_on=date(2026, 11, 20),
)
SAFETY = AreaShown(
    code="IT01",
    name=Text("Säkerhet", "Safety"),
    met=False,
    level=1,
    shown_by=(),
    shown_on=date(2026, 11, 20),
)


def achievement(**changes):
    facts = {
        "achievement_id": "http://localhost:8000/products/industriteknik-bas/1",
        "name": Text("Industriteknik BAS", "Industrial Technology BAS"),
        "description": Text("Grunderna i industrin.", "The basics of industry."),
        "criteria": Text("Alla områden uppfyllda.", "All areas met."),
        "version": "1",
        "alignments": (
            Alignment(
                framework="ESCO",
                name="metal processing operator",
                url="http://data.europa.eu/esco/occupation/x",
            ),
            Alignment(
                framework="SSYK 2012",
                name="Maskinställare",
                url="https://www.scb.se/ssyk/7223",
                code="7223",
            ),
        ),
    }
    return Achievement(**{**facts, **changes})


def certificate(**changes):
    facts = {
        "credential_id": CREDENTIAL_ID,
        "issuer": Issuer(did=DID, name="Exempelbranschen", url="http://localhost:8000/"),
        "recipient": Recipient(name="Åsa Öberg"),
        "achievement": achievement(),
        "results": [MEASURING, SAFETY],
        "valid_from": AWARDED,
        "valid_until": ENDS,
        "status": ENTRY,
    }
    return build_achievement_credential(**{**facts, **changes})


def signed_certificate(**changes):
    return sign(certificate(**changes), KEY, created=AWARDED)


def status_list(**changes):
    facts = {"list_url": LIST_URL, "issuer_id": DID, "revoked": set(), "valid_from": AWARDED}
    return build_status_list_credential(**{**facts, **changes})


def signed_status_list(*, key=KEY, **changes):
    return sign(status_list(**changes), key, created=AWARDED)
