"""A wallet's presentation, check by check."""

from datetime import timedelta

import pytest

from kunnande.engines.verifiable_credentials import (
    Binding,
    Finding,
    P256Key,
    TokenStatus,
    did_document,
    issue_sd_jwt,
    present_sd_jwt,
    sign_token_status_list,
    verify_sd_jwt,
)
from kunnande.engines.verifiable_credentials.jose import encode_json

from .builders import AWARDED, DID, ENDS, LATER

ISSUER = P256Key(verification_method=f"{DID}#key-2026-p256", secret=bytes(range(1, 33)))
HOLDER = P256Key(verification_method="", secret=bytes(range(2, 34)))
OTHER = P256Key(verification_method=f"{DID}#key-2026-p256", secret=bytes(range(3, 35)))
TRUSTED = did_document(DID, [ISSUER.public])
READER = Binding(audience="https://employer.example", nonce="a random text")
LIST_URL = "http://localhost:8000/status/tokens/1"
AREAS = {"IT01": {"met": False, "level": 1}, "IT07": {"met": True, "level": 2}}


def issued(key=ISSUER, holder=HOLDER.public, **changes):
    claims = {
        "iss": DID,
        "name": "Åsa Öberg",
        "iat": int(AWARDED.timestamp()),
        "exp": int(ENDS.timestamp()),
        "status": {"status_list": {"idx": 94_567, "uri": LIST_URL}},
    }
    salts = iter([b"a" * 16, b"b" * 16]).__next__
    return issue_sd_jwt({**claims, **changes}, key, areas=AREAS, holder=holder, salts=salts)


def presented(holder_key=HOLDER, **changes):
    certificate = issued(**changes)
    return present_sd_jwt(
        certificate, areas=["IT07"], holder_key=holder_key, binding=READER, at=LATER
    )


def listed(statuses=None):
    ends = LATER + timedelta(days=1)
    return sign_token_status_list(
        statuses or {}, ISSUER, list_url=LIST_URL, issued_at=AWARDED, valid_until=ends
    )


def checked(text, *, binding=READER, status_list=None, at=LATER, trusted=TRUSTED):
    return verify_sd_jwt(
        text,
        did_document=trusted,
        at=at,
        status_list=listed() if status_list is None else status_list,
        binding=binding,
    )


def test_a_presentation_in_order_passes_every_check():
    result = checked(presented())

    assert result.outcome == "passed"
    assert [check.name for check in result.checks] == [
        *("format", "context", "proof", "issuer", "dates", "status", "schema", "holder")
    ]


def test_a_copy_in_order_passes_when_nobody_asks_for_its_holder():
    result = checked(issued(), binding=None)

    assert (result.outcome, result.check("holder").finding) == ("passed", Finding.NO_HOLDER_ASKED)


def test_a_certificate_without_a_holders_key_can_be_shown_by_anybody():
    assert checked(issued(holder=None), binding=None).outcome == "passed"


def forged():
    return f"{issued()}{encode_json(['AAAA', {'code': 'IT99', 'met': True}])}~"


DEVIATIONS = {
    "text": (lambda: "no token", "format", Finding.UNKNOWN_SHAPE),
    "disclosure": (forged, "proof", Finding.FORGED_DISCLOSURE),
    "key": (lambda: issued(key=OTHER), "proof", Finding.SIGNATURE_MISMATCH),
    "issuer": (lambda: issued(iss="did:web:other.example"), "issuer", Finding.OTHER_ISSUER),
    "claim": (lambda: issued(points="98"), "schema", Finding.AGAINST_STANDARD),
    "date": (lambda: issued(iat=True), "dates", Finding.UNREADABLE_DATE),
}


@pytest.mark.parametrize(("make", "check", "finding"), DEVIATIONS.values(), ids=DEVIATIONS)
def test_a_deviation_is_found_by_the_check_that_looks_for_it(make, check, finding):
    result = checked(make(), binding=None)

    assert (result.outcome, result.check(check).finding) == ("failed", finding)


@pytest.mark.parametrize(
    ("at", "finding"),
    [(AWARDED - timedelta(days=1), Finding.NOT_YET_VALID), (ENDS, Finding.EXPIRED)],
    ids=["early", "late"],
)
def test_outside_its_dates_it_is_not_valid(at, finding):
    result = checked(issued(), binding=None, at=at)

    assert (result.outcome, result.check("dates").finding) == ("failed", finding)


@pytest.mark.parametrize(
    ("status", "finding", "outcome"),
    [
        (listed({94_567: TokenStatus.INVALID}), Finding.REVOKED, "failed"),
        (listed({94_567: TokenStatus.SUSPENDED}), Finding.SUSPENDED, "failed"),
        ("no list", Finding.UNTRUSTED_STATUS_LIST, "unknown"),
    ],
)
def test_the_list_decides_whether_it_has_been_withdrawn(status, finding, outcome):
    result = checked(issued(), binding=None, status_list=status)

    assert (result.outcome, result.check("status").finding) == (outcome, finding)


def test_a_presentation_for_a_reader_who_did_not_ask_can_not_be_told():
    result = checked(presented(), binding=None)

    assert (result.outcome, result.check("holder").finding) == ("unknown", Finding.HOLDER_NOT_ASKED)


@pytest.mark.parametrize(
    "make", [lambda: presented(holder_key=OTHER), issued], ids=["thief", "copy"]
)
def test_only_the_holder_passes_a_reader_who_asks(make):
    result = checked(make())

    assert (result.outcome, result.check("holder").finding) == ("failed", Finding.HOLDER_UNPROVEN)


def test_an_unknown_key_hides_the_status():
    result = checked(issued(), binding=None, trusted=did_document(DID, []))

    assert result.check("proof").finding is Finding.UNKNOWN_KEY
    assert result.check("status").finding is Finding.NOT_CHECKED
