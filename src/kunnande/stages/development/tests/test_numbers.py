from datetime import timedelta

import pytest

from kunnande.stages.development import services
from kunnande.stages.development.jobs import release_numbers, settle_overdue_proposals
from kunnande.stages.development.models import NumbersRelease, ReleasedNumber
from kunnande.stages.development.queries.numbers import get_union_numbers, list_demand
from kunnande.stages.development.tests.builders import Workplace, a_course, a_provider
from kunnande.stages.framework.queries import find_area_version
from kunnande.stages.ledger.services import Proof, state_competence
from kunnande.stages.parties.queries import OrganisationKind, Role, get_viewer
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_service_user,
    an_account,
    an_employee,
    an_organisation,
)
from kunnande.stages.requirements.queries import roles_visible_to
from kunnande.stages.requirements.services import assign_role

pytestmark = pytest.mark.django_db
NEXT_MONTH = NOON + timedelta(days=31)


class Shop(Workplace):
    """A workplace where as many as wanted have shown IT07, and the rest lack it."""

    def __init__(self, shown: int, lacking: int, release_key: str = "") -> None:
        super().__init__()
        a_course(*a_provider(), NOON)
        self.staff = [self.person]
        self.hire(shown + lacking - 1)
        area = find_area_version("IT07")
        assert area
        for person in self.staff[:shown]:
            state_competence(
                person=person,
                area_version_id=area.pk,
                level=2,
                proof=Proof(
                    kind="theory_tested", source=f"test:{person.pk}", release_key=release_key
                ),
                by=a_service_user(),
                at=NOON,
            )

    def hire(self, count: int) -> None:
        role = roles_visible_to(get_viewer(self.employer, on=TODAY)).get()
        for _ in range(count):
            person = an_employee(self.company)
            assign_role(role=role, person=person, from_on=TODAY, by=self.employer, at=NOON)
            self.staff.append(person)


@pytest.fixture
def representative():
    union = an_organisation("Facket", kind=OrganisationKind.UNION)
    return union, a_member(union, Role.UNION_REPRESENTATIVE)


def make(at=NOON):
    return services.release_numbers(by=a_service_user(), at=at)


def recognise(shop, representative):
    return services.recognise_union(
        company=shop.company, union=representative[0], by=shop.employer, at=NOON
    )


def read(representative):
    return get_union_numbers(get_viewer(representative[1], on=TODAY))


def test_the_node_reads_at_least_how_many_need_a_course():
    Shop(shown=6, lacking=7)

    make()

    assert [(row.course, row.at_least) for row in list_demand()] == [("Mäta rätt", 5)]


@pytest.mark.parametrize(("shown", "lacking"), [(9, 4), (4, 9)])
def test_four_on_either_side_are_not_told_of(shown, lacking):
    Shop(shown=shown, lacking=lacking)

    make()

    assert list_demand() == []


def test_one_more_within_the_month_changes_nothing():
    shop = Shop(shown=6, lacking=9)
    made = make()
    shop.hire(1)

    again = make(NOON + timedelta(days=1))

    assert again == made
    assert [row.at_least for row in list_demand()] == [5]


@pytest.mark.parametrize(("hired", "told"), [(1, 5), (4, 5), (5, 10)])
def test_a_number_changes_from_month_to_month_by_five_or_not_at_all(hired, told):
    shop = Shop(shown=6, lacking=9)
    make()
    shop.hire(hired)

    make(NEXT_MONTH)

    assert [row.at_least for row in list_demand()] == [told]


def test_a_union_reads_the_companies_it_speaks_for(representative):
    shop = Shop(shown=6, lacking=12)
    make()

    before = read(representative).companies
    recognise(shop, representative)

    (company,) = read(representative).companies
    assert before == ()
    assert [(one.shown, one.remaining) for one in company.areas] == [(5, 10)]


def test_a_sum_is_of_what_is_told_and_nothing_else(representative):
    shop = Shop(shown=6, lacking=12)
    make()
    recognise(shop, representative)

    read_by_union = read(representative)

    assert read_by_union.areas == read_by_union.companies[0].areas
    assert read_by_union.planned is None


def test_a_union_reads_nothing_when_it_no_longer_speaks_for_the_company(representative):
    shop = Shop(shown=6, lacking=12)
    made = recognise(shop, representative)

    services.end_representation(representation=made, by=shop.employer, at=NOON)

    assert read(representative).companies == ()


def test_only_the_company_recognises_a_union(representative):
    shop = Workplace()

    with pytest.raises(services.NotYourCompanyError):
        services.recognise_union(
            company=shop.company, union=representative[0], by=representative[1], at=NOON
        )


def test_only_a_union_is_recognised_as_one():
    shop = Workplace()

    with pytest.raises(services.NotAUnionError):
        services.recognise_union(
            company=shop.company, union=shop.company, by=shop.employer, at=NOON
        )


def test_what_has_not_been_talked_about_is_not_counted_as_shown():
    Shop(shown=6, lacking=7, release_key="sitting:1")

    make()

    assert not ReleasedNumber.objects.filter(measure="shown").exists()


def test_the_jobs_make_the_numbers_and_settle_what_is_overdue():
    an_account(Workplace().person, "nattjobb@exempel.se")

    release_numbers(timestamp=0)

    assert settle_overdue_proposals(timestamp=0) == 0
    assert NumbersRelease.objects.count() == 1
