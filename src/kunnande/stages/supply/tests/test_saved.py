import pytest

from kunnande.stages.parties.tests.builders import NOON, a_member, an_organisation
from kunnande.stages.supply import services
from kunnande.stages.supply.queries import get_level_words, list_saved_views
from kunnande.stages.supply.tests.builders import a_company

pytestmark = pytest.mark.django_db
MEANINGS = ["Inget", "Känner till", "Med stöd", "Själv", "Lär andra"]


@pytest.fixture
def company():
    return a_company()


def save(company, by=None, **selection):
    return services.save_view(
        organisation=company.organisation,
        name="Natten",
        selection=selection,
        by=by or company.chief,
        at=NOON,
    )


def call_levels(company, scale, signs=("",) * 5, meanings=MEANINGS):
    return services.set_level_words(
        organisation=company.organisation,
        scale=scale,
        signs=signs,
        meanings=meanings,
        by=company.chief,
        at=NOON,
    )


def test_a_saved_view_keeps_what_narrows_and_nothing_empty(company):
    save(company, shift="Natt", team="")

    (view,) = list_saved_views(company.organisation.pk)

    assert (view.name, view.selection) == ("Natten", {"shift": "Natt"})


def test_the_same_name_takes_the_new_selection(company):
    save(company, shift="Natt")

    save(company, team="Skift 2")

    (view,) = list_saved_views(company.organisation.pk)
    assert view.selection == {"team": "Skift 2"}


def test_nobody_saves_a_view_for_another_company(company):
    with pytest.raises(services.NotYourCompanyError):
        save(company, by=a_member(an_organisation("Andra AB")))


def test_a_forgotten_view_is_gone(company):
    services.forget_view(view=save(company, team="Skift 1"), by=company.chief, at=NOON)

    assert list_saved_views(company.organisation.pk) == []


def test_digits_hold_until_a_company_has_said_otherwise(company):
    assert get_level_words(company.organisation.pk).signs == ("0", "1", "2", "3", "4")


def test_iluo_brings_its_own_signs(company):
    call_levels(company, "iluo")

    assert get_level_words(company.organisation.pk).signs == ("0", "I", "L", "U", "O")


@pytest.mark.parametrize(
    ("signs", "meanings"),
    [("AABCD", MEANINGS), (["", "A", "B", "C", "D"], MEANINGS), ("ABCDE", ["", *MEANINGS[1:]])],
)
def test_every_level_has_its_own_sign_and_a_meaning(company, signs, meanings):
    with pytest.raises(services.ImproperWordsError):
        call_levels(company, "own", list(signs), meanings)
