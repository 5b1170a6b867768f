from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kunnande.stages.centres import queries, services
from kunnande.stages.centres.models import (
    Accreditation,
    AccreditationDecision,
    AccreditationState,
    Answer,
    AuditorAssignment,
    DecisionOutcome,
    StopReason,
)
from kunnande.stages.centres.tests.builders import (
    FIRST_DAY,
    a_centre,
    a_checklist,
    a_role_at,
    an_accreditation,
    an_application,
    an_audited_centre,
    noon,
)
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties.queries import Role
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db

SUMMER = date(2026, 6, 1)


@pytest.fixture
def product():
    return a_published_version().product


def decide(centre, *, by=None, outcome=DecisionOutcome.ACCREDITED, on=FIRST_DAY):
    return services.decide_accreditation(
        accreditation=centre.accreditation,
        outcome=outcome,
        grounds="Prövat.",
        by=by or centre.decider,
        at=noon(on),
    )


def standing(accreditation, on):
    rows = queries.with_standing(Accreditation.objects.all(), on=on)
    return rows.get(pk=accreditation.pk).standing


def test_the_trail_tells_the_whole_way_to_an_accreditation(product):
    centre = an_accreditation(product)

    acts = [entry.act for entry in list_entries(centre.organisation.trail_name)]

    assert [act for act in acts if act not in {"organisation_registered", "membership_given"}] == [
        "accreditation_applied",
        "requirements_assessed",
        "accreditation_submitted",
        "audit_planned",
        "no_conflict_declared",
        "no_conflict_declared",
        "protocol_written",
        "accreditation_decided",
    ]


def test_a_first_accreditation_holds_for_the_months_the_checklist_gives(product):
    given = an_accreditation(product).accreditation

    assert (given.accredited_from, given.accredited_to) == (FIRST_DAY, date(2028, 12, 31))


def test_a_renewal_begins_when_what_it_renews_ends_and_holds_longer(product):
    first = an_accreditation(product)

    renewed = an_accreditation(product, centre=first.organisation, on=date(2028, 10, 1))

    given = renewed.accreditation
    assert given.renews == first.accreditation
    assert (given.accredited_from, given.accredited_to) == (date(2029, 1, 1), date(2033, 12, 31))
    for on in (date(2028, 12, 31), date(2029, 1, 1)):
        assert queries.is_accredited(first.organisation.pk, product.pk, on=on)


def test_a_renewal_does_not_lift_a_suspension(product):
    first = an_accreditation(product)
    services.suspend_accreditation(
        accreditation=first.accreditation,
        from_on=SUMMER,
        reason=StopReason.IMPARTIALITY,
        by=first.decider,
        at=noon(SUMMER),
    )

    an_accreditation(product, centre=first.organisation, on=date(2028, 10, 1))

    assert not queries.is_accredited(first.organisation.pk, product.pk, on=date(2029, 2, 1))


def test_after_a_withdrawal_a_centre_begins_anew(product):
    first = an_accreditation(product)
    services.withdraw_accreditation(
        accreditation=first.accreditation,
        on=SUMMER,
        reason=StopReason.OTHER,
        by=first.decider,
        at=noon(SUMMER),
    )

    again = an_accreditation(product, centre=first.organisation, on=date(2026, 9, 1))

    assert again.accreditation.renews is None
    assert again.accreditation.accredited_to == date(2029, 8, 31)


def test_suspended_withdrawn_and_expired_follow_from_dates(product):
    centre = an_accreditation(product)
    acting = {"accreditation": centre.accreditation, "by": centre.decider, "at": noon(SUMMER)}
    services.suspend_accreditation(from_on=SUMMER, reason=StopReason.OTHER, **acting)
    services.lift_suspension(to_on=SUMMER + timedelta(days=6), **acting)
    expired = standing(centre.accreditation, date(2029, 1, 1))
    services.withdraw_accreditation(on=date(2027, 1, 1), reason=StopReason.OTHER, **acting)

    days = (FIRST_DAY, SUMMER, SUMMER + timedelta(days=7), date(2027, 1, 1))

    assert expired == AccreditationState.EXPIRED
    assert [standing(centre.accreditation, day) for day in days] == [
        AccreditationState.ACCREDITED,
        AccreditationState.SUSPENDED,
        AccreditationState.ACCREDITED,
        AccreditationState.WITHDRAWN,
    ]


