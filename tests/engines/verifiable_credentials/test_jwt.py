import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from kunnande.engines.verifiable_credentials import Finding, SigningKey, sign_jwt, verify_jwt
from kunnande.engines.verifiable_credentials.jose import decode_json, encode_json, encode_part
from kunnande.engines.verifiable_credentials.multibase import (
    ED25519_PUBLIC_PREFIX,
    decode_multibase,
)

from .builders import (
    AWARDED,
    DID_DOCUMENT,
    ENDS,
    ENTRY,
    KEY,
    LATER,
    certificate,
    signed_status_list,
)

TOKEN = sign_jwt(certificate(), KEY)


def checked(token, *, at=LATER, revoked=()):
    listed = signed_status_list(revoked=set(revoked))
    return verify_jwt(token, did_document=DID_DOCUMENT, at=at, status_list=listed)


def with_header(**changes):
    header, payload, signature = TOKEN.split(".")
    return ".".join((encode_json({**decode_json(header), **changes}), payload, signature))


def with_claims(**changes):
    header, payload, signature = TOKEN.split(".")
    return ".".join((header, encode_json({**decode_json(payload), **changes}), signature))


def test_a_token_made_here_is_valid():
    assert checked(TOKEN).outcome == "passed"


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # wallets still read that name
def test_another_library_accepts_the_signature():
    raw = decode_multibase(KEY.public_multibase, prefix=ED25519_PUBLIC_PREFIX, length=32)
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": encode_part(raw)})

    found = jws.deserialize_compact(TOKEN, key, algorithms=["EdDSA"])

    assert found.protected["typ"] == "vc+jwt"


def test_a_changed_claim_is_seen():
    assert checked(with_claims(name="Annat")).check("proof").finding is Finding.SIGNATURE_MISMATCH


@pytest.mark.parametrize(
    "change",
    [{"alg": "none"}, {"alg": "HS256"}, {"typ": "JWT"}, {"crit": ["x"]}, {"kid": "did:x#y"}],
)
def test_a_token_can_not_choose_how_it_is_checked(change):
    assert checked(with_header(**change)).check("format").finding is Finding.UNKNOWN_PROOF


def test_a_key_that_is_not_the_issuers_is_unknown():
    stranger = SigningKey(verification_method=f"{KEY.verification_method}9", seed=bytes(32))

    found = checked(sign_jwt(certificate(), stranger))

    assert found.check("proof").finding is Finding.UNKNOWN_KEY


def test_an_expired_and_a_withdrawn_token_are_told_apart():
    expired, withdrawn = checked(TOKEN, at=ENDS), checked(TOKEN, revoked={ENTRY.index})

    assert expired.check("dates").finding is Finding.EXPIRED
    assert withdrawn.check("status").finding is Finding.REVOKED


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", TOKEN + ".", TOKEN.replace(".", "~")])
def test_what_is_no_token_is_said_to_be_none(text):
    assert checked(text).check("format").outcome == "failed"


def test_a_token_is_valid_from_its_first_moment():
    assert checked(TOKEN, at=AWARDED).check("dates").outcome == "passed"
