"""Cases brought to a decision by the real services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.stages.cases import services as cases
from kunnande.stages.decision import services
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.services import give_membership
from kunnande.stages.parties.tests.builders import (
    a_person,
    a_service_user,
    an_account,
    an_organisation,
)
from kunnande.stages.testing.tests.builders import Planned, a_finished_sitting, minutes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kunnande.stages.decision.queries import Decision
    from kunnande.stages.parties.queries import User


@dataclass
class Decided:
    """A decided case and everybody around it."""

    planned: Planned
    examiner: User
    decision: Decision


def an_examiner(given_name: str = "Rakel") -> User:
    """Return somebody who may decide, at an organisation nobody else belongs to."""
    user = an_account(a_person(given_name, "Sigillgren"))
    give_membership(
        user=user,
        organisation=an_organisation("Prövningsnämnden"),
        role=Role.EXAMINER,
        by=a_service_user(),
        at=minutes(0),
    )
    return user


def a_talked_through_case(right: Iterable[str] = ("IT07", "IT08")) -> Planned:
    """Return a case that waits for its decision, with the named areas met."""
    planned = a_finished_sitting(right)
    cases.hold_feedback_talk(
        case=planned.case, summary="", proposals={}, by=planned.leader, at=minutes(60)
    )
    return planned


def a_decided_case(right: Iterable[str] = ("IT07", "IT08")) -> Decided:
    planned, examiner = a_talked_through_case(right), an_examiner()
    decision = services.decide(case=planned.case, grounds="Prövat.", by=examiner, at=minutes(90))
    return Decided(planned, examiner, decision)
