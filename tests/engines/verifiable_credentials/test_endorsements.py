"""What the parties say of an achievement, carried in the certificate and checked on its own."""

from copy import deepcopy
from datetime import timedelta

import pytest

from kunnande.engines.verifiable_credentials import (
    AmbiguousKeyError,
    Finding,
    Issuer,
    ShapeError,
    SigningKey,
    ValidityError,
    build_endorsement,
    did_document,
    sign,
    verify,
)

from .builders import (
    AWARDED,
    DID_DOCUMENT,
    ENDS,
    KEY,
    LATER,
    achievement,
    certificate,
    signed_certificate,
    signed_status_list,
)

PARTY = "did:web:party.example"
PARTY_KEY = SigningKey(verification_method=f"{PARTY}#key-2026", seed=bytes(range(1, 33)))
PARTY_DOCUMENT = did_document(PARTY, [PARTY_KEY.public])


def endorsement(**changes):
    facts = {
        "endorsement_id": "urn:uuid:0b0f8b52-3f0a-4c55-9a0c-6f1d3a3a1c99",
        "endorser": Issuer(did=PARTY, name="Exempelfacket"),
        "achievement_id": achievement().achievement_id,
        "comment": "Vi står bakom kraven.",
        "valid_from": AWARDED,
    }
    return build_endorsement(**{**facts, **changes})


def endorsed(**changes):
    carried = (sign(endorsement(**changes), PARTY_KEY, created=AWARDED),)
    return signed_certificate(achievement=achievement(endorsements=carried))


def checked(document, *, endorsers=(PARTY_DOCUMENT,), at=LATER):
    return verify(
        document,
        did_document=DID_DOCUMENT,
        at=at,
        status_list=signed_status_list(),
        endorsers=endorsers,
    )


def test_an_endorsement_of_a_trusted_party_is_a_check_of_its_own():
    result = checked(endorsed())

    assert (result.outcome, result.checks[-1].name) == ("passed", "endorsement")
    assert result.check("endorsement").finding is Finding.IN_ORDER


def test_without_endorsements_nothing_is_said_of_them():
    result = checked(signed_certificate())

    assert "endorsement" not in [check.name for check in result.checks]


def test_an_unknown_endorser_takes_nothing_from_the_certificate():
    result = checked(endorsed(), endorsers=())

    assert result.check("endorsement").finding is Finding.UNKNOWN_ENDORSER
    assert (result.outcome, result.check("endorsement").outcome) == ("passed", "unknown")


BROKEN = {
    "other achievement": {"achievement_id": "https://localhost/products/other/1"},
    "ended": {"valid_until": LATER - timedelta(days=1)},
}


@pytest.mark.parametrize("changes", BROKEN.values(), ids=BROKEN)
def test_an_endorsement_that_does_not_hold_is_found(changes):
    result = checked(endorsed(**changes))

    assert result.check("endorsement").finding is Finding.ENDORSEMENT_BROKEN
    assert result.outcome == "failed"


def test_an_endorsement_that_the_issuer_has_changed_is_found():
    carried = sign(endorsement(), PARTY_KEY, created=AWARDED)
    carried["credentialSubject"] = {**carried["credentialSubject"], "endorsementComment": "Allt."}

    result = checked(signed_certificate(achievement=achievement(endorsements=(carried,))))

    assert result.check("proof").outcome == "passed"
    assert result.check("endorsement").finding is Finding.ENDORSEMENT_BROKEN


def test_the_issuers_proof_covers_the_endorsement():
    changed = deepcopy(endorsed())
    carried = changed["credentialSubject"]["achievement"]["endorsement"][0]
    carried["credentialSubject"]["endorsementComment"] = "Allt."

    assert checked(changed).check("proof").finding is Finding.SIGNATURE_MISMATCH


def test_an_unsigned_endorsement_has_no_place_in_a_certificate():
    with pytest.raises(ShapeError):
        certificate(achievement=achievement(endorsements=(endorsement(),)))


def test_a_context_of_its_own_further_down_is_refused():
    document = certificate()
    document["issuer"]["@context"] = ["https://www.w3.org/ns/credentials/v2"]

    with pytest.raises(AmbiguousKeyError):
        sign(document, KEY, created=AWARDED)


def test_an_endorsement_ends_after_it_begins():
    with pytest.raises(ValidityError):
        endorsement(valid_from=ENDS, valid_until=AWARDED)
