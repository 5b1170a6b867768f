"""What others say of an achievement: a credential of their own, carried inside ours."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from .achievements import Issuer, Text, ValidityError, build_issuer
from .checking import check_credential, open_proof
from .contexts import CREDENTIALS_V2, OPEN_BADGES_V3
from .findings import AUTHENTICITY, Finding
from .moments import format_moment
from .shapes import check_shape


def build_endorsement(
    *,
    endorsement_id: str,
    endorser: Issuer,
    achievement_id: str,
    comment: str,
    valid_from: datetime,
    valid_until: datetime | None = None,
) -> dict[str, Any]:
    """Return an unsigned endorsement of an achievement, for its endorser to `sign`.

    Parameters
    ----------
    endorsement_id
        ``urn:uuid`` or https address of its own.
    endorser
        The party that endorses, with its own DID and key.
    achievement_id
        What is endorsed: one version of a validation product, not one person's certificate.
    comment
        What the party says.
    valid_from, valid_until
        With time zone; None if it is given until further notice.

    Returns
    -------
    dict
        An ``EndorsementCredential``; signed, it goes into ``Achievement.endorsements``.

    Raises
    ------
    ValidityError, NaiveMomentError
        See there.
    ShapeError
        If an address is not one, or nothing is said.

    References
    ----------
    1EdTech Open Badges 3.0, appendix B.1 (EndorsementCredential).
    """
    endorsement: dict[str, Any] = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
        "id": endorsement_id,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": Text(f"Stöd från {endorser.name}", f"Endorsement by {endorser.name}").joined(),
        "issuer": build_issuer(endorser),
        "validFrom": format_moment(valid_from),
        "credentialSubject": {
            "id": achievement_id,
            "type": ["EndorsementSubject"],
            "endorsementComment": comment,
        },
    }
    if valid_until is not None:
        endorsement["validUntil"] = format_moment(valid_until)
        if endorsement["validUntil"] <= endorsement["validFrom"]:
            raise ValidityError("The endorsement must end after it begins.")
    check_shape(endorsement, kind="endorsement_credential")
    return endorsement


def find_endorsements(
    credential: Mapping[str, Any], *, endorsers: Iterable[Mapping[str, Any]], at: datetime
) -> Finding | None:
    """Return what the endorsements that a certificate carries amount to; None if it has none.

    Parameters
    ----------
    credential
        In our exact shape.
    endorsers
        DID documents of the parties that the reader trusts.
    at
        The moment to judge at.

    Returns
    -------
    Finding or None
        ``IN_ORDER`` if each was made by a trusted party about this very achievement and is in
        force, ``ENDORSEMENT_BROKEN`` if one of a trusted party was not, else ``UNKNOWN_ENDORSER``.
    """
    achievement = credential["credentialSubject"]["achievement"]
    carried = achievement.get("endorsement", [])
    documents = {str(document.get("id")): document for document in endorsers}
    found = {
        _judge(each, documents.get(each["issuer"]["id"]), achievement["id"], at) for each in carried
    }
    for gravest in (Finding.ENDORSEMENT_BROKEN, Finding.UNKNOWN_ENDORSER, Finding.IN_ORDER):
        if gravest in found:
            return gravest
    return None


def _judge(
    endorsement: Mapping[str, Any],
    document: Mapping[str, Any] | None,
    achievement_id: str,
    at: datetime,
) -> Finding:
    if endorsement["credentialSubject"]["id"] != achievement_id:
        return Finding.ENDORSEMENT_BROKEN
    if document is None:
        return Finding.UNKNOWN_ENDORSER
    checks, _ = check_credential(
        lambda: open_proof(endorsement),
        kind="endorsement_credential",
        did_document=document,
        at=at,
    )
    asked = (*AUTHENTICITY, "dates")
    is_in_order = all(checks[name].outcome == "passed" for name in asked)
    return Finding.IN_ORDER if is_in_order else Finding.ENDORSEMENT_BROKEN
