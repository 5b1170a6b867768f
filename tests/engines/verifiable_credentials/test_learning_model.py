"""The certificate in the European Learning Model: what it says, in which shape, its seal."""

import json
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from kunnande.engines.verifiable_credentials import (
    NaiveMomentError,
    ShapeError,
    align_esco,
    align_seqf,
    export_learning_model,
    seal_learning_model,
)
from kunnande.engines.verifiable_credentials.jose import decode_json, decode_part

from .builders import AWARDED, ENDS, achievement, certificate, signed_certificate

SKILL = "http://data.europa.eu/esco/skill/ccdf3597-5c80-410f-896d-e1bdfa223de9"
ALIGNED = achievement(alignments=(align_esco(SKILL, "operate machines"), align_seqf(4)))


class SealOfTheTest:
    """A seal whose key anybody may know."""

    certificate_chain = (b64encode(b"no certificate").decode(),)

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)

    def seal_rs256(self, data):
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def exported(**changes):
    return export_learning_model(certificate(**changes), country="SWE")["credential"]


def test_it_says_what_the_certificate_says_in_both_languages():
    written = exported(achievement=ALIGNED)

    claim = written["credentialSubject"]["hasClaim"]
    assert written["credentialSubject"]["fullName"]["sv"] == "Åsa Öberg"
    assert claim["title"] == {"sv": "Industriteknik BAS", "en": "Industrial Technology BAS"}
    assert [each["title"]["en"] for each in claim["provenBy"]] == ["Measurement", "Safety"]
    assert claim["provenBy"][0]["grade"]["noteLiteral"]["sv"] == "Nivå 2 av 4"
    assert (written["validFrom"], written["validUntil"]) == (
        "2026-11-22T09:30:00Z",
        "2029-11-22T09:30:00Z",
    )


def test_esco_and_the_european_level_follow():
    specified = exported(achievement=ALIGNED)["credentialSubject"]["hasClaim"]["specifiedBy"]

    assert specified["eqfLevel"]["id"] == "http://data.europa.eu/snb/eqf/4"
    assert specified["learningOutcome"][-1]["relatedESCOSkill"][0]["id"] == SKILL


def test_a_signed_certificate_is_exported_without_its_proof():
    written = export_learning_model(signed_certificate(), country="SWE")

    assert "proof" not in json.dumps(written)


def test_a_certificate_without_end_has_none():
    assert "expirationDate" not in exported(valid_until=None)


@pytest.mark.parametrize(
    ("credential", "country"), [({"id": "urn:x:1"}, "SWE"), (certificate(), "se")]
)
def test_what_can_not_be_written_is_refused(credential, country):
    with pytest.raises(ShapeError):
        export_learning_model(credential, country=country)


def test_the_seal_covers_header_and_credential():
    seal, uploadable = SealOfTheTest(), export_learning_model(certificate(), country="SWE")

    sealed = seal_learning_model(uploadable, seal, at=AWARDED)

    (signature,) = sealed["signatures"]
    covered = f"{signature['protected']}.{sealed['payload']}".encode()
    public = seal.key.public_key()
    public.verify(decode_part(signature["signature"]), covered, padding.PKCS1v15(), hashes.SHA256())
    assert decode_json(sealed["payload"]) == uploadable["credential"]
    assert decode_json(signature["protected"])["sigT"] == "2026-11-22T09:30:00Z"


def test_a_seal_needs_a_moment_with_a_time_zone():
    uploadable = export_learning_model(certificate(), country="SWE")

    with pytest.raises(NaiveMomentError):
        seal_learning_model(uploadable, SealOfTheTest(), at=ENDS.replace(tzinfo=None))
