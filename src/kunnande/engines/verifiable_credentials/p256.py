"""P-256 keys written as Multikey, for the tokens that wallets read (ES256)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .keys import PublicKey
from .multibase import MultibaseError, decode_multibase, encode_multibase

P256_PUBLIC_PREFIX = bytes.fromhex("8024")
P256_SECRET_PREFIX = bytes.fromhex("8626")

_ES256 = ec.ECDSA(hashes.SHA256())


@dataclass(frozen=True, kw_only=True)
class P256Key:
    """A secret P-256 key and the address under which its public half is published."""

    verification_method: str
    secret: bytes = field(repr=False)

    @classmethod
    def generate(cls, verification_method: str) -> Self:
        """Return a new key drawn from the operating system's secure randomness."""
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        return cls(verification_method=verification_method, secret=number.to_bytes(32, "big"))

    @classmethod
    def from_secret(cls, secret_multibase: str, *, verification_method: str) -> Self:
        """Return the key whose secret was kept as text.

        Raises
        ------
        MultibaseError
            If the text is not a P-256 secret in Multikey form.
        """
        secret = decode_multibase(secret_multibase, prefix=P256_SECRET_PREFIX, length=32)
        return cls(verification_method=verification_method, secret=secret)

    @property
    def secret_multibase(self) -> str:
        """Return the secret as text; keep it encrypted."""
        return encode_multibase(P256_SECRET_PREFIX + self.secret)

    @property
    def public(self) -> PublicKey:
        """Return the half that may be published, as ``zDn...`` text."""
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        return PublicKey(
            verification_method=self.verification_method,
            public_multibase=encode_multibase(P256_PUBLIC_PREFIX + point),
        )

    def sign_bytes(self, data: bytes) -> bytes:
        """Return the ES256 signature: 64 bytes, the two numbers after each other (RFC 7518)."""
        numbers = decode_dss_signature(self._private.sign(data, _ES256))
        return b"".join(number.to_bytes(32, "big") for number in numbers)

    @cached_property
    def _private(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(int.from_bytes(self.secret, "big"), ec.SECP256R1())


def accepts_es256(key: PublicKey, signature: bytes, *, data: bytes) -> bool:
    """Return whether an ES256 signature was made over the data with a P-256 key.

    Raises
    ------
    MultibaseError
        If the key is not P-256 Multikey text.
    """
    if len(signature) != 64:
        return False
    numbers = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    try:
        _read_public(key.public_multibase).verify(encode_dss_signature(*numbers), data, _ES256)
    except InvalidSignature:
        return False
    return True


def public_jwk(key: PublicKey) -> dict[str, Any]:
    """Return a P-256 public key as JSON Web Key, the form in which a holder's key is named.

    Raises
    ------
    MultibaseError
        If the key is not P-256 Multikey text.
    """
    numbers = _read_public(key.public_multibase).public_numbers()
    x, y = (
        urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")
        for number in (numbers.x, numbers.y)
    )
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def key_of_jwk(jwk: Mapping[str, Any], verification_method: str) -> PublicKey:
    """Return a public key that was written as JSON Web Key.

    Raises
    ------
    MultibaseError
        If it is no P-256 key in that form.
    """
    try:
        x, y = (urlsafe_b64decode(f"{jwk[name]}=") for name in ("x", "y"))
    except (KeyError, ValueError) as cause:
        raise MultibaseError("The key has no two coordinates.") from cause
    if (jwk.get("kty"), jwk.get("crv"), len(x), len(y)) != ("EC", "P-256", 32, 32):
        raise MultibaseError("The key is not on P-256.")
    point = bytes([2 + y[-1] % 2]) + x
    key = PublicKey(
        verification_method=verification_method,
        public_multibase=encode_multibase(P256_PUBLIC_PREFIX + point),
    )
    if public_jwk(key) != {name: jwk[name] for name in ("kty", "crv", "x", "y")}:
        raise MultibaseError("The coordinates are no point on P-256.")
    return key


@lru_cache(maxsize=1_000)
def _read_public(multibase: str) -> ec.EllipticCurvePublicKey:
    point = decode_multibase(multibase, prefix=P256_PUBLIC_PREFIX, length=33)
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as cause:
        raise MultibaseError("The bytes are no point on P-256.") from cause
