"""Base58btc multibase text for Ed25519 keys and signatures (Multikey, Data Integrity)."""

ED25519_PUBLIC_PREFIX = bytes.fromhex("ed01")
ED25519_SECRET_PREFIX = bytes.fromhex("8026")
MAX_TEXT_LENGTH = 128

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_GROUP = 58**8
_PAIR = 58 * 58
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}


class MultibaseError(ValueError):
    """The text is not base58btc multibase of the expected kind and length."""


def encode_multibase(data: bytes) -> str:
    r"""Return the base58btc multibase text of some bytes.

    Parameters
    ----------
    data
        Any bytes; leading zero bytes are kept.

    Returns
    -------
    str
        ``z`` followed by base58btc digits.

    References
    ----------
    W3C Controlled Identifiers 1.0, section 2.4 (Multibase).

    Examples
    --------
    >>> encode_multibase(b"\x00\x01")
    'z12'
    """
    number = int.from_bytes(data, "big")
    groups: list[str] = []
    # Small numbers divide much faster than large ones, so eight digits are split off at a time.
    while number:
        number, group = divmod(number, _GROUP)
        groups.append(_digits(group))
    zeros = len(data) - len(data.lstrip(b"\x00"))
    return "z" + "1" * zeros + "".join(reversed(groups)).lstrip("1")


def decode_multibase(text: str, *, prefix: bytes = b"", length: int) -> bytes:
    r"""Return the payload of a base58btc multibase text.

    Parameters
    ----------
    text
        ``z`` followed by base58btc digits, at most 128 characters.
    prefix
        Multicodec bytes that must come first; they are not part of the payload.
    length
        Number of bytes the payload must have.

    Returns
    -------
    bytes
        Exactly ``length`` bytes.

    Raises
    ------
    MultibaseError
        If the alphabet, the prefix or the length is another.

    References
    ----------
    W3C Controlled Identifiers 1.0, sections 2.2.2 (Multikey) and 2.4 (Multibase).

    Examples
    --------
    >>> decode_multibase("z12", length=2)
    b'\x00\x01'
    """
    # Decoding is quadratic in the length, so the length is bounded first.
    if not text.startswith("z") or len(text) > MAX_TEXT_LENGTH or set(text[1:]) - _VALUES.keys():
        raise MultibaseError("Expected multibase text that begins with z (base58btc).")
    digits = text[1:]
    number = 0
    for digit in digits:
        number = number * 58 + _VALUES[digit]
    zeros = len(digits) - len(digits.lstrip("1"))
    data = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    if not data.startswith(prefix) or len(data) != len(prefix) + length:
        raise MultibaseError(f"Expected {length} bytes after the prefix {prefix.hex() or 'none'}.")
    return data.removeprefix(prefix)


def _digits(group: int) -> str:
    high, low = divmod(group, _PAIR * _PAIR)
    return _PAIRS[high // _PAIR] + _PAIRS[high % _PAIR] + _PAIRS[low // _PAIR] + _PAIRS[low % _PAIR]
