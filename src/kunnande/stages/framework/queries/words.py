from __future__ import annotations

from typing import Any

from django.utils.translation import get_language


def localised(row: object, field: str, language: str | None = None) -> str:
    """Return a bilingual column in a language, Swedish where the English is empty."""
    return str(_in_language(row, field, language))


def localised_list(row: object, field: str, language: str | None = None) -> list[str]:
    return [str(text) for text in _in_language(row, field, language)]


def _in_language(row: object, field: str, language: str | None) -> Any:
    wanted = (language or get_language() or "sv")[:2]
    english = getattr(row, f"{field}_en") if wanted == "en" else None
    return english or getattr(row, f"{field}_sv")
