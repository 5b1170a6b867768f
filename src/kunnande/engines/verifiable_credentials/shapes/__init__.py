"""The exact shapes of documents made here: nothing missing, nothing more, nothing elsewhere."""

from collections.abc import Mapping
from typing import Any, Literal

from .checks import load_checks

Kind = Literal[
    "achievement_credential",
    "endorsement_credential",
    "status_list_credential",
    "wallet_claims",
]
Standard = Literal["european_digital_credential", "open_badges_3"]


class ShapeError(ValueError):
    """The document is not one that this engine makes."""


def check_shape(credential: Mapping[str, Any], *, kind: Kind) -> None:
    """Refuse a credential that is not in the exact shape made here.

    A signature covers a graph, and one graph can be written as many JSON documents; only in the
    exact shape does the JSON say what was signed.

    Parameters
    ----------
    credential
        As parsed JSON, without its proof. Its contexts are checked elsewhere.
    kind
        Which of the shapes.

    Raises
    ------
    ShapeError
        With the place of the first deviation.

    References
    ----------
    Issue 272 of w3c/vc-data-integrity (a proof covers the dataset, not the JSON text).
    """
    for place in load_checks(kind)(dict(credential), "$"):
        raise ShapeError(f"The document deviates at {place}.")
    if kind == "achievement_credential":
        _check_areas(credential["credentialSubject"])


def follows_standard(document: Mapping[str, Any], standard: Standard) -> bool:
    """Return whether a document keeps to what a published standard asks, in our own words of it.

    Parameters
    ----------
    document
        As parsed JSON.
    standard
        Which of the standards.

    References
    ----------
    1EdTech Open Badges 3.0, appendix B (data models); members that are not used here may be there.
    """
    return not any(load_checks(standard)(dict(document), "$"))


def _check_areas(subject: Mapping[str, Any]) -> None:
    described = [area["id"] for area in subject["achievement"]["resultDescription"]]
    shown = [result["resultDescription"] for result in subject["result"]]
    if described != shown or len(set(shown)) != len(shown):
        raise ShapeError("Each area must be described once and have one result.")
