"""Every page and to whom it opens; those of a programme are here, the rest beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import expectations as who
from .certificates import OF_CREDENTIALS
from .companies import OF_SUPPLY
from .expectations import (
    AT_THE_OWNER,
    EMPLOYER,
    EVALUATOR,
    NODE_COORDINATOR,
    PROGRAMME_OWNER,
    SELF,
    SIGNED_IN,
    Page,
    only,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

# A person's hours are read by them, their company and whoever answers for the programme; a node
# knows its companies, an evaluator numbers alone.
OF_PROGRAMMES: Mapping[str, Page] = {
    "programme:call": Page(only(PROGRAMME_OWNER)),
    "programme:calls": Page(only(PROGRAMME_OWNER)),
    "programme:companies": Page(AT_THE_OWNER | {NODE_COORDINATOR}),
    "programme:company": Page(AT_THE_OWNER | {NODE_COORDINATOR}),
    "programme:correct": Page(AT_THE_OWNER | {SELF, EMPLOYER}, method="POST"),
    "programme:engage": Page(only(PROGRAMME_OWNER, NODE_COORDINATOR)),
    "programme:enter": Page(only(EMPLOYER)),
    "programme:enter_grant": Page(only(PROGRAMME_OWNER)),
    "programme:extract": Page(only(PROGRAMME_OWNER, EVALUATOR)),
    "programme:extracts": Page(only(PROGRAMME_OWNER, EVALUATOR)),
    "programme:indicator": Page(only(PROGRAMME_OWNER)),
    "programme:indicators": Page(AT_THE_OWNER | {EVALUATOR}),
    "programme:leave": Page(only(EMPLOYER, PROGRAMME_OWNER)),
    "programme:mine": Page(SIGNED_IN),
    "programme:month": Page(AT_THE_OWNER | {SELF, EMPLOYER}),
    "programme:other_support": Page(only(EMPLOYER)),
    "programme:overview": Page(AT_THE_OWNER | {EVALUATOR, NODE_COORDINATOR}),
    "programme:participant_file": Page(AT_THE_OWNER),
    "programme:people": Page(AT_THE_OWNER),
    "programme:report": Page(AT_THE_OWNER),
    "programme:report_paper": Page(AT_THE_OWNER),
    "programme:report_text": Page(AT_THE_OWNER),
    "programme:reports": Page(AT_THE_OWNER),
    "programme:staff": Page(only(EMPLOYER)),
    "programme:steering": Page(AT_THE_OWNER | {EVALUATOR}),
}
PAGES: Mapping[str, Page] = {**who.PAGES, **OF_CREDENTIALS, **OF_SUPPLY, **OF_PROGRAMMES}
