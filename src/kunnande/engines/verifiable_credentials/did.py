"""The issuer's address and the public keys that stand there (did:web)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .keys import PublicKey

DID_CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")


class HostNameError(ValueError):
    """The host is not a plain lower-case host name, or the port is not a port."""


class ForeignKeyError(ValueError):
    """A key's address does not lie under the DID, or two keys share one address."""


def did_web(host: str, port: int | None = None) -> str:
    """Return the DID of a host.

    Parameters
    ----------
    host
        Lower-case host name, punycode for other letters.
    port
        1 to 65535, or None for the standard one.

    Returns
    -------
    str
        The DID whose document is read at ``/.well-known/did.json`` of the host.

    Raises
    ------
    HostNameError
        If host or port is not one.

    References
    ----------
    W3C CCG did:web method specification, section 2.2 (a port's colon is percent-encoded).

    Examples
    --------
    >>> did_web("localhost", 8000)
    'did:web:localhost%3A8000'
    """
    if not _HOST.fullmatch(host):
        raise HostNameError("Give a lower-case host name without scheme, port or path.")
    if port is None:
        return f"did:web:{host}"
    if not 1 <= port <= 65535:
        raise HostNameError("A port lies between 1 and 65535.")
    return f"did:web:{host}%3A{port}"


def did_document(did: str, keys: Sequence[PublicKey]) -> dict[str, Any]:
    """Return the document that a DID resolves to.

    Parameters
    ----------
    did
        The issuer's DID.
    keys
        Every key in use and every retired key: did:web has no history, so a key that disappears
        takes its credentials with it. Leave out only a compromised key.

    Returns
    -------
    dict
        Each key as a Multikey verification method that may make assertions.

    Raises
    ------
    ForeignKeyError
        If a key's address is not the DID and a fragment, or is used twice.

    References
    ----------
    W3C Decentralized Identifiers 1.0, section 5; Controlled Identifiers 1.0, section 2.2.2.
    """
    addresses = [key.verification_method for key in keys]
    for address in addresses:
        controller, _, fragment = address.partition("#")
        if controller != did or not fragment or addresses.count(address) > 1:
            raise ForeignKeyError(f"{address} is not an address of its own under {did}.")
    return {
        "@context": list(DID_CONTEXTS),
        "id": did,
        "verificationMethod": [key.to_multikey() for key in keys],
        "assertionMethod": addresses,
    }


def did_key(public_multibase: str) -> str:
    """Return the DID that is a key itself: for tests and holders, as it can never change.

    Parameters
    ----------
    public_multibase
        Ed25519 or P-256 public key as Multikey text.

    Returns
    -------
    str
        ``did:key:`` and the key.

    References
    ----------
    W3C CCG did:key method specification, section 3.1.

    Examples
    --------
    >>> did_key("z6Mkf")
    'did:key:z6Mkf'
    """
    return f"did:key:{public_multibase}"


def did_key_document(did: str) -> dict[str, Any]:
    """Return the document of a did:key; it follows from the DID and is never fetched.

    Parameters
    ----------
    did
        ``did:key:`` and Multikey text.

    Returns
    -------
    dict
        With its one key, under ``did#key``.

    Raises
    ------
    ForeignKeyError
        If the DID is of another method.

    References
    ----------
    W3C CCG did:key method specification, section 3.1.1.
    """
    multibase = did.removeprefix("did:key:")
    if multibase == did or not multibase.startswith("z"):
        raise ForeignKeyError(f"{did} is not a did:key.")
    return did_document(
        did,
        [PublicKey(verification_method=f"{did}#{multibase}", public_multibase=multibase)],
    )


def find_assertion_key(document: Mapping[str, Any], verification_method: str) -> PublicKey | None:
    """Return the key that may make assertions under an address, or None.

    Parameters
    ----------
    document
        A DID document as parsed JSON.
    verification_method
        The full address, with fragment.

    Returns
    -------
    PublicKey or None
        None if the address is not listed under ``assertionMethod``, is not a Multikey, or is
        controlled by somebody else.

    References
    ----------
    W3C Controlled Identifiers 1.0, section 3.3 (Retrieve Verification Method).
    """
    if verification_method not in document.get("assertionMethod", []):
        return None
    for method in document.get("verificationMethod", []):
        multibase = method.get("publicKeyMultibase") if isinstance(method, Mapping) else None
        if isinstance(multibase, str):
            key = PublicKey(verification_method=verification_method, public_multibase=multibase)
            if method == key.to_multikey():
                return key
    return None
