"""Sittings for tests, brought to where a test needs them by the real services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse
from lxml import html

from kunnande.engines import qti
from kunnande.stages.cases import services as cases
from kunnande.stages.cases.queries import list_areas_of_case
from kunnande.stages.centres.tests.builders import an_accredited_centre
from kunnande.stages.framework.queries import get_version
from kunnande.stages.itembank.queries import get_item
from kunnande.stages.itembank.tests.builders import a_bank
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_person,
    a_service_user,
    an_account,
    an_organisation,
)
from kunnande.stages.testing import services

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.itembank.queries import Blueprint
    from kunnande.stages.parties.queries import Organisation, User
    from kunnande.stages.testing.queries import Sitting, SittingItem


@dataclass
class Planned:
    """A planned sitting and everybody around it."""

    sitting: Sitting
    case: Case
    candidate: User
    leader: User
    centre: Organisation
    blueprint: Blueprint


def a_centre(name: str = "Verkstadsskolan testcenter") -> tuple[Organisation, User]:
    centre = an_organisation(name, OrganisationKind.TEST_CENTRE)
    return centre, a_member(centre, Role.TEST_LEADER)


def a_mapped_case(candidate: User | None = None) -> tuple[Case, User]:
    """Return a case whose person has mapped themselves, and that person's account."""
    candidate = candidate or an_account(a_person("Elin", "Stickmått"))
    person = candidate.person
    assert person is not None
    version = get_version("teknik-bas", "1")
    by = a_service_user()
    case = cases.open_case(person=person, product_version_id=version.pk, by=by, at=NOON)
    cases.admit(case=case, by=by, at=NOON)
    for area in list_areas_of_case(case):
        cases.rate_area(
            case=case, area_version_id=area.area_version_id, level=2, by=candidate, at=NOON
        )
    cases.submit_self_rating(case=case, by=candidate, at=NOON)
    return case, candidate


def a_planned_sitting(*forms: dict[str, Any]) -> Planned:
    blueprint = a_bank(*forms)
    centre, leader = a_centre()
    case, candidate = a_mapped_case()
    product = case.product_version.product
    an_accredited_centre(product, on=TODAY, centre=centre, test_leaders=[leader])
    sitting = services.plan_sitting(
        case=case,
        blueprint=blueprint,
        centre=centre,
        takes_place_on=TODAY,
        seed=1,
        by=leader,
        at=NOON,
    )
    return Planned(sitting, case, candidate, leader, centre, blueprint)


def a_checked_in_sitting(planned: Planned | None = None) -> tuple[Planned, str]:
    """Return a sitting whose person has shown who they are, and the code they were given."""
    planned = planned or a_planned_sitting()
    acting: Any = {"by": planned.leader, "at": NOON}
    services.check_identity(sitting=planned.sitting, document="id_card", **acting)
    return planned, services.issue_code(sitting=planned.sitting, **acting).code


def a_running_sitting(*forms: dict[str, Any]) -> Planned:
    planned = a_planned_sitting(*forms)
    planned.sitting = services.start_sitting(sitting=planned.sitting, by=planned.candidate, at=NOON)
    return planned


def a_finished_sitting(right: Iterable[str] = ("IT07", "IT08")) -> Planned:
    """Return a sitting handed in with every item of the named areas answered right."""
    planned = a_running_sitting()
    answer_right(planned, right)
    planned.sitting = services.finish_sitting(
        sitting=planned.sitting, by=planned.candidate, at=minutes(30)
    )
    planned.case.refresh_from_db()
    return planned


def answer_right(planned: Planned, areas: Iterable[str]) -> None:
    wanted = set(areas)
    placed_items = planned.sitting.items.select_related("area_version__area")
    for placed in placed_items:
        if placed.area_version.area.code in wanted:
            save(planned, placed.position, right_answer(placed))


def save(planned: Planned, position: int, posted: dict[str, list[str]], **more: Any) -> Any:
    return services.save_answer(
        sitting=planned.sitting,
        position=position,
        posted=posted,
        **{"by": planned.candidate, "at": minutes(1), **more},
    )


def right_answer(placed: SittingItem) -> dict[str, list[str]]:
    """Return what a browser would post for the keyed response."""
    item = get_item(placed.item_version_id, "sv")
    return posted_for(placed, qti.correct_responses(item))


def posted_for(placed: SittingItem, responses: dict[str, qti.Response]) -> dict[str, list[str]]:
    """Return the form inputs that show these responses, as a browser would send them."""

    item = get_item(placed.item_version_id, "sv")
    view = qti.show(item, seed=placed.seed, language="sv", responses=responses)
    form: Any = html.fromstring(f"<form>{view.html}</form>")
    posted: dict[str, list[str]] = {}
    for name, value in form.form_values():
        posted.setdefault(name, []).append(value)
    return posted


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def hand_in(running):
    services.finish_sitting(sitting=running.sitting, by=running.candidate, at=minutes(1))


def address(view, planned, *more):
    return reverse(f"testing:{view}", args=[planned.sitting.pk, *more])


def answer_to(planned, position=1):
    return right_answer(planned.sitting.items.get(position=position))
