"""Whether somebody who is to judge a candidate has an employer in common with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.parties.queries import get_viewer, list_employers_of

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.cases.models import Case
    from kunnande.stages.parties.queries import User


def has_employer_in_common(case: Case, user: User, *, on: date) -> bool:
    """Return whether an account works at, or acts for, an employer of the candidate."""
    theirs = {employer.pk for employer in list_employers_of(case.person_id, on=on)}
    theirs |= {case.employer_id} if case.employer_id else set()
    acts_for: set[int] = set().union(*get_viewer(user, on=on).acts_for.values())
    works_at = list_employers_of(user.person_id, on=on) if user.person_id else []
    return bool(theirs & (acts_for | {employer.pk for employer in works_at}))
