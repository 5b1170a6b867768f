from datetime import timedelta
from itertools import count

import pytest
from openvc.proof.sd_jwt import SdJwtVcProofSuite

from kunnande.engines.verifiable_credentials import (
    Binding,
    ControlCharacterError,
    DisclosureError,
    HolderError,
    P256Key,
    TokenError,
    did_document,
    issue_sd_jwt,
    open_sd_jwt,
    present_sd_jwt,
    public_jwk,
)
from kunnande.engines.verifiable_credentials.did import find_assertion_key
from kunnande.engines.verifiable_credentials.jose import encode_json

from .builders import AWARDED, DID, ENDS, LATER

ISSUER = P256Key(verification_method=f"{DID}#key-2026-p256", secret=bytes(range(1, 33)))
HOLDER = P256Key(verification_method="", secret=bytes(range(2, 34)))
READER = Binding(audience="https://employer.example", nonce="a random text")
AREAS = {"IT01": {"met": False, "level": 1}, "IT07": {"met": True, "level": 2}}


def issued(name="Åsa Öberg"):
    numbers = count()
    claims = {"iss": DID, "name": name, "iat": int(AWARDED.timestamp())}
    claims["exp"] = int(ENDS.timestamp())
    return issue_sd_jwt(
        claims,
        ISSUER,
        areas=AREAS,
        holder=HOLDER.public,
        salts=lambda: next(numbers).to_bytes(16, "big"),
    )


def presented(areas=("IT07",), holder_key=HOLDER, at=LATER):
    return present_sd_jwt(issued(), areas=areas, holder_key=holder_key, binding=READER, at=at)


def opened(presentation, *, binding=READER, at=LATER):
    document = did_document(DID, [ISSUER.public])
    return open_sd_jwt(
        presentation,
        find_key=lambda method: find_assertion_key(document, method),
        at=at,
        binding=binding,
    )


def test_a_reader_sees_the_areas_shown_and_no_other():
    found = opened(presented(["IT07"]))

    assert found.claims["areas"] == [{"code": "IT07", "met": True, "level": 2}]
    assert "IT01" not in str(found)


def test_another_library_accepts_the_presentation():
    found = SdJwtVcProofSuite().verify(
        presented(),
        public_key_jwk=public_jwk(ISSUER.public),
        audience=READER.audience,
        nonce=READER.nonce,
        require_key_binding=True,
        now=LATER,
    )

    assert (found.claims["areas"], found.key_bound) == ([{"code": "IT07", **AREAS["IT07"]}], True)


def test_a_forged_disclosure_is_rejected_and_not_dropped():
    forged = encode_json(["AAAA", {"code": "IT99", "met": True, "level": 4}])

    with pytest.raises(DisclosureError):
        opened(f"{issued()}{forged}~", binding=None)


def test_a_disclosure_twice_is_rejected():
    token, first, *_ = issued().split("~")

    with pytest.raises(DisclosureError):
        opened(f"{token}~{first}~{first}~", binding=None)


def test_a_changed_token_is_rejected():
    token, rest = issued().split("~", 1)
    header, payload, signature = token.split(".")
    swapped = signature[:-4] + ("AAAA" if signature[-4:] != "AAAA" else "BBBB")

    with pytest.raises(TokenError):
        opened(f"{header}.{payload}.{swapped}~{rest}", binding=None)


def test_only_the_holder_can_present():
    thief = P256Key(verification_method="", secret=bytes(range(3, 35)))

    with pytest.raises(HolderError, match="Somebody else"):
        opened(presented(holder_key=thief))


@pytest.mark.parametrize(
    "other",
    [
        Binding(audience="https://other.example", nonce=READER.nonce),
        Binding(audience=READER.audience, nonce="yesterday's"),
        None,
    ],
    ids=["reader", "nonce", "unasked"],
)
def test_a_presentation_for_one_reader_is_not_for_another(other):
    with pytest.raises(HolderError):
        opened(presented(), binding=other)


def test_a_reader_who_asks_for_the_holder_gets_no_copy():
    with pytest.raises(HolderError):
        opened(issued())


def test_an_area_can_not_be_taken_out_of_a_presentation():
    token, first, _second, bound = presented(["IT01", "IT07"]).split("~")

    with pytest.raises(HolderError):
        opened("~".join((token, first, bound)))


def test_an_old_presentation_is_not_fresh():
    with pytest.raises(HolderError, match="too old"):
        opened(presented(), at=LATER + timedelta(minutes=6))


def test_a_control_character_is_not_signed():
    with pytest.raises(ControlCharacterError):
        issued(name="Åsa\vÖberg")
