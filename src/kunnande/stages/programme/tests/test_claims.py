from datetime import date

import pytest
from django.db import DatabaseError, transaction

from kunnande.stages.programme import services
from kunnande.stages.programme.models import ClaimedCost, PaymentClaim
from kunnande.stages.programme.queries.claim_checks import list_checks
from kunnande.stages.programme.queries.claims import get_contents
from kunnande.stages.programme.tests.builders import JANUARY, MALE, MONTH
from kunnande.stages.programme.tests.funded import LATER, Budgeted, a_cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Budgeted()


def claims_until_december(world):
    """Send three claims; the fourth, of October to December, is a draft."""
    for _quarter in range(3):
        world.send(world.claim())
    return world.claim()


def worked_and_locked(world):
    participation, _user = world.participant(MALE)
    world.attend(participation, 239, 207)
    world.sign(participation)
    world.lock(participation)
    return participation


def test_a_claim_covers_the_months_after_the_one_before(world):
    first = world.send(world.claim())
    second = world.claim()

    assert (first.from_on, first.to_on) == (date(2026, 1, 1), date(2026, 3, 31))
    assert (second.number, second.from_on) == (2, date(2026, 4, 1))


def test_a_claim_takes_the_costs_of_its_days_and_no_later_ones(world):
    world.cost()
    world.cost(a_cost(on=LATER))

    sent = world.send(world.claim())

    assert sent.cost_ore == 123_456
    assert [entry.on for entry in get_contents(sent).costs] == [date(2026, 1, 15)]


def test_a_sent_claim_is_frozen_in_the_database(world):
    world.cost()
    sent = world.send(world.claim())

    with pytest.raises(DatabaseError, match="claim is sent"), transaction.atomic():
        PaymentClaim.objects.filter(pk=sent.pk).update(cost_ore=1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ClaimedCost.objects.all().delete()
    with pytest.raises(services.ImproperClaimError):
        world.send(sent)


def test_a_claim_counts_locked_months_at_their_rate(world):
    worked_and_locked(world)

    sent = world.send(claims_until_december(world))

    assert (sent.hours, sent.cofinancing_ore) == (7, 7 * 30_000)


def test_a_corrected_month_belongs_to_a_later_claim_with_the_difference(world):
    participation = worked_and_locked(world)
    world.send(claims_until_december(world))
    world.correct(participation)
    enrolment = world.group.enrolments.get(person=participation.person)
    world.enter_minutes(enrolment, 100, 60)
    world.sign(participation)
    corrected = world.lock(participation)

    (row,) = get_contents(world.claim()).months

    assert (row.attestation, row.hours, row.value_ore) == (corrected, -5, -5 * 30_000)
    assert row.minutes == 160 - 446


def test_a_corrected_cost_belongs_to_a_later_claim(world):
    entry = world.cost()
    world.send(world.claim())
    wrong = services.Correction(LATER, -56, "Fel moms", "Faktura 7")
    services.correct_cost(entry=entry, correction=wrong, **world.money)

    later = get_contents(world.claim())

    assert [(one.corrects, one.amount_ore) for one in later.costs] == [(entry, -56)]


def test_hours_with_other_support_stop_a_claim(world):
    worked_and_locked(world)
    claim = claims_until_december(world)
    support = services.Support("Korttidsarbete", MONTH, date(2026, 12, 31))
    services.enter_other_support(
        company=world.company, support=support, by=world.employer, at=JANUARY
    )

    with pytest.raises(services.ImproperClaimError, match="446 minuter"):
        world.send(claim)


def test_months_that_wait_for_a_signature_are_told_and_stop_nothing(world):
    participation, _user = world.participant(MALE)
    world.attend(participation, 239, 207)
    world.sign(participation)
    claim = claims_until_december(world)

    checks = list_checks(claim, get_contents(claim), on=date(2027, 1, 4))

    assert [(one.found[:2], one.stops) for one in checks if one.found] == [("1 ", False)]


def test_no_claim_is_sent_before_its_period_is_over(world):
    claims = claims_until_december(world)
    world.send(claims)

    with pytest.raises(services.ImproperClaimError, match="pågår till och med 2027-03-31"):
        world.send(world.claim())


def test_claims_never_ask_for_more_than_was_granted(world):
    world.cost(a_cost(amount_ore=105_000_01))

    with pytest.raises(services.ImproperClaimError, match="beviljats"):
        world.send(world.claim())
