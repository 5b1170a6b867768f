import gzip
from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.verifiable_credentials import (
    StatusIndexError,
    StatusListError,
    decode_list,
    encode_list,
    status_of,
    verify,
)

from .builders import (
    DID_DOCUMENT,
    ENDS,
    LATER,
    LIST_URL,
    signed_certificate,
    signed_status_list,
    status_list,
)

ENTRIES = 131_072
INDICES = st.integers(min_value=0, max_value=ENTRIES - 1)


def encoded(data):
    return "u" + urlsafe_b64encode(data).decode().rstrip("=")


@settings(deadline=None)
@given(revoked=st.sets(INDICES, max_size=20), other=INDICES)
def test_exactly_the_revoked_entries_are_set(revoked, other):
    text = encode_list(revoked)

    assert {index for index in {*revoked, other} if status_of(index, text)} == revoked


def test_the_first_entry_is_the_leftmost_bit():
    bits = decode_list(encode_list({0, 15}))

    assert bits[:2] == bytes([0b1000_0000, 0b0000_0001])


def test_a_list_is_long_enough_to_hide_in():
    assert len(decode_list(encode_list(()))) * 8 == ENTRIES


@pytest.mark.parametrize("entries", [8, ENTRIES - 8, ENTRIES + 1, 4_194_312])
def test_a_list_of_another_length_is_not_made(entries):
    with pytest.raises(StatusListError):
        encode_list((), entries=entries)


@pytest.mark.parametrize("index", [-1, ENTRIES])
def test_an_entry_outside_the_list_is_neither_written_nor_read(index):
    with pytest.raises(StatusIndexError):
        encode_list({index})
    with pytest.raises(StatusIndexError):
        status_of(index, encode_list(()))


@pytest.mark.parametrize(
    "text",
    [
        "z" + encode_list(())[1:],
        "uö",
        "uA",
        encoded(b"not gzip"),
        encoded(gzip.compress(bytes(8))),
        encoded(gzip.compress(bytes(ENTRIES // 8))[:-9]),
        encoded(gzip.compress(bytes(50_000_000))),
    ],
    ids=["base", "letter", "length", "not gzip", "short", "cut off", "bomb"],
)
def test_an_unreadable_list_is_refused(text):
    with pytest.raises(StatusListError):
        decode_list(text)


def test_a_list_credential_says_what_it_lists_and_until_when():
    credential = status_list(valid_until=ENDS, purpose="suspension")

    assert credential["credentialSubject"]["statusPurpose"] == "suspension"
    assert (credential["id"], credential["validUntil"]) == (LIST_URL, "2029-11-22T09:30:00Z")


def test_a_list_without_end_says_so_by_silence():
    assert "validUntil" not in status_list()


def test_its_time_to_live_is_in_milliseconds():
    listed = status_list(ttl=timedelta(minutes=5))

    assert listed["credentialSubject"]["ttl"] == 300_000


def test_its_time_to_live_is_covered_by_the_signature():
    signed = signed_status_list(ttl=timedelta(minutes=5))
    signed["credentialSubject"]["ttl"] = 86_400_000

    result = verify(signed_certificate(), did_document=DID_DOCUMENT, at=LATER, status_list=signed)

    assert result.check("status").finding == "untrusted_status_list"
