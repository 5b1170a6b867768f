"""Sessions, seats and people for tests, brought to where a test needs them by the real services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kunnande.stages.booking import services
from kunnande.stages.booking.queries import SessionKind
from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.tests.builders import a_case, a_version_id, bring
from kunnande.stages.centres.queries import Hours, list_rooms
from kunnande.stages.centres.services import (
    Description,
    add_room,
    describe_centre,
    set_opening_hours,
)
from kunnande.stages.centres.tests.builders import an_accredited_centre
from kunnande.stages.framework.queries import get_version_by_id
from kunnande.stages.parties.queries import Organisation, OrganisationKind, Role, User
from kunnande.stages.parties.services import give_membership, register_organisation
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_person,
    a_service_user,
    an_account,
    an_employee,
    an_organisation,
    an_organisation_number,
)

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.booking.queries import Booking, Session
    from kunnande.stages.cases.queries import Case
    from kunnande.stages.framework.queries import Product

NEXT_WEEK = TODAY + timedelta(days=7)
ALL_WEEK = dict.fromkeys(range(7), Hours(time(7), time(20)))


@dataclass
class Site:
    """An accredited centre with a room, its manager and its test leader."""

    centre: Organisation
    product: Product
    manager: User
    leader: User


@dataclass
class Candidate:
    case: Case
    user: User


def a_product() -> Product:
    return get_version_by_id(a_version_id()).product


def a_site(name: str = "Testcenter Väst", municipality_code: str = "0683", seats: int = 20) -> Site:
    """Return a centre open every day; its leader leads theory and assesses."""
    by = a_service_user()
    centre = register_organisation(
        kind=OrganisationKind.TEST_CENTRE,
        name=name,
        organisation_number=an_organisation_number(700_000 + Organisation.objects.count()),
        municipality_code=municipality_code,
        by=by,
        at=NOON,
    )
    leader = an_account(a_person("Tove", "Provmutter"))
    product = a_product()
    an_accredited_centre(product, centre=centre, test_leaders=[leader], assessors=[leader])
    manager = a_member(centre, Role.CENTRE_MANAGER)
    describe_centre(centre=centre, description=Description(), by=manager, at=NOON)
    add_room(centre=centre, name="Sal 1", seats=seats, by=manager, at=NOON)
    set_opening_hours(centre=centre, week=ALL_WEEK, by=manager, at=NOON)
    return Site(centre, product, manager, leader)


def a_plan(site: Site, *, on: date = NEXT_WEEK, hour: int = 9, **more: Any) -> services.SessionPlan:
    """Return three hours in the centre's room with two seats, changed as a test says."""
    usual: dict[str, Any] = {
        "centre": site.centre,
        "product": site.product,
        "kind": SessionKind.THEORY,
        "starts_at": moment(on, hour),
        "ends_at": moment(on, hour + 3),
        "seats": 2,
        "leader": site.leader,
        "room": list_rooms(site.centre.pk)[0],
    }
    return services.SessionPlan(**{**usual, **more})


def a_session(site: Site, **more: Any) -> Session:
    return services.open_session(plan=a_plan(site, **more), by=site.manager, at=NOON)


def a_candidate(employer: Organisation | None = None, team: str = "") -> Candidate:
    """Return somebody who has mapped themselves and may book, and their account."""
    person = an_employee(employer, team=team) if employer else a_person()
    case = bring(a_case(person), CaseState.MAPPED)
    if employer:
        case.employer = employer
        case.save(update_fields=["employer"])
    return Candidate(case, an_account(person))


def candidates(count: int, employer: Organisation | None = None, team: str = "") -> list[Candidate]:
    return [a_candidate(employer, team) for _number in range(count)]


def a_hold(session: Session, candidate: Candidate, at: datetime = NOON) -> Booking:
    return services.hold_seat(session=session, case=candidate.case, by=candidate.user, at=at)


def a_booking(session: Session, candidate: Candidate, at: datetime = NOON) -> Booking:
    held = a_hold(session, candidate, at)
    return services.confirm_booking(booking=held, by=candidate.user, at=at)


def a_company(percent: int | None = 50) -> tuple[Organisation, User]:
    """Return a company that has agreed to release a share of a shift, and who books for it."""
    company = an_organisation()
    contact = a_member(company)
    if percent:
        services.set_release_share(
            company=company, percent=percent, from_on=TODAY, by=contact, at=NOON
        )
    return company, contact


def a_node_coordinator() -> User:
    return a_member(an_organisation("Noden", OrganisationKind.NODE), Role.NODE_COORDINATOR)


def a_wish(**more: Any) -> services.Wish:
    return services.Wish(**{"municipality_code": "0683", "within_km": 60, **more})


def somebody_waiting(candidate: Candidate, at: datetime = NOON, **more: Any) -> Any:
    return services.join_waiting_list(
        case=candidate.case,
        kind=SessionKind.THEORY,
        wish=a_wish(**more),
        by=candidate.user,
        at=at,
    )


def moment(on: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour, minute)))


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


def a_role(user: User, organisation: Organisation, role: str) -> None:
    give_membership(user=user, organisation=organisation, role=role, by=a_service_user(), at=NOON)
