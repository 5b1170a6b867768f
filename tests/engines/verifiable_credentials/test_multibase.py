import pytest
from hypothesis import given, strategies as st

from kunnande.engines.verifiable_credentials import MultibaseError
from kunnande.engines.verifiable_credentials.multibase import decode_multibase, encode_multibase


@given(st.binary(max_size=80))
def test_what_is_encoded_decodes_to_itself(data):
    text = encode_multibase(data)

    assert decode_multibase(text, length=len(data)) == data


def test_the_published_example_is_reproduced():
    # draft-msporny-base58-03, section 5, test vector 1.
    assert encode_multibase(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"


@pytest.mark.parametrize(
    "text",
    ["u2NEpo7TZRRrLZSi2U", "", "z0", "zOIl", "z2NEpo7TZRRrLZSi", "z" + "2" * 200, "zå"],
    ids=["other base", "empty", "zero digit", "ambiguous letters", "short", "endless", "letter"],
)
def test_other_text_is_refused(text):
    with pytest.raises(MultibaseError):
        decode_multibase(text, length=12)


def test_another_prefix_is_refused():
    with pytest.raises(MultibaseError, match="ed01"):
        decode_multibase(encode_multibase(bytes(34)), prefix=b"\xed\x01", length=32)
