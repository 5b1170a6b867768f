"""The dated rules, indicators and questionnaires that programmes are followed up by."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from kunnande.stages.programme.services import (
    import_indicators,
    import_questionnaires,
    import_rules,
)

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User


def publish_programme_terms(*, by: User, at: datetime) -> None:
    """Take in everything that programmes are counted by; what is known stays as it is."""
    import_rules(package=read_terms("rules"), by=by, at=at)
    import_indicators(package=read_terms("indicators"), by=by, at=at)
    import_questionnaires(package=read_terms("questionnaires"), by=by, at=at)


def read_terms(name: str) -> dict[str, Any]:
    text = files("kunnande.site.content").joinpath("programme", f"{name}.yaml").read_text("utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return content