def test_nothing_that_stops_a_centre_is_backdated(product):
    centre = an_accreditation(product)
    stop = {
        "accreditation": centre.accreditation,
        "reason": StopReason.OTHER,
        "by": centre.decider,
        "at": noon(SUMMER),
    }
    before = SUMMER - timedelta(days=1)

    with pytest.raises(services.BackdatedError):
        services.suspend_accreditation(from_on=before, **stop)
    with pytest.raises(services.BackdatedError):
        services.withdraw_accreditation(on=before, **stop)


def test_a_centre_has_one_application_at_a_time_for_a_product(product):
    centre = an_application(product)

    with pytest.raises(services.AlreadyAppliedError):
        services.apply_for_accreditation(
            centre=centre.organisation, product=product, by=centre.manager, at=noon(FIRST_DAY)
        )


def test_without_a_checklist_nobody_applies(product):
    centre = a_centre()

    with pytest.raises(services.NoChecklistError):
        services.apply_for_accreditation(
            centre=centre,
            product=product,
            by=a_role_at(centre, Role.CENTRE_MANAGER),
            at=noon(FIRST_DAY),
        )


def test_every_requirement_is_answered_before_handing_in(product):
    checklist, centre = a_checklist(product), a_centre()
    acting = {"by": a_role_at(centre, Role.CENTRE_MANAGER), "at": noon(FIRST_DAY)}
    own = services.apply_for_accreditation(centre=centre, product=product, **acting)
    first = checklist.requirements.all()[0]
    answers = {first.pk: services.OwnAnswer(Answer.PARTLY, "Vi skriver rutinen.")}
    services.assess_requirements(accreditation=own, answers=answers, **acting)

    with pytest.raises(services.RequirementsUnansweredError, match="1 krav"):
        services.submit_self_assessment(accreditation=own, **acting)


def test_what_was_handed_in_is_read_as_it_is(product):
    centre = an_application(product)

    with pytest.raises(services.AlreadyHandedInError):
        services.assess_requirements(
            accreditation=centre.accreditation, answers={}, by=centre.manager, at=noon(FIRST_DAY)
        )


def test_open_findings_stand_in_the_way_of_an_accreditation_but_not_of_declining(product):
    centre = an_audited_centre(product, findings=["K1"])

    with pytest.raises(services.FindingsOpenError):
        decide(centre)
    decide(centre, outcome=DecisionOutcome.DECLINED)

    assert standing(centre.accreditation, FIRST_DAY) == AccreditationState.DECLINED


def test_an_auditor_does_not_decide_and_the_database_agrees(product):
    centre = an_audited_centre(product)
    auditor = centre.auditors[0]

    with pytest.raises(services.AuditorDecidesError):
        decide(centre, by=auditor)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccreditationDecision.objects.create(
            accreditation=centre.accreditation,
            outcome=DecisionOutcome.ACCREDITED,
            grounds="Nej.",
            decided_by=auditor,
            decided_at=noon(FIRST_DAY),
        )


def test_somebody_of_the_centre_does_not_decide(product):
    centre = an_audited_centre(product)

    with pytest.raises(services.AuditorDecidesError):
        decide(centre, by=centre.manager)


def test_an_accreditation_is_decided_once(product):
    centre = an_accreditation(product)

    with pytest.raises(services.NotReadyForDecisionError):
        decide(centre)


def test_two_accreditations_of_a_centre_never_hold_on_the_same_day(product):
    given = an_accreditation(product).accreditation
    given.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        given.save(force_insert=True)


@pytest.mark.parametrize("state", ["suspended", "withdrawn", "expired"])
def test_a_state_that_follows_from_dates_is_never_stored(product, state):
    own = an_application(product).accreditation

    with pytest.raises(IntegrityError), transaction.atomic():
        Accreditation.objects.filter(pk=own.pk).update(state=state)


def test_a_visit_has_two_places_and_no_third(product):
    centre = an_audited_centre(product)
    third = a_role_at(product.scheme.owner, Role.AUDITOR)

    with pytest.raises(IntegrityError), transaction.atomic():
        AuditorAssignment.objects.create(visit=centre.visit, place=3, auditor=third)
