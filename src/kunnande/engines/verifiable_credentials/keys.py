"""Ed25519 keys written as Multikey."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .multibase import (
    ED25519_PUBLIC_PREFIX,
    ED25519_SECRET_PREFIX,
    decode_multibase,
    encode_multibase,
)


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """What others need to check a signature: the method's address and the key itself."""

    verification_method: str
    public_multibase: str

    def to_multikey(self) -> dict[str, Any]:
        """Return the verification method as it stands in a DID document."""
        return {
            "id": self.verification_method,
            "type": "Multikey",
            "controller": self.verification_method.partition("#")[0],
            "publicKeyMultibase": self.public_multibase,
        }

    def accepts(self, signature: bytes, *, data: bytes) -> bool:
        """Return whether the signature was made over the data with this key.

        Raises
        ------
        MultibaseError
            If the key is not Ed25519 Multikey text.
        """
        try:
            _read_public(self.public_multibase).verify(signature, data)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A secret Ed25519 key and the address under which its public half is published."""

    verification_method: str
    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls, verification_method: str) -> Self:
        """Return a new key drawn from the operating system's secure randomness."""
        seed = Ed25519PrivateKey.generate().private_bytes_raw()
        return cls(verification_method=verification_method, seed=seed)

    @classmethod
    def from_secret(cls, secret_multibase: str, *, verification_method: str) -> Self:
        """Return the key whose secret was kept as ``z3u2...`` text.

        Raises
        ------
        MultibaseError
            If the text is not an Ed25519 secret in Multikey form.
        """
        seed = decode_multibase(secret_multibase, prefix=ED25519_SECRET_PREFIX, length=32)
        return cls(verification_method=verification_method, seed=seed)

    @property
    def secret_multibase(self) -> str:
        """Return the secret as ``z3u2...`` text; keep it encrypted."""
        return encode_multibase(ED25519_SECRET_PREFIX + self.seed)

    @property
    def public_multibase(self) -> str:
        """Return the public half as ``z6Mk...`` text."""
        public = self._private.public_key()
        return encode_multibase(ED25519_PUBLIC_PREFIX + public.public_bytes_raw())

    @property
    def public(self) -> PublicKey:
        """Return the half that may be published."""
        return PublicKey(
            verification_method=self.verification_method, public_multibase=self.public_multibase
        )

    def to_multikey(self) -> dict[str, Any]:
        """Return the public verification method; the secret is never part of it."""
        return self.public.to_multikey()

    def sign_bytes(self, data: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature (RFC 8032, deterministic)."""
        return self._private.sign(data)

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@lru_cache(maxsize=1_000)
def _read_public(multibase: str) -> Ed25519PublicKey:
    raw = decode_multibase(multibase, prefix=ED25519_PUBLIC_PREFIX, length=32)
    return Ed25519PublicKey.from_public_bytes(raw)
