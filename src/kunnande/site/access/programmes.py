"""Who may open which page of a funded programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.site.access.roles import (
    ECONOMIST,
    EMPLOYER,
    EVALUATOR,
    NODE_COORDINATOR,
    PERSON,
    PROGRAMME_OWNER,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_OWNER = frozenset({PROGRAMME_OWNER})
_OWNER_AND_ECONOMIST = frozenset({PROGRAMME_OWNER, ECONOMIST})
# Numbers alone, never who.
_READS_NUMBERS = frozenset({PROGRAMME_OWNER, ECONOMIST, EVALUATOR})

OF_PROGRAMMES: Mapping[str, frozenset[str]] = {
    "programme:call": _OWNER,
    "programme:calls": _OWNER,
    "programme:companies": frozenset({PROGRAMME_OWNER, ECONOMIST, NODE_COORDINATOR}),
    "programme:company": frozenset({PROGRAMME_OWNER, ECONOMIST, NODE_COORDINATOR}),
    "programme:correct": frozenset({PERSON, EMPLOYER, PROGRAMME_OWNER, ECONOMIST}),
    "programme:engage": frozenset({PROGRAMME_OWNER, NODE_COORDINATOR}),
    "programme:enter": frozenset({EMPLOYER}),
    "programme:enter_grant": _OWNER,
    "programme:extract": frozenset({PROGRAMME_OWNER, EVALUATOR}),
    "programme:extracts": frozenset({PROGRAMME_OWNER, EVALUATOR}),
    "programme:indicator": _OWNER,
    "programme:indicators": _READS_NUMBERS,
    "programme:leave": frozenset({EMPLOYER, PROGRAMME_OWNER}),
    "programme:mine": frozenset({PERSON}),
    "programme:month": frozenset({PERSON, EMPLOYER, PROGRAMME_OWNER, ECONOMIST}),
    "programme:other_support": frozenset({EMPLOYER}),
    "programme:overview": frozenset({PROGRAMME_OWNER, ECONOMIST, EVALUATOR, NODE_COORDINATOR}),
    "programme:participant_file": _OWNER_AND_ECONOMIST,
    "programme:people": _OWNER_AND_ECONOMIST,
    "programme:report": _OWNER_AND_ECONOMIST,
    "programme:report_paper": _OWNER_AND_ECONOMIST,
    "programme:report_text": _OWNER_AND_ECONOMIST,
    "programme:reports": _OWNER_AND_ECONOMIST,
    "programme:staff": frozenset({EMPLOYER}),
    "programme:steering": _READS_NUMBERS,
}
