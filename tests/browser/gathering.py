"""What the browser tests of groups for several companies start from, done by the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from tests.browser.arrangements import bring

from kunnande.site.demo import email_of
from kunnande.stages.booking.queries import SessionKind
from kunnande.stages.booking.services import Wish, join_waiting_list
from kunnande.stages.cases.queries import list_cases_of
from kunnande.stages.development.queries import courses_of
from kunnande.stages.development.services import (
    Period,
    Terms,
    offer_proposal,
    propose_group,
    release_numbers,
)
from kunnande.stages.parties.queries import (
    Organisation,
    Role,
    User,
    find_user_by_email,
    get_viewer,
    organisations_of,
)
from kunnande.stages.parties.services import employ, register_person
from kunnande.stages.requirements.queries import OccupationalRole
from kunnande.stages.requirements.services import assign_role, create_role

_EACH, _WAIT = 6, 4
_HERE, _WITHIN_KM = "0617", 100


def need_courses() -> dict[str, str]:
    """Let six need what operators need, beside six who need nothing, and make the next numbers.

    Fewer than five on either side would be told to nobody.
    """
    employer, now = _user("employer"), timezone.localtime()
    company = _organisation(employer, Role.EMPLOYER)
    acting: dict[str, Any] = {"by": employer, "at": now}
    asks_nothing = create_role(
        organisation=company, name=f"Ferie {uuid4().hex[:6]}", people_needed=0, **acting
    )
    operators = OccupationalRole.objects.filter(organisation=company).earliest("pk")
    for role in (operators, asks_nothing) * _EACH:
        person = register_person(
            given_name="Nora", family_name="Behovsson", simulated=True, **acting
        )
        employ(person=person, organisation=company, from_on=now.date(), **acting)
        assign_role(role=role, person=person, from_on=now.date(), **acting)
    # This month's numbers are made already.
    release_numbers(by=employer, at=now + timedelta(days=31))
    return {"company": company.name}


def offer_group() -> dict[str, str]:
    """Let the node of the demonstration have proposed a group and its provider have offered it."""
    node, provider, now = (
        _user("node-coordinator"),
        _user("training-provider"),
        timezone.localtime(),
    )
    course = courses_of(get_viewer(provider, on=now.date())).earliest("pk")
    first = (now + timedelta(days=20)).replace(hour=8, minute=30)
    proposal = propose_group(
        course=course,
        node=_organisation(node, Role.NODE_COORDINATOR),
        terms=Terms(
            _HERE,
            course.smallest_group + 12,
            [Period(first, first + timedelta(hours=7))],
            now.date() + timedelta(days=10),
        ),
        by=node,
        at=now,
    )
    offer_proposal(proposal=proposal, by=provider, at=now)
    return {"course": course.title, "fewest": str(proposal.fewest_people)}


def wait() -> dict[str, int]:
    """Let some who are mapped wait for a seat nearby: enough for a session to be worth its cost."""
    for _number in range(_WAIT):
        made = bring("Vera", "mapped")
        user = find_user_by_email(made["email"])
        assert user is not None
        assert user.person is not None
        (case,) = list_cases_of(user.person.pk)
        join_waiting_list(
            case=case,
            kind=SessionKind.THEORY,
            wish=Wish(_HERE, within_km=_WITHIN_KM),
            by=user,
            at=timezone.localtime(),
        )
    return {"waiting": _WAIT}


def _user(role: str) -> User:
    found = find_user_by_email(email_of(role))
    assert found is not None, role
    return found


def _organisation(user: User, role: Role) -> Organisation:
    viewer = get_viewer(user, on=timezone.localdate())
    return organisations_of(viewer, role).earliest("pk")
