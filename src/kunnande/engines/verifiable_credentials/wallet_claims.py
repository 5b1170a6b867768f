"""The same certificate as claims for a wallet: what is always shown, and one object an area."""

from collections.abc import Mapping
from typing import Any

from .moments import parse_moment
from .shapes import check_shape


def wallet_claims(
    credential: Mapping[str, Any], *, status_list_url: str | None = None
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return a certificate's claims and its areas, for `issue_sd_jwt`.

    Parameters
    ----------
    credential
        In our exact shape, with or without its proof; the caller has verified it.
    status_list_url
        Of the Token Status List in which the certificate has the same place as in its Bitstring
        list; None if it can not be withdrawn.

    Returns
    -------
    tuple
        What is always shown, and by code what its holder can keep back. In the language of the
        certificate: Swedish and English, with `` / `` between.

    Raises
    ------
    ShapeError
        If the credential is not in our shape.
    MomentTextError
        If a date is not one.

    References
    ----------
    draft-ietf-oauth-sd-jwt-vc, section 3.2.2; IETF Token Status List, section 6.2.
    """
    unsigned = {name: value for name, value in credential.items() if name != "proof"}
    check_shape(unsigned, kind="achievement_credential")
    subject = unsigned["credentialSubject"]
    achievement = subject["achievement"]
    claims = {
        "iss": unsigned["issuer"]["id"],
        "iat": int(parse_moment(unsigned["validFrom"]).timestamp()),
        "certificate": unsigned["id"],
        "name": subject["identifier"][0]["identityHash"],
        "issuer_name": unsigned["issuer"]["name"],
        "achievement": {name: achievement[name] for name in ("id", "name", "version")},
    }
    if "validUntil" in unsigned:
        claims["exp"] = int(parse_moment(unsigned["validUntil"]).timestamp())
    if status_list_url is not None and "credentialStatus" in unsigned:
        place = int(unsigned["credentialStatus"]["statusListIndex"])
        claims["status"] = {"status_list": {"idx": place, "uri": status_list_url}}
    return claims, _areas(unsigned)


def _areas(credential: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    subject = credential["credentialSubject"]
    described = subject["achievement"]["resultDescription"]
    areas = {}
    for description, result in zip(described, subject["result"], strict=True):
        shown = [each for each in credential["evidence"] if each["name"] == description["name"]]
        areas[description["id"].rpartition("#")[2]] = {
            "name": description["name"],
            "met": result["status"] == "Completed",
            "level": int(result["value"]),
            "shown_by": list(dict.fromkeys(each["genre"] for each in shown)),
            "shown": [each["narrative"] for each in shown],
        }
    return areas
