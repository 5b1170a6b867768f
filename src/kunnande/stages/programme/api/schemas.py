from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from kunnande.stages.programme.queries import (
    Education,
    Engagement,
    Leaving,
    Part,
    Participation,
    SizeClass,
    Step,
)
from kunnande.stages.programme.services import Grant

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31), examples=["2026-10-01"])]
People = Annotated[int, Field(ge=0, le=1_000_000, examples=[600])]
Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Told = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Minutes = Annotated[int, Field(ge=0)]
_MOST_ORE = 1_000_000_000_000


class PartIn(Schema):
    """How many rows, and after how many: those shown are people who can see that they were."""

    limit: Annotated[int, Field(ge=1, le=100)] = 25
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class ProgrammeOut(Schema):
    id: int
    code: str
    name: str
    diary_number: str
    from_on: date
    to_on: date
    owner_id: int


class GrantIn(Schema):
    """What the funder has decided; the decision before stays on record."""

    from_on: Day
    people: Annotated[int, Field(ge=1, le=1_000_000, examples=[600])]
    amount_ore: Annotated[int, Field(ge=0, le=_MOST_ORE, examples=[1_063_779_900])]
    source: Annotated[Filled, Field(examples=["Ändringsbeslut 2021-03-12"])]
    women: People | None = None
    men: People | None = None

    def read(self) -> Grant:
        return Grant(**{name: getattr(self, name) for name in Grant.__dataclass_fields__})


class GrantOut(Schema):
    id: int
    number: int
    from_on: date
    people: int
    women: int | None
    men: int | None
    amount_ore: int
    source: str


class PartnerIn(Schema):
    organisation_id: int
    part: Part
    from_on: Day


class PartnerOut(Schema):
    id: int
    organisation_id: int
    part: str
    from_on: date
    to_on: date | None


class NodeRowOut(Schema):
    """The participants of a company; nothing where fewer than five would be told of."""

    engagement_id: int | None
    people: int
    women: int | None
    men: int | None
    left: int | None
    validated: int | None
    certified: int | None


class FirstContactIn(Schema):
    """The first contact with a company; a node names itself, the owner may leave it out."""

    company_id: int
    employees: Annotated[int, Field(ge=1, le=1_000_000, examples=[48])]
    on: Day
    node_id: int | None = None


class CompanyStepIn(Schema):
    step: Annotated[Step, Field(examples=["agreed"])]
    on: Day
    words: Told = ""


class EngagementOut(Schema):
    id: int
    programme_id: int
    company_id: int
    company_name: str
    node_id: int | None
    employees: int
    size: SizeClass
    step: Step
    ended_on: date | None


class ParticipantIn(Schema):
    programme_id: int
    person_id: int
    on: Day
    education: Education = Education.UNKNOWN


class LeavingIn(Schema):
    on: Day
    reason: Leaving


class SupportIn(Schema):
    """Other public money for the same time; for everybody where no person is named."""

    words: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
        Field(examples=["Stöd vid korttidsarbete"]),
    ]
    from_on: Day
    to_on: Day
    person_id: int | None = None


class SupportOut(Schema):
    id: int
    company_id: int
    person_id: int | None
    words: str
    from_on: date
    to_on: date


class ParticipationOut(Schema):
    id: int
    programme_id: int
    person_id: int
    company_id: int
    entered_on: date
    left_on: date | None
    reason: str


class HourOut(Schema):
    """One attendance; `source` names the entry it was read from."""

    source: str
    activity: str
    what: str
    starts_at: datetime
    minutes: Minutes
    counting: str


class HourProblemOut(Schema):
    """A row that can not be attested, and the rule it goes against."""

    on: date
    what: str
    rule: str


class MonthOut(Schema):
    """A month of hours: as signed where it is signed, otherwise as entered."""

    participation_id: int
    month_on: date
    minutes: Minutes
    counting_minutes: Minutes
    is_locked: bool
    waits_for_person: bool
    waits_for_company: bool
    has_changed: bool
    rows: list[HourOut]
    problems: list[HourProblemOut]


class AttestationOut(Schema):
    id: int
    participation_id: int
    month_on: date
    version: int
    state: str
    minutes: Minutes
    digest: str


class CorrectMonthIn(Schema):
    reason: Annotated[Filled, Field(examples=["Kursdagen var kortare."])]


class MonthsPage(Schema):
    """Some of the people of a month, and how many there are."""

    items: list[MonthOut]
    count: int


def engagement_out(one: Engagement) -> EngagementOut:
    return EngagementOut(
        id=one.pk,
        programme_id=one.programme_id,
        company_id=one.company_id,
        company_name=one.company.name,
        node_id=one.node_id,
        employees=one.employees,
        size=SizeClass(one.size),
        step=Step(one.step),
        ended_on=one.ended_on,
    )


def participation_out(one: Participation) -> ParticipationOut:
    return ParticipationOut(
        id=one.pk,
        programme_id=one.programme_id,
        person_id=one.person_id,
        company_id=one.company_id,
        entered_on=one.entered_on,
        left_on=one.left_on,
        reason=one.reason,
    )
