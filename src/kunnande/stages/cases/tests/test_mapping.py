import pytest

from kunnande.stages.cases import queries, services
from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.tests.builders import a_case, an_admitted_case, area_ids, rate_everything
from kunnande.stages.framework.queries import find_area_version
from kunnande.stages.ledger.queries import list_current
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_person, an_account

pytestmark = pytest.mark.django_db


def rate(case, by, level=2, area=None):
    return services.rate_area(
        case=case, area_version_id=area or area_ids(case)[0], level=level, by=by, at=NOON
    )


def test_a_level_may_change_until_it_is_handed_in():
    case, person = an_admitted_case()
    rate(case, person, 1)

    rate(case, person, 3)

    assert queries.list_rated_levels(case.pk) == {area_ids(case)[0]: 3}


def test_nobody_rates_another_person():
    case, _person = an_admitted_case()

    with pytest.raises(services.NotYourOwnRatingError):
        rate(case, an_account(a_person("Vera", "Kopplin")))


def test_an_area_of_another_product_is_not_rated():
    case, person = an_admitted_case()

    with pytest.raises(services.UnknownAreaError):
        rate(case, person, area=find_area_version("CN01").pk)


def test_nothing_is_rated_before_the_case_has_begun():
    case = a_case()

    with pytest.raises(services.WrongStateError):
        rate(case, an_account(case.person))


def test_what_is_handed_in_becomes_statements_that_prove_nothing():
    case, person = an_admitted_case()
    rate_everything(case, person, level=3)

    services.submit_self_rating(case=case, by=person, at=NOON)

    stated = list_current([case.person_id], on=TODAY)
    assert [(s.kind, s.level, s.is_released) for s in stated] == [("self_rated", 3, False)] * 2
    assert case.state == CaseState.MAPPED


def test_an_area_without_a_level_is_named_by_its_place():
    case, person = an_admitted_case()
    rate(case, person)

    with pytest.raises(services.AreasUnratedError) as refused:
        services.submit_self_rating(case=case, by=person, at=NOON)

    assert refused.value.numbers == (2,)
    assert "2" in str(refused.value)
    assert list_current([case.person_id], on=TODAY) == []


def test_what_is_handed_in_can_not_be_handed_in_again():
    case, person = an_admitted_case()
    rate_everything(case, person)
    services.submit_self_rating(case=case, by=person, at=NOON)

    with pytest.raises(services.AlreadySubmittedError):
        services.submit_self_rating(case=case, by=person, at=NOON)

    assert len(list_current([case.person_id], on=TODAY)) == 2


def test_what_is_handed_in_does_not_change():
    case, person = an_admitted_case()
    rate_everything(case, person, level=2)
    services.submit_self_rating(case=case, by=person, at=NOON)

    with pytest.raises(services.AlreadySubmittedError):
        rate(case, person, 4)

    assert set(queries.list_rated_levels(case.pk).values()) == {2}
