import pytest

from kunnande.stages.cases.services import DisclosureUnansweredError, admit
from kunnande.stages.disclosure.queries import find_answer, get_agreement_in_force

from .people import Browser, person_of

pytestmark = pytest.mark.django_db


def test_an_agreement_stands_before_any_test(case, company, clock):
    agreement = get_agreement_in_force(company.pk, on=clock.moment.date())

    assert agreement.extent == "areas_met"
    assert case.state == "registered"


def test_nobody_goes_on_before_they_have_answered(case, amina, clock):
    with pytest.raises(DisclosureUnansweredError):
        admit(case=case, by=amina, at=clock.moment)


def test_the_page_tells_it_in_plain_words(case, company, amina):
    page = Browser(amina).read("disclosure:agreement", company.pk)

    assert "Om varje område är uppfyllt eller återstår." in page
    assert company.organisation.name in page


def test_amina_says_yes(agreed, company, amina, clock):
    answer = find_answer(person_of(amina).pk, company.pk, on=clock.moment.date())

    assert answer is not None
    assert answer.accepted
