"""What a browser test starts from, done by the services; arrange.py runs one of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import numpy as np
from django.utils import timezone
from tests.browser.pages import PASSWORD

from kunnande.site.content.publish import TWO_AREAS
from kunnande.site.demo import email_of
from kunnande.site.simulation.candidates import Candidate, answer_item, difficulties_of
from kunnande.site.simulation.centres import Accreditors, Centre
from kunnande.site.simulation.walk import DAYS_TO, Chance, Story, Until, walk
from kunnande.site.simulation.world import Company, World
from kunnande.stages.centres.queries import (
    find_visit,
    is_accredited,
    is_authorised,
    list_machines,
    list_rooms,
)
from kunnande.stages.centres.services import Mandate, authorise_staff, declare_no_conflict
from kunnande.stages.development.queries import courses_of
from kunnande.stages.development.services import (
    Period,
    enrol,
    import_course_list,
    open_group,
)
from kunnande.stages.framework.queries import Product, get_version, list_areas_of
from kunnande.stages.itembank.queries import get_item, list_bank
from kunnande.stages.parties.queries import (
    Role,
    User,
    find_user_by_email,
    get_viewer,
    list_members,
    list_organisations,
)
from kunnande.stages.parties.services import (
    employ,
    give_membership,
    open_account,
    register_person,
)
from kunnande.stages.practice.queries import list_protocols_of
from kunnande.stages.practice.services import import_protocols, publish_protocol
from kunnande.stages.practice.tests.builders import a_protocol_package
from kunnande.stages.requirements.queries import OccupationalRole
from kunnande.stages.requirements.services import assign_role
from kunnande.stages.testing.queries import (
    Sitting,
    count_minutes,
    list_placed_items,
    list_sittings_of_case,
)
from kunnande.stages.testing.services import start_sitting

SURE_LOGITS = 9.0  # whoever can this much meets every area


def bring(name: str, state: str, team: str = "") -> dict[str, Any]:
    """Bring a new employee of the first company to a state of the simulated walk."""
    return _bring(name, team, Until[state.upper()], timezone.localtime())


def bring_with_one_left(name: str) -> dict[str, Any]:
    """Bring a new employee to a decision in which the last area of the product remains."""
    made = _bring(name, "", Until.DECIDED, timezone.localtime(), misses_last=True)
    return {**made, "area": _world().areas[-1].code, "area_name": _world().areas[-1].name}


def begin_late(email: str, sitting: int, seconds_left: int) -> dict[str, dict[str, list[str]]]:
    """Begin a planned test so long ago that so many seconds are left; return the answers."""
    planned = Sitting.objects.get(pk=sitting)
    since = timedelta(minutes=count_minutes(planned)) - timedelta(seconds=seconds_left)
    begun_at = timezone.localtime() - since
    # The test may have begun before midnight.
    planned.takes_place_on = begun_at.date()
    planned.save(update_fields=["takes_place_on"])
    start_sitting(sitting=planned, by=_user(email), at=begun_at)
    return answers(sitting)


def answers(sitting: int, *, right: bool = True) -> dict[str, dict[str, list[str]]]:
    """Return what the form of each question holds when it is answered, by position."""
    running = Sitting.objects.get(pk=sitting)
    return {
        str(placed.position): answer_item(
            get_item(placed.item_version_id, running.language),
            seed=placed.seed,
            succeeds=right,
            generator=np.random.default_rng(1),
        )
        for placed in list_placed_items(running)
    }


def lead(sitting: int) -> None:
    """Let the test leader of the demonstration lead where a test is planned."""
    # Long enough ago to have planned what others are brought to.
    since = timezone.localtime() - timedelta(days=90)
    leader, planned = _user(email_of("test-leader")), Sitting.objects.get(pk=sitting)
    acting: dict[str, Any] = {"by": _user(email_of("scheme-owner")), "at": since}
    product, on = get_version(*TWO_AREAS).product, timezone.localdate()
    give_membership(user=leader, organisation=planned.centre, role=Role.TEST_LEADER, **acting)
    if is_authorised(
        leader.pk, product.pk, kind=Role.TEST_LEADER, centre_id=planned.centre_id, on=on
    ):
        return
    mandate = Mandate(
        product=product,
        kind=Role.TEST_LEADER,
        centre=planned.centre,
        from_on=timezone.localdate(since),
        to_on=on + timedelta(days=30),
        grounds="Leder prov även här.",
    )
    authorise_staff(user=leader, mandate=mandate, **acting)


def declare_too(accreditation: int) -> None:
    """Let the second auditor of the demonstration say that they have no part in a centre."""
    visit = find_visit(accreditation)
    assert visit is not None
    by = _user(email_of("auditor-2"))
    declare_no_conflict(visit=visit, by=by, at=timezone.localtime())


def let_practice_be_tried() -> None:
    """Give the product of two areas a protocol of five criteria that nobody must be tried by."""
    version, acting = get_version(*TWO_AREAS), {"by": _user(email_of("scheme-owner"))}
    if list_protocols_of(version.pk):
        return
    use = {"protocol": "PR-TEST", "areas": ["IT07", "IT08"], "required": False}
    named = {"version": version.version, "practical": [use]}
    (protocol,) = import_protocols(
        package=a_protocol_package(),
        products={"products": [{"id": version.product.code, "versions": [named]}]},
        scheme=version.product.scheme,
        at=timezone.localtime(),
        **acting,
    )
    publish_protocol(version=protocol, at=timezone.localtime(), **acting)


def begin_course(email: str, area: str = "") -> dict[str, int]:
    """Let a course of the demonstration's provider have been given yesterday from nine to ten.

    It is one that works on an area, if any is named.
    """
    title = "Repetition"
    provider, now = _user(email_of("training-provider")), timezone.localtime()
    nine = (now - timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    before = nine - timedelta(days=1)
    viewer = get_viewer(provider, on=now.date())
    if area:
        import_course_list(
            provider=courses_of(viewer)[0].provider,
            file_name="kurser.csv",
            content=f"Kurskod;Kurs;Områden;Timmar\nA1;{title};{area}:3;1\n".encode(),
            by=provider,
            at=before,
        )
    courses = courses_of(viewer).order_by("pk")
    group = open_group(
        course=courses.get(title_sv=title) if area else courses[0],
        municipality_code="0683",
        seats=4,
        periods=[Period(nine, nine + timedelta(hours=1))],
        by=provider,
        at=before,
    )
    person, company = _user(email).person, _company()
    assert person is not None
    enrol(
        group=group,
        person=person,
        company=company.organisation,
        by=company.employer,
        at=before,
    )
    return {"group": group.pk}


def _bring(
    name: str, team: str, until: Until, now: datetime, *, misses_last: bool = False
) -> dict[str, Any]:
    world, company = _world(), _company()
    # A test that is planned takes place today; one that is over took place last week.
    days = DAYS_TO[Until.TESTED] + (7 if until >= Until.TESTED else 0)
    begins_at = now - timedelta(days=days)
    user = _employ(name, team, company, begins_at)
    assert user.person is not None
    areas = tuple(area.code for area in world.areas)
    abilities = dict.fromkeys(areas, SURE_LOGITS)
    if misses_last:
        abilities[areas[-1]] = -SURE_LOGITS
    candidate = Candidate(abilities)
    items = tuple(version.item.code for area in list_bank() for version in area.versions)
    chance = Chance(np.random.default_rng(1), difficulties_of(items, 1))
    story = Story(user, user.person, company, candidate, begins_at, until, shares=True)
    case = walk(story, world, chance)
    sittings = list_sittings_of_case(case.pk)
    return {
        "name": user.person.name,
        "email": user.email,
        "sitting": sittings[-1].pk if sittings else None,
    }


def _employ(name: str, team: str, company: Company, at: datetime) -> User:
    acting: dict[str, Any] = {"by": company.employer, "at": at}
    person = register_person(given_name=name, family_name="Provberg", simulated=True, **acting)
    employ(person=person, organisation=company.organisation, from_on=at.date(), team=team, **acting)
    assign_role(role=company.roles[0], person=person, from_on=at.date(), **acting)
    email = f"{uuid4().hex[:12]}@demo.kunnande.invalid"
    return open_account(person=person, email=email, password=PASSWORD, at=at)


def _world() -> World:
    version = get_version(*TWO_AREAS)
    return World(
        scheme_owner=_user(email_of("scheme-owner")),
        product_version=version,
        areas=list_areas_of(version.pk),
        centres=_accredited_centres(version.product),
        accreditors=Accreditors(
            _user(email_of("scheme-owner")),
            (_user(email_of("auditor")), _user(email_of("auditor-2"))),
            version.product,
        ),
        examiner=_user(email_of("examiner")),
    )


def _accredited_centres(product: Product) -> tuple[Centre, ...]:
    today = timezone.localdate()
    return tuple(
        Centre(
            organisation=centre,
            manager=list_members(centre, Role.CENTRE_MANAGER, on=today)[0],
            test_leader=list_members(centre, Role.TEST_LEADER, on=today)[0],
            assessor=list_members(centre, Role.ASSESSOR, on=today)[0],
            room=list_rooms(centre.pk)[0],
            machine=list_machines(centre.pk)[0],
        )
        for centre in list_organisations("test_centre")
        if is_accredited(centre.pk, product.pk, on=today)
    )


def _company() -> Company:
    company = min(list_organisations("company"), key=lambda one: one.pk)
    roles = tuple(OccupationalRole.objects.filter(organisation=company).order_by("pk"))
    return Company(company, _user(email_of("employer")), roles)


def _user(email: str) -> User:
    found = find_user_by_email(email)
    assert found is not None, email
    return found
