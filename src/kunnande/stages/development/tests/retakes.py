"""Somebody decided on with one area left, who then goes through a course on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kunnande.stages.booking.tests.builders import Candidate, a_booking, a_session, a_site, moment
from kunnande.stages.decision.tests.builders import a_decided_case
from kunnande.stages.development import services
from kunnande.stages.development.tests.builders import a_course, a_group, a_provider
from kunnande.stages.disclosure.services import answer_agreement, make_agreement
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.services import employ, give_membership
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_service_user,
    an_organisation,
)
from kunnande.stages.testing import services as testing

if TYPE_CHECKING:
    from datetime import date

    from kunnande.stages.booking.queries import Booking
    from kunnande.stages.parties.queries import Organisation, User
    from kunnande.stages.testing.queries import Sitting

COURSE_OVER = NOON + timedelta(days=9)
RETAKEN_ON = TODAY + timedelta(days=20)


@dataclass
class Employed:
    company: Organisation
    employer: User


class Returning:
    """Somebody who met IT08 and not IT07, at a site with sessions to book."""

    def __init__(self) -> None:
        decided = a_decided_case(right=["IT08"])
        self.case, self.user = decided.planned.case, decided.planned.candidate
        self.case.refresh_from_db()
        self.person = self.case.person
        self.first_items = self.items_of(decided.planned.sitting)
        self.provider, self.teacher = a_provider()

    def take_course(self, company: Employed | None = None, code: str = "IT07") -> None:
        """Go through a course on an area, at an employer's expense or one's own."""
        area = {"area": code, "raises_by_levels": 1, "max_level_reached": 2}
        group = a_group(
            a_course(self.provider, self.teacher, NOON, closes=[area]), self.teacher, NOON
        )
        seat = services.enrol(
            group=group,
            person=self.person,
            company=company.company if company else None,
            by=company.employer if company else self.user,
            at=NOON,
        )
        acting: dict[str, Any] = {"by": self.teacher, "at": COURSE_OVER}
        for occasion in group.occasions.all():
            services.enter_occasion(occasion=occasion, minutes=[(seat.pk, 240)], **acting)
        group.refresh_from_db()
        services.finish_group(group=group, **acting)

    def get_employed(self, *, shares: bool) -> Employed:
        """Let an employer have registered the case; the person shares what is met, or does not."""
        company = an_organisation("Verkstaden AB")
        acting: dict[str, Any] = {"by": a_service_user(), "at": NOON}
        employ(person=self.person, organisation=company, from_on=TODAY, **acting)
        self.case.employer = company
        self.case.save(update_fields=["employer"])
        agreement = make_agreement(
            organisation=company, extent="areas_met", from_on=TODAY, **acting
        )
        answer_agreement(
            agreement=agreement, person=self.person, accepted=shares, by=self.user, at=NOON
        )
        return Employed(company, a_member(company))

    def book(self, on: date = RETAKEN_ON) -> Booking:
        site = a_site()
        acting: dict[str, Any] = {"by": a_service_user(), "at": NOON}
        leader = Role.TEST_LEADER
        give_membership(user=site.leader, organisation=site.centre, role=leader, **acting)
        self.leader = site.leader
        return a_booking(a_session(site, on=on), Candidate(self.case, self.user), COURSE_OVER)

    def prepare(self, booking: Booking) -> testing.Prepared:
        at = moment(timezone.localdate(booking.starts_at), 8)
        return testing.prepare_sittings(session=booking.seat.session, by=self.leader, at=at)

    def begin(self, sitting: Sitting) -> Sitting:
        at = timezone.make_aware(datetime.combine(sitting.takes_place_on, time(9)))
        acting: dict[str, Any] = {"by": self.leader, "at": at}
        testing.check_identity(sitting=sitting, document="id_card", **acting)
        code = testing.issue_code(sitting=sitting, **acting).code
        testing.open_start(sittings=[sitting], **acting)
        testing.enter_code(sitting=sitting, code=code, by=self.user, at=at)
        return testing.start_sitting(sitting=sitting, by=self.user, at=at)

    def items_of(self, sitting: Sitting) -> set[int]:
        return set(sitting.items.values_list("item_version__item_id", flat=True))
