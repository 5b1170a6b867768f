"""Identity numbers between people's form and the row: sealed for reading, indexed for finding."""

import hashlib
import hmac
import os
import zlib

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _
from personnummer import personnummer

_NONCE_BYTES = 12


class ImproperIdentityNumberError(ValueError):
    """The text is neither a personal nor a coordination number."""


def read_identity_number(text: str) -> str:
    """Return the twelve digits of a personal or coordination number."""
    try:
        number = personnummer.parse(text.strip())
    except (personnummer.PersonnummerException, ValueError) as error:
        msg = _("Numret ska ha formen ÅÅÅÅMMDD-NNNN och en riktig kontrollsiffra.")
        raise ImproperIdentityNumberError(msg) from error
    return str(number.format(long_format=True))


def seal(identity_number: str) -> bytes:
    """Return the number encrypted and authenticated; the same number never looks the same."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(_key("seal")).encrypt(nonce, identity_number.encode("ascii"), None)


def unseal(sealed: bytes) -> str:
    """Return the number that was sealed; a changed byte raises InvalidTag."""
    plain = AESGCM(_key("seal")).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    return plain.decode("ascii")


def index_of(identity_number: str) -> str:
    """Return the keyed index that finds a number without revealing it."""
    return hmac.new(_key("index"), identity_number.encode("ascii"), hashlib.sha256).hexdigest()


def seal_text(text: str) -> bytes:
    """Return any text encrypted and authenticated, for a list that holds identity numbers."""
    nonce = os.urandom(_NONCE_BYTES)
    packed = zlib.compress(text.encode("utf-8"))
    return nonce + AESGCM(_key("list")).encrypt(nonce, packed, None)


def unseal_text(sealed: bytes) -> str:
    """Return the text that was sealed; a changed byte raises InvalidTag."""
    packed = AESGCM(_key("list")).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    return zlib.decompress(packed).decode("utf-8")


def _key(purpose: str) -> bytes:
    # One secret, independent keys: a leaked index key opens no sealed number.
    return hmac.new(
        bytes.fromhex(settings.IDENTITY_KEY), purpose.encode("ascii"), hashlib.sha256
    ).digest()
