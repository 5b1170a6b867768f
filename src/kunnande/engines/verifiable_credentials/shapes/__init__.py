"""The exact shapes of documents made here: nothing missing, nothing more, nothing elsewhere."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator

_SHAPES = {
    "OpenBadgeCredential": "achievement_credential.json",
    "BitstringStatusListCredential": "status_list_credential.json",
}


class ShapeError(ValueError):
    """The document is not one that this engine makes."""


def check_shape(credential: Mapping[str, Any]) -> None:
    """Refuse a credential that is not in one of the exact shapes made here.

    A signature covers a graph, and one graph can be written as many JSON documents; only in the
    exact shape does the JSON say what was signed.

    Parameters
    ----------
    credential
        A credential as parsed JSON, without its proof.

    Raises
    ------
    ShapeError
        With the place of the first deviation.

    References
    ----------
    Issue 272 of w3c/vc-data-integrity (a proof covers the dataset, not the JSON text).
    """
    types = credential.get("type")
    kind = types[-1] if isinstance(types, list) and types else None
    if not isinstance(kind, str) or kind not in _SHAPES:
        raise ShapeError("The document is neither a certificate nor a status list made here.")
    for error in _validator(kind).iter_errors(dict(credential)):
        raise ShapeError(f"The document deviates at {error.json_path}.")
    if kind == "OpenBadgeCredential":
        _check_areas(credential["credentialSubject"])


def _check_areas(subject: Mapping[str, Any]) -> None:
    described = [area["id"] for area in subject["achievement"]["resultDescription"]]
    shown = [result["resultDescription"] for result in subject["result"]]
    if described != shown or len(set(shown)) != len(shown):
        raise ShapeError("Each area must be described once and have one result.")


@cache
def _validator(kind: str) -> Draft202012Validator:
    shape = resources.files(__package__) / _SHAPES[kind]
    return Draft202012Validator(json.loads(shape.read_bytes()))
