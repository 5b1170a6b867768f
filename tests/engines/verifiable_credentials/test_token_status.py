from datetime import timedelta

import pytest
from openvc.status.token_status_list import decode_status_list, get_status

from kunnande.engines.verifiable_credentials import (
    P256Key,
    StatusIndexError,
    StatusListError,
    TokenStatus,
    did_document,
    sign_token_status_list,
    token_status_of,
)
from kunnande.engines.verifiable_credentials.jose import decode_json

from .builders import AWARDED, DID, LATER

KEY = P256Key(verification_method=f"{DID}#key-2026-p256", secret=bytes(range(1, 33)))
OTHER = P256Key(verification_method=f"{DID}#key-2025-p256", secret=bytes(range(2, 34)))
DOCUMENT = did_document(DID, [KEY.public])
URL = "http://localhost:8000/status/tokens/1"
WITHDRAWN = {7: TokenStatus.INVALID, 94_567: TokenStatus.SUSPENDED}


def listed(statuses=WITHDRAWN, key=KEY):
    return sign_token_status_list(
        statuses, key, list_url=URL, issued_at=AWARDED, valid_until=LATER + timedelta(days=1)
    )


def status(index, *, token=None, at=LATER, uri=URL):
    reference = {"status_list": {"idx": index, "uri": uri}}
    return token_status_of(reference, token or listed(), did_document=DOCUMENT, at=at)


def test_each_entry_says_what_it_was_given():
    found = [status(index) for index in (6, 7, 8, 94_567)]

    assert found == [
        TokenStatus.VALID,
        TokenStatus.INVALID,
        TokenStatus.VALID,
        TokenStatus.SUSPENDED,
    ]


def test_another_library_reads_the_same_entries():
    claims = decode_json(listed().split(".")[1])

    packed = decode_status_list(claims["status_list"]["lst"])

    assert [get_status(packed, index, bits=2) for index in (6, 7, 94_567)] == [0, 1, 2]


def test_its_time_to_live_is_in_seconds():
    assert decode_json(listed().split(".")[1])["ttl"] == 3_600


@pytest.mark.parametrize(
    "changes",
    [
        {"token": listed(key=OTHER)},
        {"uri": "http://localhost:8000/status/tokens/2"},
        {"at": LATER + timedelta(days=2)},
    ],
    ids=["key", "list", "old"],
)
def test_a_list_that_can_not_be_relied_on_says_nothing(changes):
    with pytest.raises(StatusListError):
        status(7, **changes)


def test_an_index_outside_the_list_is_refused():
    with pytest.raises(StatusIndexError):
        status(131_072)


def test_an_entry_outside_the_list_is_not_written():
    with pytest.raises(StatusIndexError):
        listed({131_072: TokenStatus.INVALID})
