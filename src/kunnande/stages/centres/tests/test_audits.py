from datetime import date, timedelta

import pytest

from kunnande.stages.centres import queries, services
from kunnande.stages.centres.models import AccreditationState
from kunnande.stages.centres.tests.builders import (
    FIRST_DAY,
    a_role_at,
    an_application,
    an_audited_centre,
    noon,
)
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties.models import Membership
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.services import employ, end_employment
from kunnande.stages.parties.tests.builders import a_service_user

pytestmark = pytest.mark.django_db

LATER = FIRST_DAY + timedelta(days=40)


@pytest.fixture
def product():
    return a_published_version().product


@pytest.fixture
def applied(product):
    return an_application(product)


def plan(centre, auditors=None, *, on=FIRST_DAY):
    return services.plan_audit(
        accreditation=centre.accreditation,
        on=on,
        auditors=centre.auditors if auditors is None else auditors,
        by=centre.decider,
        at=noon(FIRST_DAY),
    )


def works_at(centre, person, *, from_on, to_on=None):
    acting = {"by": centre.decider, "at": noon(FIRST_DAY)}
    spell = employ(person=person, organisation=centre.organisation, from_on=from_on, **acting)
    if to_on:
        end_employment(employment=spell, to_on=to_on, by=a_service_user(), at=noon(FIRST_DAY))


def test_the_protocol_is_due_a_month_after_the_visit(applied):
    visit = plan(applied, on=date(2026, 1, 31))

    assert visit.protocol_due_on == date(2026, 2, 28)


@pytest.mark.parametrize("places", [[], [0], [0, 0]])
def test_a_visit_needs_two_different_auditors(applied, places):
    with pytest.raises(services.TwoAuditorsError):
        plan(applied, [applied.auditors[place] for place in places])


def test_who_works_at_the_centre_does_not_audit_it(applied):
    works_at(applied, applied.auditors[1].person, from_on=date(2020, 1, 1))

    with pytest.raises(services.ConflictOfInterestError, match="24 månaderna"):
        plan(applied)


@pytest.mark.parametrize(
    ("left_on", "tied"), [(date(2024, 1, 1), True), (date(2023, 12, 31), False)]
)
def test_ties_count_for_the_months_the_checklist_names(applied, left_on, tied):
    auditor = applied.auditors[0]
    works_at(applied, auditor.person, from_on=date(2020, 1, 1), to_on=left_on)

    possible = queries.list_possible_auditors(applied.accreditation, on=FIRST_DAY)

    assert (auditor not in possible) is tied


def test_who_acts_for_the_centre_does_not_audit_it(applied):
    both = a_role_at(applied.organisation, Role.TEST_LEADER)

    with pytest.raises(services.ConflictOfInterestError):
        plan(applied, [both, applied.auditors[0]])


def test_whoever_became_tied_after_the_planning_can_not_declare(applied):
    visit, auditor = plan(applied), applied.auditors[0]
    Membership.objects.create(
        user=auditor, organisation=applied.organisation, role=Role.ASSESSOR, from_on=FIRST_DAY
    )

    with pytest.raises(services.ConflictOfInterestError):
        services.declare_no_conflict(visit=visit, by=auditor, at=noon(FIRST_DAY))


def test_a_visit_can_be_given_to_others_and_who_stays_has_declared(applied, product):
    visit = plan(applied)
    services.declare_no_conflict(visit=visit, by=applied.auditors[0], at=noon(FIRST_DAY))
    other = a_role_at(product.scheme.owner, Role.AUDITOR)

    plan(applied, [applied.auditors[0], other], on=LATER)

    places = visit.assignments.all()
    assert [place.auditor for place in places] == [applied.auditors[0], other]
    assert [place.declared_at is not None for place in places] == [True, False]


def test_the_protocol_waits_for_both_declarations_and_for_the_visit(applied):
    visit = plan(applied, on=LATER)
    written = {"visit": visit, "protocol": "Sett.", "findings": [], "by": applied.auditors[0]}
    for auditor in applied.auditors:
        with pytest.raises(services.ProtocolNotDueError):
            services.write_protocol(at=noon(LATER), **written)
        services.declare_no_conflict(visit=visit, by=auditor, at=noon(FIRST_DAY))

    with pytest.raises(services.ProtocolNotDueError):
        services.write_protocol(at=noon(LATER - timedelta(days=1)), **written)
    services.write_protocol(at=noon(LATER), **written)

    visit.refresh_from_db()
    assert visit.protocol == "Sett."


def test_only_the_visits_auditors_write_its_protocol(applied, product):
    visit = plan(applied)

    with pytest.raises(services.NotYourAuditError):
        services.write_protocol(
            visit=visit,
            protocol="Sett.",
            findings=[],
            by=a_role_at(product.scheme.owner, Role.AUDITOR),
            at=noon(FIRST_DAY),
        )


def test_findings_are_due_in_the_months_the_checklist_gives(product):
    centre = an_audited_centre(product, findings=["K1", "K2"])

    findings = centre.visit.findings.all()

    assert centre.accreditation.state == AccreditationState.CORRECTIONS
    assert {finding.due_on for finding in findings} == {date(2026, 4, 1)}


def test_a_finding_is_answered_by_the_centre_and_resolved_by_an_auditor(product):
    centre = an_audited_centre(product, findings=["K1"])
    finding = centre.visit.findings.get()
    at = noon(LATER)
    with pytest.raises(services.NotAnsweredError):
        services.resolve_finding(finding=finding, by=centre.auditors[0], at=at)
    services.answer_finding(
        finding=finding, corrective_action="Rutinen finns.", by=centre.manager, at=at
    )
    with pytest.raises(services.NotYourAuditError):
        services.resolve_finding(finding=finding, by=centre.decider, at=at)

    resolved = services.resolve_finding(finding=finding, by=centre.auditors[1], at=at)

    assert resolved.resolved_by == centre.auditors[1]
    with pytest.raises(services.AlreadyResolvedError):
        services.answer_finding(finding=finding, corrective_action="Mer.", by=centre.manager, at=at)


def test_a_deadline_moves_forward_only(product):
    centre = an_audited_centre(product, findings=["K1"])
    finding = centre.visit.findings.get()
    moved = {"finding": finding, "by": centre.decider, "at": noon(LATER)}

    services.postpone_finding(due_on=date(2026, 6, 1), **moved)

    finding.refresh_from_db()
    assert finding.due_on == date(2026, 6, 1)
    with pytest.raises(services.EarlierDeadlineError):
        services.postpone_finding(due_on=date(2026, 5, 1), **moved)
