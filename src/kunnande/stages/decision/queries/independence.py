"""Who has had to do with a candidate, and may therefore not decide."""

from kunnande.stages.cases.queries import find_feedback_talk
from kunnande.stages.parties.queries import get_names_of_actors
from kunnande.stages.practice.queries import list_assessors_of_case
from kunnande.stages.testing.queries import list_sittings_of_case


def list_tested_by(case_id: int) -> frozenset[int]:
    """Return the accounts that led a sitting of the case, assessed it or held a talk about it."""
    leaders = {sitting.test_leader_id for sitting in list_sittings_of_case(case_id)}
    talk = find_feedback_talk(case_id)
    held = {talk.held_by_id} if talk else set()
    return frozenset(leaders | held) | list_assessors_of_case(case_id)


def list_names_of_testers(case_id: int) -> list[str]:
    names = get_names_of_actors(f"user:{user_id}" for user_id in list_tested_by(case_id))
    return sorted(names.values())
