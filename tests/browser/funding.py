"""What the browser tests of the programme start from, done by the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils import timezone
from tests.browser.pages import PASSWORD

from kunnande.site.demo import email_of
from kunnande.site.simulation.numbers import simulated_organisation_number
from kunnande.stages.development.queries import courses_of
from kunnande.stages.development.services import Period, enrol, enter_occasion, open_group
from kunnande.stages.parties.queries import (
    OrganisationKind,
    Role,
    User,
    find_user_by_email,
    get_viewer,
    organisations_of,
)
from kunnande.stages.parties.services import (
    employ,
    open_account,
    register_organisation,
    register_person,
)
from kunnande.stages.programme.models import BudgetLine, Engagement, GrantVersion
from kunnande.stages.programme.services import (
    Line,
    enter_participant,
    set_budget,
)

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Person
    from kunnande.stages.programme.queries import Participation

LINE = "Tjänster"


def budget() -> None:
    """Divide what was granted first: all of it on one line of actual costs."""
    grant = GrantVersion.objects.order_by("from_on", "pk")[0]
    if not BudgetLine.objects.filter(programme=grant.programme).exists():
        line = Line("2", LINE, "actual", {None: grant.amount_ore})
        set_budget(grant=grant, lines=[line], by=_user("economist"), at=timezone.localtime())


def register() -> dict[str, str]:
    """Register a company that nobody in the programme has spoken to."""
    name = f"Nykontakt {uuid4().hex[:6]} AB"
    register_organisation(
        kind=OrganisationKind.COMPANY,
        name=name,
        organisation_number=simulated_organisation_number(10_000 + uuid4().int % 80_000),
        municipality_code="0617",
        simulated=True,
        by=_user("scheme-owner"),
        at=timezone.localtime(),
    )
    return {"company": name}


def attend() -> dict[str, Any]:
    """Let a new employee have been at a course for an hour last month."""
    today = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    last = (today.replace(day=1) - timedelta(days=1)).replace(day=15)
    email = f"{uuid4().hex[:12]}@demo.kunnande.invalid"
    participation = _take_part(email, last - timedelta(days=10))
    _teach(participation, last)
    return {"email": email, "name": participation.person.name, "month": f"{last:%Y-%m}"}


def _take_part(email: str, at: datetime) -> Participation:
    employer = _user("employer")
    viewer = get_viewer(employer, on=timezone.localdate())
    company = organisations_of(viewer, Role.EMPLOYER).earliest("pk")
    acting: dict[str, Any] = {"by": employer, "at": at}
    person: Person = register_person(
        given_name=f"Tim{uuid4().hex[:4]}", family_name="Timberg", simulated=True, **acting
    )
    on = timezone.localdate(at)
    employ(person=person, organisation=company, from_on=on, **acting)
    open_account(person=person, email=email, password=PASSWORD, at=at)
    engaged = Engagement.objects.filter(company=company).earliest("pk")
    return enter_participant(
        programme=engaged.programme, person=person, company=company, on=on, **acting
    )


def _teach(participation: Participation, begins_at: datetime) -> None:
    provider, before = _user("training-provider"), begins_at - timedelta(days=5)
    group = open_group(
        course=courses_of(get_viewer(provider, on=before.date())).earliest("pk"),
        municipality_code="0683",
        seats=4,
        periods=[Period(begins_at, begins_at + timedelta(hours=1))],
        by=provider,
        at=before,
    )
    enrolment = enrol(
        group=group,
        person=participation.person,
        company=participation.company,
        by=_user("employer"),
        at=before,
    )
    occasion = group.occasions.get()
    enter_occasion(
        occasion=occasion, minutes=[(enrolment.pk, 60)], by=provider, at=occasion.ends_at
    )


def _user(role: str) -> User:
    return _find(email_of(role))


def _find(email: str) -> User:
    found = find_user_by_email(email)
    assert found is not None, email
    return found
