"""Practical assessments for tests, brought to where a test needs them by the real services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kunnande.stages.cases import services as cases
from kunnande.stages.cases.queries import list_areas_of_case
from kunnande.stages.centres.queries import StaffKind
from kunnande.stages.centres.tests.builders import an_accreditation, an_authorisation
from kunnande.stages.framework.queries import get_version
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.parties.services import give_membership
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_person,
    a_service_user,
    an_account,
    an_organisation,
)
from kunnande.stages.practice import services
from kunnande.stages.practice.queries import get_standing, list_protocols_of
from kunnande.stages.practice.services import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.framework.queries import ProductVersion
    from kunnande.stages.parties.queries import Organisation, User
    from kunnande.stages.practice.queries import Assessment, Standing


@dataclass
class Practice:
    """A planned assessment and everybody around it."""

    assessment: Assessment
    case: Case
    candidate: User
    assessors: list[User]
    leader: User
    centre: Organisation
    areas: dict[str, int] = field(default_factory=dict)

    @property
    def standing(self) -> Standing:
        self.assessment.refresh_from_db()
        return get_standing(self.assessment)

    def criterion(self, position: int) -> int:
        return self.standing.criteria[position - 1].pk


def a_criterion(number: int, *refs: str, weight: int = 1, critical: bool = False) -> dict[str, Any]:
    criterion: dict[str, Any] = {
        "id": f"PR.{number}",
        "criterion_ref": refs[0],
        "name": {"sv": f"Moment {number}", "en": f"Step {number}"},
        "weight": weight,
        "critical": critical,
        "descriptors": [
            {"score": score, "sv": f"Beskrivning {score}.", "en": f"Descriptor {score}."}
            for score in range(4)
        ],
    }
    return {**criterion, "also_criterion_ref": refs[1]} if len(refs) > 1 else criterion


def a_protocol(assessors: int = 1, **more: Any) -> dict[str, Any]:
    """Return a protocol of five criteria: two for each area, and safety, which is for neither."""
    return {
        "id": "PR-TEST",
        "name": {"sv": "Montera och mät", "en": "Assemble and measure"},
        "total_minutes": 60,
        "assessors": assessors,
        "summary": {"sv": "Montera en detalj.", "en": "Assemble a part."},
        "task": {"sv": "En detalj i stål.", "en": "A part in steel."},
        "equipment": [{"sv": "Skjutmått", "en": "Callipers"}],
        "time_plan": [
            {"phase": {"sv": "förberedelse", "en": "preparation"}, "minutes": 20},
            {"phase": {"sv": "utförande", "en": "work"}, "minutes": 40},
        ],
        "safety_stop": {
            "rule": {"sv": "Stoppa genast.", "en": "Stop at once."},
            "conditions": [{"sv": "Skydd saknas", "en": "Guard missing"}],
        },
        "scoring": {
            "pass": {"no_zero": True, "critical_min": 2, "weighted_percent_min": 70},
            "score_meaning": [
                {"score": score, "sv": f"Poäng {score}", "en": f"Score {score}"}
                for score in range(4)
            ],
        },
        "criteria": [
            a_criterion(1, "CN01.1", critical=True),
            a_criterion(2, "IT07.1", weight=2, critical=True),
            a_criterion(3, "IT07.2"),
            a_criterion(4, "IT08.1", weight=2),
            a_criterion(5, "IT08.2"),
        ],
        **more,
    }


def a_protocol_package(*protocols: dict[str, Any]) -> dict[str, Any]:
    meta = {"status": "sample", "pack_version": "1"}
    return {"meta": meta, "protocols": list(protocols) or [a_protocol()]}


def uses_of_a_protocol(
    product: str = "teknik-bas", *, required: bool = True, code: str = "PR-TEST"
) -> dict[str, Any]:
    """Return what a scheme's products say of the protocol they use."""
    use = {"protocol": code, "areas": ["IT07", "IT08"], "required": required}
    return {"products": [{"id": product, "versions": [{"version": "1", "practical": [use]}]}]}


def let_practice_be_tried(
    version: ProductVersion, *protocols: dict[str, Any], required: bool = True
) -> None:
    by = a_service_user()
    imported = services.import_protocols(
        package=a_protocol_package(*protocols),
        products=uses_of_a_protocol(required=required),
        scheme=version.product.scheme,
        by=by,
        at=NOON,
    )
    for protocol in imported:
        services.publish_protocol(version=protocol, by=by, at=NOON)


def a_product_with_practice(
    *protocols: dict[str, Any], required: bool = True, owner: Organisation | None = None
) -> ProductVersion:
    version = a_published_version(owner)
    let_practice_be_tried(version, *protocols, required=required)
    return version


