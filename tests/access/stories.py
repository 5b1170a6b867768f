"""Two companies with people at every step of the journey, each value marked with whose it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kunnande.stages.booking.queries import Session
    from kunnande.stages.cases.queries import Case, Evidence
    from kunnande.stages.centres.queries import Accreditation
    from kunnande.stages.credentials.queries import Certificate
    from kunnande.stages.decision.queries import Decision
    from kunnande.stages.development.queries import CourseGroup, Enrolment
    from kunnande.stages.development.queries.numbers import Representation
    from kunnande.stages.development.queries.plans import Plan
    from kunnande.stages.development.queries.pooling import Proposal
    from kunnande.stages.disclosure.services import IssuedShare
    from kunnande.stages.framework.queries import ProductVersion
    from kunnande.stages.parties.queries import Employment, Organisation, Person, User
    from kunnande.stages.practice.queries import Assessment
    from kunnande.stages.requirements.queries import Holding, OccupationalRole
    from kunnande.stages.testing.queries import Sitting

# In the order of the journey; each story goes through every step up to its own.
STEPS = (
    "idle", "registered", "admitted", "mapped", "planned", "running", "tested", "talked",
    "decided", "awarded", "revoked",
)  # fmt: skip
# Those who came all the way and then left the company, and those who said no before the test.
FORMER, DECLINED = "former", "declined"
# Those who are tried in practice instead, each from where the mapping ended.
PRACTICE = ("assessable", "assessing", "assessed")
STORIES = (*STEPS, FORMER, DECLINED, *PRACTICE)


def steps_of(story: str) -> tuple[str, ...]:
    """Return the acts that bring somebody to where a story stands, in order."""
    if story in PRACTICE:
        return (*STEPS[1 : STEPS.index("planned")], *PRACTICE[: PRACTICE.index(story) + 1])
    last = "awarded" if story in {FORMER, DECLINED} else story
    return STEPS[1 : STEPS.index(last) + 1]


@dataclass(frozen=True)
class Mark:
    """A value that gives away where it came from, wherever it turns up."""

    kind: str
    side: str
    story: str
    text: str


@dataclass
class Story:
    """One person and everything their journey has come to."""

    name: str
    person: Person
    user: User | None = None
    employment: Employment | None = None
    holding: Holding | None = None
    case: Case | None = None
    evidence: Evidence | None = None
    sitting: Sitting | None = None
    assessment: Assessment | None = None
    decision: Decision | None = None
    certificate: Certificate | None = None
    plan: Plan | None = None
    enrolment: Enrolment | None = None
    invitation_token: str = ""
    share: IssuedShare | None = None


@dataclass
class Side:
    """A company, a test centre and their people, who have nothing to do with the other side."""

    name: str
    company: Organisation
    centre: Organisation
    employer: User
    test_leader: User
    centre_manager: User
    assessor: User
    role: OccupationalRole
    session: Session | None = None
    accreditation: Accreditation | None = None
    stories: dict[str, Story] = field(default_factory=dict)


@dataclass
class Courses:
    """What a provider gives, with a place for everybody who wants one."""

    group: CourseGroup
    proposal: Proposal


@dataclass
class World:
    """Both sides and those who stand between them."""

    version: ProductVersion
    draft: ProductVersion
    scheme_owner: User
    other_scheme_owner: User
    examiner: User
    auditor: User
    node_coordinator: User
    training_provider: User
    coach: User
    union_representative: User
    programme_owner: User
    economist: User
    evaluator: User
    courses: Courses | None = None
    representation: Representation | None = None
    sides: dict[str, Side] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    # Everybody is signed in once, before any test: the key of the session by the account's id.
    sessions: dict[int, str] = field(default_factory=dict)
