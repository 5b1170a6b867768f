"""Who has had to do with a candidate, and may therefore not decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.cases.queries import find_feedback_talk
from kunnande.stages.parties.queries import get_names_of_actors, get_viewer, list_employers_of
from kunnande.stages.testing.queries import list_sittings_of_case

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import User


def list_tested_by(case_id: int) -> frozenset[int]:
    """Return the accounts that led a sitting of the case or held its latest feedback talk."""
    leaders = {sitting.test_leader_id for sitting in list_sittings_of_case(case_id)}
    talk = find_feedback_talk(case_id)
    return frozenset(leaders | ({talk.held_by_id} if talk else set()))


def has_employer_in_common(case: Case, user: User, *, on: date) -> bool:
    """Return whether an account works at, or acts for, an employer of the candidate."""
    theirs = {employer.pk for employer in list_employers_of(case.person_id, on=on)}
    theirs |= {case.employer_id} if case.employer_id else set()
    acts_for: set[int] = set().union(*get_viewer(user, on=on).acts_for.values())
    works_at = list_employers_of(user.person_id, on=on) if user.person_id else []
    return bool(theirs & (acts_for | {employer.pk for employer in works_at}))


def list_names_of_testers(case_id: int) -> list[str]:
    names = get_names_of_actors(f"user:{user_id}" for user_id in list_tested_by(case_id))
    return sorted(names.values())
