"""Cases for tests, brought to where a test needs them by the real services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse

from kunnande.stages.cases import services
from kunnande.stages.cases.queries import CaseState, list_areas_of_case
from kunnande.stages.disclosure.queries import get_agreement_in_force
from kunnande.stages.disclosure.tests.builders import an_answer
from kunnande.stages.framework.queries import find_current_version
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_person,
    a_service_user,
    an_account,
    an_employee,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.cases.queries import Case, Evidence
    from kunnande.stages.parties.queries import Organisation, Person, User

PDF = b"%PDF-1.7\nett intyg"
PNG = b"\x89PNG\r\n\x1a\nen bild"
JPEG = b"\xff\xd8\xffett foto"

# The states a case passes on its way, in order.
WAY = (
    CaseState.ADMITTED,
    CaseState.MAPPED,
    CaseState.TEST_PLANNED,
    CaseState.TESTING,
    CaseState.TESTED,
    CaseState.FEEDBACK_GIVEN,
    CaseState.DECIDED,
    CaseState.CLOSED,
)


def a_version_id() -> int:
    return (find_current_version("teknik-bas", TODAY) or a_published_version()).pk


def a_case(person: Person | None = None, employer: Organisation | None = None) -> Case:
    """Return a registered case, of an employee when there is an employer."""
    if person is None:
        person = an_employee(employer) if employer else a_person()
    return services.open_case(
        person=person,
        product_version_id=a_version_id(),
        employer=employer,
        by=a_service_user(),
        at=NOON,
    )


def a_case_in(state: str, person: Person | None = None) -> Case:
    """Return a case moved along its way to a state, without what is usually done there."""
    return bring(a_case(person), state)


def bring(case: Case, state: str) -> Case:
    """Move a case along its way to a state, without what is usually done there."""
    way = (CaseState.REGISTERED, *WAY)
    for step in way[way.index(CaseState(case.state)) + 1 : way.index(CaseState(state)) + 1]:
        services.move_case(case=case, to=step, by=a_service_user(), at=NOON)
    return case


def an_admitted_case(employer: Organisation | None = None) -> tuple[Case, User]:
    """Return a case open for mapping, and its person's account."""
    case = a_case(employer=employer)
    if employer:
        an_answer(get_agreement_in_force(employer.pk, on=TODAY), case.person)
    services.admit(case=case, by=a_service_user(), at=NOON)
    return case, an_account(case.person)


def area_ids(case: Case) -> list[int]:
    return [area.area_version_id for area in list_areas_of_case(case)]


def rate_everything(case: Case, by: User, level: int = 2) -> None:
    for area in area_ids(case):
        services.rate_area(case=case, area_version_id=area, level=level, by=by, at=NOON)


def an_evidence(case: Case, by: User, name: str = "intyg.pdf", content: bytes = PDF) -> Evidence:
    return services.attach_evidence(
        case=case, area_version_id=area_ids(case)[0], name=name, content=content, by=by, at=NOON
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words_of(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def rate_url(case: Case, number: int = 1) -> str:
    return reverse("cases:rate", args=[case.pk, number])
