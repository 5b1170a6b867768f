"""Who may open the pages of an employee's spells and last day, and ask for their operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.site.access.roles import EMPLOYER

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_EMPLOYMENTS: Mapping[str, frozenset[str]] = {
    "parties:end_employment": frozenset({EMPLOYER}),
    "parties:end_labour": frozenset({EMPLOYER}),
    "parties:labour": frozenset({EMPLOYER}),
    "api:begin_labour_spell": frozenset({EMPLOYER}),
    "api:end_employment": frozenset({EMPLOYER}),
    "api:end_labour_spell": frozenset({EMPLOYER}),
    "api:list_labour_spells": frozenset({EMPLOYER}),
}
