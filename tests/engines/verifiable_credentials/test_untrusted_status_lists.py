from datetime import timedelta

import pytest

from kunnande.engines.verifiable_credentials import Finding, SigningKey, StatusEntry

from .builders import AWARDED, DID, LIST_URL, signed_certificate, signed_status_list
from .test_verification import NOBODY_REVOKED, SIGNED, finding, verification

STRANGER = SigningKey(verification_method=f"{DID}#stranger", seed=bytes(32))


@pytest.mark.parametrize(
    "listing",
    [
        signed_status_list(key=STRANGER),
        signed_status_list(list_url="http://localhost:8000/status/2"),
        signed_status_list(purpose="suspension"),
        signed_status_list(issuer_id="did:web:other.example"),
        signed_status_list(valid_until=AWARDED + timedelta(hours=1)),
        {**NOBODY_REVOKED, "validFrom": "2026-01-01T00:00:00Z"},
        SIGNED,
        {},
    ],
    ids=["key", "address", "purpose", "issuer", "old", "tampered", "no list", "nothing"],
)
def test_a_list_that_can_not_be_trusted_tells_nothing(listing):
    result = verification(status_list=listing)

    assert result.check("status").finding is Finding.UNTRUSTED_STATUS_LIST
    assert result.outcome == "unknown"


def test_a_list_that_is_too_short_for_the_entry_tells_nothing():
    beyond = signed_certificate(status=StatusEntry(list_url=LIST_URL, index=200_000))

    assert finding("status", beyond) is Finding.UNTRUSTED_STATUS_LIST