def a_case_to_assess() -> tuple[Case, User]:
    """Return a case whose person has mapped themselves, and that person's account."""
    candidate = an_account(a_person("Elin", "Stickmått"))
    by = a_service_user()
    assert candidate.person is not None
    case = cases.open_case(
        person=candidate.person,
        product_version_id=get_version("teknik-bas", "1").pk,
        by=by,
        at=NOON,
    )
    cases.admit(case=case, by=by, at=NOON)
    for area in list_areas_of_case(case):
        cases.rate_area(
            case=case, area_version_id=area.area_version_id, level=2, by=candidate, at=NOON
        )
    cases.submit_self_rating(case=case, by=candidate, at=NOON)
    return case, candidate


def an_assessor(centre: Organisation, given_name: str = "Melker") -> User:
    user = an_account(a_person(given_name, "Svetsaryd"))
    give_membership(
        user=user, organisation=centre, role=Role.ASSESSOR, by=a_service_user(), at=NOON
    )
    return user


def a_planned_assessment(*, assessors: int = 1, required: bool = True, **more: Any) -> Practice:
    version = a_product_with_practice(a_protocol(assessors), required=required)
    centre = an_organisation("Verkstadsskolan testcenter", OrganisationKind.TEST_CENTRE)
    case, candidate = a_case_to_assess()
    leader = a_member(centre, Role.TEST_LEADER)
    practice = Practice(
        assessment=None,  # type: ignore[arg-type]  # planned below
        case=case,
        candidate=candidate,
        assessors=[an_assessor(centre, name) for name in ("Melker", "Svea")[:assessors]],
        leader=leader,
        centre=centre,
        areas={area.code: area.area_version_id for area in list_areas_of_case(case)},
    )
    accredited = an_accreditation(version.product, on=TODAY, centre=centre)
    for assessor in practice.assessors:
        an_authorisation(assessor, accredited, StaffKind.ASSESSOR, on=TODAY)
    practice.assessment = plan(practice, **more)
    return practice


def plan(practice: Practice, **more: Any) -> Assessment:
    (protocol,) = list_protocols_of(practice.case.product_version_id)
    planned = {
        "case": practice.case,
        "protocol": protocol,
        "centre": practice.centre,
        "assessors": practice.assessors,
        "starts_on": TODAY,
        "by": practice.leader,
        "at": NOON,
    }
    return services.plan_assessment(**{**planned, **more})


def a_running_assessment(**more: Any) -> Practice:
    practice = a_planned_assessment(**more)
    practice.assessment = services.start_assessment(
        assessment=practice.assessment, by=practice.assessors[0], at=NOON
    )
    practice.case.refresh_from_db()
    return practice


def note(practice: Practice, *entries: Entry, by: User | None = None, at: datetime = NOON) -> Any:
    return services.note_entries(
        assessment=practice.assessment, entries=entries, by=by or practice.assessors[0], at=at
    )


def an_entry(kind: str = "score", **more: Any) -> Entry:
    return Entry(**{"client_id": uuid4(), "kind": kind, "at": NOON, **more})


def score(
    practice: Practice, scores: Mapping[int, int], by: User | None = None, judge: bool = True
) -> None:
    """Score the criteria in these places, and judge every area that reaches the limits as met."""
    by = by or practice.assessors[0]
    criteria = practice.standing.criteria
    note(
        practice,
        *(an_entry(criterion_id=criteria[p - 1].pk, value=value) for p, value in scores.items()),
        by=by,
    )
    if judge:
        for area in practice.standing.unjudged(by.pk):
            note(practice, an_entry("verdict", area_version_id=area, value=1), by=by)


def sign(practice: Practice, by: User | None = None, at: datetime = NOON) -> None:
    services.sign_assessment(assessment=practice.assessment, by=by or practice.assessors[0], at=at)


def sign_as_candidate(practice: Practice, at: datetime = NOON) -> None:
    practice.assessment = services.sign_own_assessment(
        assessment=practice.assessment, by=practice.candidate, at=at
    )
    practice.case.refresh_from_db()


GOOD = {1: 2, 2: 2, 3: 3, 4: 3, 5: 2}
# Everything but the last area, which a zero holds back.
HALF = {1: 2, 2: 2, 3: 3, 4: 0, 5: 2}


def a_locked_assessment(scores: Mapping[int, int] = GOOD, **more: Any) -> Practice:
    practice = a_running_assessment(**more)
    for assessor in practice.assessors:
        score(practice, scores, by=assessor)
        sign(practice, by=assessor)
    sign_as_candidate(practice)
    return practice


def talk(practice: Practice, **more: Any) -> Any:
    remaining = practice.assessment.results.filter(
        locking=practice.assessment.lockings, is_met=False
    )
    held = services.hold_practical_talk(
        **{
            "assessment": practice.assessment,
            "summary": "Bra arbetat.",
            "proposals": {result.area_version_id: "En kurs." for result in remaining},
            "by": practice.assessors[0],
            "at": NOON + timedelta(hours=1),
            **more,
        }
    )
    practice.case.refresh_from_db()
    return held


def a_talked_through_assessment(scores: Mapping[int, int] = GOOD, **more: Any) -> Practice:
    practice = a_locked_assessment(scores, **more)
    talk(practice)
    return practice
