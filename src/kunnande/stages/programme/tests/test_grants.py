from datetime import date

import pytest
from django.db import DatabaseError, transaction

from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_service_user,
)
from kunnande.stages.programme import services
from kunnande.stages.programme.models import GrantVersion
from kunnande.stages.programme.queries import (
    NoGrantError,
    NoRuleError,
    get_grant,
    get_rule,
    list_grants,
)
from kunnande.stages.programme.tests.builders import BEGINS, ENDS, Funded, rule

pytestmark = pytest.mark.django_db

FIRST = services.Grant(BEGINS, people=1_000, amount_ore=1_150_000_000, source="Beslut 1")
LATER = services.Grant(date(2026, 9, 1), people=600, amount_ore=1_063_779_900, source="Beslut 2")


@pytest.fixture
def funded():
    return Funded()


def enter(funded, grant, by=None):
    return services.enter_grant(
        programme=funded.programme, grant=grant, by=by or funded.leader, at=NOON
    )


def test_both_decisions_stay_and_the_day_says_which_applies(funded):
    enter(funded, FIRST)
    enter(funded, LATER)

    before = get_grant(funded.programme, on=date(2026, 8, 31))
    after = get_grant(funded.programme, on=date(2026, 9, 1))

    assert (before.people, before.amount_ore) == (1_000, 1_150_000_000)
    assert (after.people, after.amount_ore) == (600, 1_063_779_900)
    assert [grant.number for grant in list_grants(funded.programme)] == [1, 2]


def test_before_the_first_decision_none_applies(funded):
    enter(funded, LATER)

    with pytest.raises(NoGrantError, match="2026-01-01"):
        get_grant(funded.programme, on=BEGINS)


def test_a_decision_is_not_entered_behind_a_newer_one(funded):
    enter(funded, LATER)

    with pytest.raises(services.ImproperGrantError):
        enter(funded, FIRST)


@pytest.mark.parametrize(
    "told",
    [{"people": 0}, {"amount_ore": -1}, {"source": " "}, {"women": 600, "men": 500}],
)
def test_a_decision_that_can_not_be_is_refused(funded, told):
    with pytest.raises(services.ImproperGrantError):
        enter(funded, services.Grant(**{**FIRST.__dict__, **told}))


def test_only_the_owner_enters_a_decision(funded):
    with pytest.raises(services.NotYourProgrammeError):
        enter(funded, FIRST, by=funded.coordinator)


def test_a_decision_can_not_be_changed_in_the_database(funded):
    enter(funded, FIRST)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        GrantVersion.objects.update(people=600)


def test_a_programme_is_registered_once(funded):
    with pytest.raises(services.ProgrammeKnownError):
        services.register_programme(
            code="P1", name="En till", owner=funded.owner, from_on=BEGINS, to_on=ENDS,
            **funded.acting,
        )  # fmt: skip


def test_nobody_else_registers_a_programme(funded):
    with pytest.raises(services.NotYourProgrammeError):
        services.register_programme(
            code="P2", name="En till", owner=funded.owner, from_on=BEGINS, to_on=ENDS,
            by=funded.economist, at=NOON,
        )  # fmt: skip


def test_a_partner_is_added_once(funded):
    with pytest.raises(services.PartnerKnownError):
        services.add_partner(
            programme=funded.programme,
            organisation=funded.node,
            part="node",
            from_on=TODAY,
            **funded.acting,
        )


@pytest.mark.usefixtures("funded")
def test_a_rule_applies_between_its_days():
    later = get_rule("cofinancing_an_hour", on=date(2027, 1, 1))

    assert get_rule("cofinancing_an_hour", on=date(2026, 12, 31)).amount == 30_000
    assert later.amount == 31_050
    with pytest.raises(NoRuleError, match="finns_inte"):
        get_rule("finns_inte", on=TODAY)


@pytest.mark.parametrize(
    "told", [{"source": ""}, {"amount": "mycket"}, {"unit": "alnar"}, {"from": "igår"}]
)
def test_a_rule_without_source_or_amount_is_refused_by_name(told):
    package = {"rules": [{**rule("höjd", 1, "ore"), **told}]}

    with pytest.raises(services.ImproperRuleError, match="höjd"):
        services.import_rules(package=package, by=a_service_user(), at=NOON)
