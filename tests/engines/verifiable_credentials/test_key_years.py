"""did:web has no history, so the document keeps what certificates need."""

from datetime import UTC, datetime

import pytest

from kunnande.engines.verifiable_credentials import (
    NoKeyInUseError,
    P256Key,
    SigningKey,
    YearKey,
    document_of_years,
    find_key_in_use,
    name_key,
    sign,
    verify,
)

from .builders import DID, certificate

FIRST = SigningKey(verification_method=f"{DID}#key-2026", seed=bytes(range(32)))
SECOND = SigningKey(verification_method=f"{DID}#key-2027", seed=bytes(range(1, 33)))
WALLET = P256Key(verification_method=f"{DID}#key-2026-p256", secret=bytes(range(1, 33)))
IN_2026 = datetime(2026, 6, 1, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
IN_2027 = datetime(2027, 6, 1, tzinfo=UTC)


def years(**first):
    return [
        YearKey(public=SECOND.public, kind="ed25519", from_at=NEW_YEAR),
        YearKey(public=FIRST.public, kind="ed25519", from_at=IN_2026, **first),
        YearKey(public=WALLET.public, kind="p256", from_at=IN_2026),
    ]


def checked(keys):
    unsigned = certificate(valid_from=IN_2026, status=None)
    signed = sign(unsigned, FIRST, created=IN_2026)
    return verify(signed, did_document=document_of_years(DID, keys), at=IN_2027)


def test_a_certificate_outlives_the_retirement_of_its_key():
    assert checked(years(retired_at=NEW_YEAR)).outcome == "passed"


def test_a_compromised_key_takes_its_certificates_with_it():
    result = checked(years(retired_at=NEW_YEAR, compromised_at=IN_2027))

    assert (result.outcome, result.check("proof").finding) == ("failed", "unknown_key")


def test_the_document_is_in_the_order_of_use():
    methods = document_of_years(DID, years())["assertionMethod"]

    assert [method.partition("#")[2] for method in methods] == [
        "key-2026",
        "key-2026-p256",
        "key-2027",
    ]


@pytest.mark.parametrize(
    ("kind", "at", "name"),
    [
        ("ed25519", IN_2026, "key-2026"),
        ("ed25519", NEW_YEAR, "key-2027"),
        ("p256", IN_2027, "key-2026-p256"),
    ],
)
def test_one_key_of_each_kind_is_in_use(kind, at, name):
    found = find_key_in_use(years(retired_at=NEW_YEAR), kind, at=at)

    assert found.public.verification_method == f"{DID}#{name}"


def test_before_the_first_key_there_is_none():
    with pytest.raises(NoKeyInUseError):
        find_key_in_use(years(), "p256", at=datetime(2025, 1, 1, tzinfo=UTC))


def test_no_name_is_given_twice():
    taken: set[str] = set()
    for _ in range(3):
        taken.add(name_key(2026, "ed25519", taken=taken))

    assert taken == {"key-2026", "key-2026-2", "key-2026-3"}
