"""SD-JWT VC made here, judged by @sd-jwt/sd-jwt-vc, which shares no code with ours."""

from datetime import UTC, datetime, timedelta

from kunnande.engines.verifiable_credentials import (
    Binding,
    P256Key,
    TokenStatus,
    issue_sd_jwt,
    present_sd_jwt,
    public_jwk,
    sign_token_status_list,
)

from .node_verifier import ask_node

DID = "did:web:localhost%3A8000"
LIST_URL = "https://localhost/status/tokens/1"
ISSUER = P256Key(verification_method=f"{DID}#key-2026-p256", secret=bytes(range(1, 33)))
HOLDER = P256Key(verification_method="", secret=bytes(range(2, 34)))
NONCE = "a random text"
AWARDED = datetime(2026, 11, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def presented(name="Åsa Öberg"):
    claims = {
        "iss": DID,
        "name": name,
        "iat": int(AWARDED.timestamp()),
        "exp": int((AWARDED + timedelta(days=1_000)).timestamp()),
        "status": {"status_list": {"idx": 94_567, "uri": LIST_URL}},
    }
    certificate = issue_sd_jwt(
        claims,
        ISSUER,
        areas={"IT01": {"met": False}, "IT07": {"met": True}},
        holder=HOLDER.public,
        salts=iter([b"a" * 16, b"b" * 16]).__next__,
    )
    binding = Binding(audience="https://employer.example", nonce=NONCE)
    return present_sd_jwt(certificate, areas={"IT07"}, holder_key=HOLDER, binding=binding, at=NOW)


def judge(presentation, *, at=NOW, statuses=None):
    listed = sign_token_status_list(
        statuses or {},
        ISSUER,
        list_url=LIST_URL,
        issued_at=AWARDED,
        valid_until=AWARDED + timedelta(days=2_000),
    )
    question = {
        "presentation": presentation,
        "issuerJwk": public_jwk(ISSUER.public),
        "holderJwk": public_jwk(HOLDER.public),
        "statusToken": listed,
        "nonce": NONCE,
        "at": int(at.timestamp()),
    }
    return ask_node("verify_sd_jwt.mjs", question)


def test_a_wallets_reader_sees_the_area_shown():
    verdict = judge(presented())

    assert (verdict["verified"], verdict["error"]) == (True, None)
    assert verdict["claims"]["areas"] == [{"code": "IT07", "met": True}]


def test_a_tampered_presentation_does_not_verify():
    token, rest = presented().split("~", 1)
    other, _ = presented("Bo Ek").split("~", 1)
    mixed = ".".join((*other.split(".")[:2], token.split(".")[2]))

    assert judge(f"{mixed}~{rest}")["verified"] is False


def test_an_expired_presentation_does_not_verify():
    assert judge(presented(), at=AWARDED + timedelta(days=1_001))["verified"] is False


def test_a_withdrawn_certificate_is_seen_as_withdrawn():
    verdict = judge(presented(), statuses={94_567: TokenStatus.INVALID})

    assert (verdict["verified"], verdict["error"]) == (False, "Status is not valid")
