from datetime import date
from types import SimpleNamespace

import pytest

from kunnande.site.content.publish import PRACTICAL, publish_sample_scheme
from kunnande.stages.centres import services as centres
from kunnande.stages.centres.queries import find_latest, is_accredited
from kunnande.stages.centres.tests.builders import a_checklist
from kunnande.stages.parties.queries import OrganisationKind, Role

from .people import an_organisation, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def applied(declined, around, clock):
    """A workshop applies for the practical product, and says what it meets itself."""
    acting = {"by": around.sigrid, "at": clock.go_to(day=60)}
    version = publish_sample_scheme(owner=around.owner, versions=[PRACTICAL], **acting)
    checklist = a_checklist(version.product, on=clock.day(60).date())
    centre = an_organisation(OrganisationKind.TEST_CENTRE, "Fräshallen", 31, acting)
    frida = somebody("Frida Chuckman", Role.CENTRE_MANAGER, centre, acting)
    own = {"by": frida, "at": clock.moment}
    application = centres.apply_for_accreditation(centre=centre, product=version.product, **own)
    met = centres.OwnAnswer("met")
    answers = {requirement.pk: met for requirement in checklist.requirements.all()}
    centres.assess_requirements(accreditation=application, answers=answers, **own)
    centres.submit_self_assessment(accreditation=application, **own)
    return SimpleNamespace(
        centre=centre, frida=frida, application=application, product=version.product
    )


@pytest.fixture(scope="module")
def visited(applied, around, clock):
    """Two auditors, tied to nobody there, find one thing that remains."""
    visit = centres.plan_audit(
        accreditation=applied.application,
        on=clock.day(62).date(),
        auditors=around.auditors,
        by=around.sigrid,
        at=clock.go_to(day=61),
    )
    for auditor in around.auditors:
        centres.declare_no_conflict(visit=visit, by=auditor, at=clock.moment)
    premises = applied.application.checklist.requirements.get(code="K2")
    return centres.write_protocol(
        visit=visit,
        protocol="Vi har gått igenom verkstaden.",
        findings=[centres.Found(premises.pk, "major", "Skyddet vid svarven saknas.")],
        by=around.auditors[0],
        at=clock.go_to(day=62),
    )


@pytest.fixture(scope="module")
def refused_meanwhile(visited, applied, around, clock):
    """What the scheme owner is told before the finding is mended."""
    with pytest.raises(centres.FindingsOpenError) as told:
        decide(applied, around, clock)
    return told.value


@pytest.fixture(scope="module")
def accredited(refused_meanwhile, visited, applied, around, clock):
    """The centre mends it, an auditor agrees, and the scheme owner decides."""
    (finding,) = visited.findings.all()
    at = clock.go_to(day=64)
    centres.answer_finding(
        finding=finding, corrective_action="Skyddet är monterat.", by=applied.frida, at=at
    )
    centres.resolve_finding(finding=finding, by=around.auditors[1], at=at)
    clock.go_to(day=65)
    decide(applied, around, clock)
    return find_latest(applied.centre.pk, applied.product.pk)


def decide(applied, around, clock):
    return centres.decide_accreditation(
        accreditation=applied.application,
        outcome="accredited",
        grounds="Allt visas.",
        by=around.sigrid,
        at=clock.moment,
    )


def test_nobody_audits_their_own_centre(applied, around, clock):
    with pytest.raises(centres.ConflictOfInterestError):
        centres.plan_audit(
            accreditation=applied.application,
            on=clock.day(62).date(),
            auditors=(applied.frida, around.auditors[0]),
            by=around.sigrid,
            at=clock.moment,
        )


def test_the_protocol_is_due_a_month_after_the_visit(visited):
    assert (visited.on, visited.protocol_due_on) == (date(2026, 11, 8), date(2026, 12, 8))


def test_there_is_no_accreditation_while_a_finding_remains(refused_meanwhile):
    assert "avvikelser" in str(refused_meanwhile)


def test_an_auditor_does_not_decide_on_what_they_audited(visited, applied, around, clock):
    with pytest.raises(centres.AuditorDecidesError):
        centres.decide_accreditation(
            accreditation=applied.application,
            outcome="declined",
            grounds="Prövat.",
            by=around.auditors[0],
            at=clock.moment,
        )


def test_the_centre_is_accredited_from_the_day_of_the_decision(accredited, applied, clock):
    decided_on = clock.day(65).date()
    held = {
        day: is_accredited(applied.centre.pk, applied.product.pk, on=clock.day(day).date())
        for day in (64, 65)
    }

    assert accredited.accredited_from == decided_on
    assert held == {64: False, 65: True}
