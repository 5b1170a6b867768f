"""Who may open the pages of what is entered about somebody and taken back, and the operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.site.access.roles import EMPLOYER, EXAMINER, PERSON

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_EMPLOYMENTS: Mapping[str, frozenset[str]] = {
    "ledger:withdraw": frozenset({EMPLOYER, EXAMINER}),
    "parties:end_employment": frozenset({EMPLOYER}),
    "parties:end_labour": frozenset({EMPLOYER}),
    "parties:gender": frozenset({PERSON}),
    "parties:labour": frozenset({EMPLOYER}),
    "parties:take_back_gender": frozenset({PERSON}),
    "api:begin_labour_spell": frozenset({EMPLOYER}),
    "api:end_employment": frozenset({EMPLOYER}),
    "api:end_labour_spell": frozenset({EMPLOYER}),
    "api:list_labour_spells": frozenset({EMPLOYER}),
    "api:show_own_gender": frozenset({PERSON}),
    "api:show_statement": frozenset({EMPLOYER, EXAMINER}),
    "api:state_gender": frozenset({PERSON}),
    "api:take_back_gender": frozenset({PERSON}),
    "api:withdraw_statement": frozenset({EMPLOYER, EXAMINER}),
}
