import pytest

from kunnande.engines.verifiable_credentials import MultibaseError, SigningKey

from .builders import KEY


def test_a_generated_key_has_the_prefixes_of_ed25519():
    key = SigningKey.generate("did:web:x.example#key-1")

    assert key.public_multibase.startswith("z6Mk")
    assert key.secret_multibase.startswith("z3u2")


def test_two_generated_keys_differ():
    assert SigningKey.generate("did:web:x.example#a") != SigningKey.generate("did:web:x.example#a")


def test_a_kept_secret_gives_the_same_key_back():
    again = SigningKey.from_secret(
        KEY.secret_multibase, verification_method=KEY.verification_method
    )

    assert again == KEY


def test_a_public_key_is_not_taken_for_a_secret():
    with pytest.raises(MultibaseError):
        SigningKey.from_secret(KEY.public_multibase, verification_method="did:web:x.example#a")


def test_the_secret_is_neither_shown_nor_published():
    shown = f"{KEY!r} {KEY.to_multikey()!r}"

    assert KEY.secret_multibase not in shown
    assert repr(KEY.seed) not in shown


def test_a_signature_is_accepted_for_its_own_data_only():
    signature = KEY.sign_bytes(b"one")

    assert KEY.public.accepts(signature, data=b"one")
    assert not KEY.public.accepts(signature, data=b"two")
