from datetime import date, timedelta

import pytest
from django.db import DatabaseError

from kunnande.stages.parties.services import ImproperOrganisationNumberError
from kunnande.stages.parties.tests.builders import an_organisation
from kunnande.stages.programme import services
from kunnande.stages.programme.models import AidGrant
from kunnande.stages.programme.queries.aid import get_headroom, highest_percent, in_euro_cents
from kunnande.stages.programme.tests.builders import JANUARY
from kunnande.stages.programme.tests.funded import Budgeted

pytestmark = pytest.mark.django_db
ON = date(2026, 12, 1)


@pytest.fixture
def world():
    return Budgeted()


def declare(world, company=None, **changed):
    told = {"signed_on": date(2026, 1, 10), "signatory": "Vera VD", "evidence": "Intyg 4"}
    return services.declare_aid(
        company=company or world.company,
        declaration=services.Declaration(**{**told, **changed}),
        by=world.economist,
        at=JANUARY,
    )


def give(world, value_ore, basis="de_minimis", engagement=None, **changed):
    benefit = services.Benefit(basis, "Validering av tio personer", ON, value_ore, **changed)
    return services.grant_aid(
        engagement=engagement or world.engagement, benefit=benefit, **world.money
    )


def test_nothing_is_given_before_the_company_has_declared(world):
    with pytest.raises(services.NoDeclarationError, match="inte lämnat intyg"):
        give(world, 1_000_00)

    assert not AidGrant.objects.exists()


def test_a_benefit_is_told_in_euro_of_its_day_never_as_less(world):
    declare(world)

    made = give(world, 1_000_00)

    assert (made.euro_cents, made.size) == (9_091, "small")


def test_the_ceiling_is_reached_to_the_cent_and_not_passed(world):
    earlier = [services.Earlier(date(2024, 6, 1), "Vinnova", 29_000_000)]
    declare(world, earlier=earlier)

    with pytest.raises(services.NoHeadroomError, match="10000 euro är kvar"):
        give(world, 11_000_001)
    assert give(world, 11_000_000).euro_cents == 1_000_000
    assert get_headroom(world.company, on=ON).left_cents == 0


def test_aid_older_than_three_rolling_years_no_longer_counts(world):
    edge = date(2023, 12, 1)
    earlier = [
        services.Earlier(edge, "A", 100),
        services.Earlier(edge + timedelta(days=1), "B", 1_000),
    ]
    declare(world, earlier=earlier)

    assert get_headroom(world.company, on=ON).declared_cents == 1_000


def test_until_2023_three_fiscal_years_and_the_lower_ceiling_applied(world):
    headroom = get_headroom(world.company, on=date(2023, 5, 1))

    assert (headroom.window_from, headroom.ceiling.amount) == (date(2021, 1, 1), 20_000_000)


def test_linked_companies_share_one_ceiling_whoever_declared_the_link(world):
    sister = an_organisation("Systerbolaget")
    engagement = world.engage(sister)
    declare(world, linked=[sister.organisation_number])
    declare(world, sister)
    give(world, 1_100_00, engagement=engagement)

    assert get_headroom(world.company, on=ON).granted_cents == 10_000


def test_a_linked_company_is_told_by_a_proper_number(world):
    with pytest.raises(ImproperOrganisationNumberError):
        declare(world, linked=["556000-0000"])


@pytest.mark.parametrize(
    ("size", "disadvantaged", "percent"),
    [("large", False, 50), ("medium", False, 60), ("small", False, 70), ("micro", True, 70)],
)
@pytest.mark.usefixtures("world")
def test_training_aid_is_at_most_a_share_by_size_and_group(size, disadvantaged, percent):
    assert highest_percent(size, disadvantaged=disadvantaged, on=ON) == percent


def test_training_aid_above_its_share_is_refused(world):
    with pytest.raises(services.NoHeadroomError, match="70 procent"):
        give(world, 70_01, basis="gber31", eligible_ore=100_00)

    assert give(world, 70_00, basis="gber31", eligible_ore=100_00).percent == 70


def test_aid_given_is_never_changed(world):
    declare(world)
    made = give(world, 1_000_00)

    with pytest.raises(DatabaseError, match="append-only"):
        AidGrant.objects.filter(pk=made.pk).update(euro_cents=1)


@pytest.mark.usefixtures("world")
def test_whole_euro_stay_whole():
    assert in_euro_cents(110_000, on=ON)[0] == 10_000
