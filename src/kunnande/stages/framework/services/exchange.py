from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kunnande.stages.framework import translate
from kunnande.stages.framework.services.errors import ImproperSchemeError

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_case(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the package a CFPackage of CASE 1.1 holds. Raises ImproperSchemeError."""
    package, problems = translate.from_case(document)
    if problems:
        raise ImproperSchemeError(problems)
    return package
