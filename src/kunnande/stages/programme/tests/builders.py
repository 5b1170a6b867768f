"""A programme with a company and its people, made by the real services."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kunnande.stages.development.services import enrol, enter_occasion
from kunnande.stages.development.tests.builders import a_course, a_group, a_provider
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties import services as parties
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.parties.tests.builders import (
    NOON,
    a_member,
    a_service_user,
    an_account,
    an_organisation,
)
from kunnande.stages.programme import services
from kunnande.stages.programme.queries import Engagement, Part, Participation, Step

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.development.queries import Enrolment
    from kunnande.stages.parties.queries import Organisation, Person, User
    from kunnande.stages.programme.models import Attestation

BEGINS, ENDS = date(2026, 1, 1), date(2028, 6, 30)
# A month in which things happen, and the moment after it when it is signed.
MONTH = date(2026, 12, 1)
JANUARY = NOON.replace(year=2027, month=1, day=4)
MALE, FEMALE = "19811228-9874", "19900161-2382"


def rule(code: str, amount: int, unit: str, **changed: Any) -> dict[str, Any]:
    return {
        "code": code,
        "from": date(2020, 1, 1),
        "amount": amount,
        "unit": unit,
        "source": "exempel",
        **changed,
    }


RULES = {
    "rules": [
        rule("size_micro_below", 10, "people"),
        rule("size_small_below", 50, "people"),
        rule("size_medium_below", 250, "people"),
        rule("follow_up_after", 6, "months"),
        rule("most_minutes_a_day", 600, "minutes"),
        rule("cofinancing_whole", 60, "minutes"),
        rule("cofinancing_an_hour", 30_000, "ore", to=date(2026, 12, 31)),
        rule("cofinancing_an_hour", 31_050, "ore", **{"from": date(2027, 1, 1)}),
        rule("unit_cost_staff", 44_901, "ore", to=date(2026, 12, 31)),
        rule("unit_cost_staff", 46_000, "ore", **{"from": date(2027, 1, 1)}),
        rule("claim_every", 3, "months"),
        rule("ore_for_100_euro", 110_000, "ore"),
        rule("de_minimis_ceiling", 20_000_000, "euro_cents", to=date(2023, 12, 31)),
        rule("de_minimis_ceiling", 30_000_000, "euro_cents", **{"from": date(2024, 1, 1)}),
        rule("de_minimis_fiscal", 36, "months", to=date(2023, 12, 31)),
        rule("de_minimis_rolling", 36, "months", **{"from": date(2024, 1, 1)}),
        rule("training_aid", 50, "percent"),
        rule("training_aid_disadvantaged", 10, "percent"),
        rule("training_aid_medium", 10, "percent"),
        rule("training_aid_small", 20, "percent"),
        rule("training_aid_most", 70, "percent"),
    ]
}


class Funded:
    """A programme, its owner, economist and node, and a company that has made an agreement."""

    def __init__(self) -> None:
        self.owner = an_organisation("Regionen", OrganisationKind.PROGRAMME_OWNER)
        self.leader = a_member(self.owner, Role.PROGRAMME_OWNER)
        self.economist = a_member(self.owner, Role.ECONOMIST)
        self.node = an_organisation("Noden", OrganisationKind.NODE)
        self.coordinator = a_member(self.node, Role.NODE_COORDINATOR)
        services.import_rules(package=RULES, by=a_service_user(), at=NOON)
        self.acting: dict[str, Any] = {"by": self.leader, "at": NOON}
        self.programme = services.register_programme(
            code="P1", name="Framtiden", owner=self.owner, from_on=BEGINS, to_on=ENDS, **self.acting
        )
        services.add_partner(
            programme=self.programme,
            organisation=self.node,
            part=Part.NODE,
            from_on=BEGINS,
            **self.acting,
        )
        self.company = an_organisation()
        self.employer = a_member(self.company)
        self.engagement = self.engage(self.company)

    def engage(self, company: Organisation, until: str = Step.AGREED) -> Engagement:
        engagement = services.engage_company(
            programme=self.programme,
            company=company,
            employees=40,
            on=BEGINS,
            node=self.node,
            **self.acting,
        )
        for step in (Step.AID_CHECKED, Step.AGREED):
            if until in {step, Step.AGREED}:
                engagement = self.step(engagement, step)
        return engagement

    def step(
        self, engagement: Engagement, step: str, *, on: date = BEGINS, at: datetime = NOON
    ) -> Engagement:
        acting = {**self.acting, "at": at}
        return services.take_step(engagement=engagement, step=step, on=on, **acting)

    def employee(self, number: str = FEMALE, company: Organisation | None = None) -> Person:
        person = parties.register_person(
            given_name="Alva", family_name="Nit", identity_number=number, **self.acting
        )
        parties.employ(
            person=person,
            organisation=company or self.company,
            from_on=BEGINS,
            **self.acting,
        )
        return person

    def enter(self, person: Person, on: date = BEGINS, **changed: Any) -> Participation:
        told = {"programme": self.programme, "company": self.company, **self.acting, **changed}
        return services.enter_participant(person=person, on=on, **told)

    def participant(self, number: str = FEMALE) -> tuple[Participation, User]:
        person = self.employee(number)
        return self.enter(person), an_account(person)


class Worked(Funded):
    """A programme whose people have been at a course on two mornings in December."""

    def __init__(self) -> None:
        super().__init__()
        a_published_version()
        self.provider, self.teacher = a_provider()
        course = a_course(self.provider, self.teacher, NOON)
        self.group = a_group(course, self.teacher, NOON + timedelta(days=5))
        self.mornings = list(self.group.occasions.order_by("starts_at"))

    def attend(
        self, participation: Participation, *minutes: int, released: bool = True
    ) -> Enrolment:
        """Let somebody be there so many minutes each morning, in released time or their own."""
        person = participation.person
        enrolment = enrol(
            group=self.group,
            person=person,
            company=participation.company if released else None,
            by=self.employer if released else person.user,
            at=NOON,
        )
        self.enter_minutes(enrolment, *minutes)
        return enrolment

    def enter_minutes(self, enrolment: Enrolment, *minutes: int) -> None:
        for morning, spent in zip(self.mornings, minutes, strict=False):
            enter_occasion(
                occasion=morning,
                minutes=[(enrolment.pk, spent)],
                by=self.teacher,
                at=morning.ends_at,
            )

    def sign(self, participation: Participation, at: datetime = JANUARY) -> Attestation:
        return services.sign_own_month(
            participation=participation, month_on=MONTH, by=participation.person.user, at=at
        )

    def lock(self, participation: Participation, at: datetime = JANUARY) -> Attestation:
        return services.lock_month(
            participation=participation, month_on=MONTH, by=self.employer, at=at
        )

    def correct(self, participation: Participation, reason: str = "Fel tid.") -> Attestation:
        return services.open_correction(
            participation=participation,
            month_on=MONTH,
            reason=reason,
            by=self.economist,
            at=JANUARY,
        )
