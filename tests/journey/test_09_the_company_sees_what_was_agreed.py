import pytest

from kunnande.stages.framework.queries import list_areas
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.supply.queries import Selection
from kunnande.stages.supply.services import NotYourCompanyError, show_matrix

from .people import Browser, person_of

pytestmark = pytest.mark.django_db

KNOWN_TO_OTHERS = {"IT07", "IT08"}


@pytest.fixture
def states(declined, company, clock):
    """The state of each tested area, by given name and area code, as the company is shown it."""
    matrix = show_matrix(
        organisation=company.organisation,
        selection=Selection(),
        by=company.birgit,
        at=clock.moment,
    )
    return {
        (row.name.split()[0], column.code): cell.state
        for row in matrix.rows
        for column, cell in zip(matrix.columns, row.cells, strict=True)
        if column.code in KNOWN_TO_OTHERS
    }


def test_what_amina_has_shown_is_met_and_the_rest_remains(states):
    assert (states["Amina", "IT07"], states["Amina", "IT08"]) == ("met", "remaining")


def test_of_olle_who_declined_it_knows_neither_met_nor_remaining(states):
    assert {states["Olle", code] for code in KNOWN_TO_OTHERS} == {"unshared"}


def test_the_page_says_it_in_words_and_not_by_colour_alone(declined, company):
    page = Browser(company.birgit).read("supply:matrix", company.pk)

    assert "uppfyllt, nivå 2" in page
    assert "återstår, har nivå 0 av 2" in page
    assert "delas inte" in page


def test_a_cell_opens_its_proof(declined, company, amina):
    area = next(area for area in list_areas() if area.code == "IT07")

    page = Browser(company.birgit).read("supply:cell", company.pk, person_of(amina).pk, area.pk)

    assert "Verkstadsskolan" in page


def test_nobody_else_sees_the_matrix(declined, company, around, clock):
    assert not get_viewer(around.enok, on=clock.moment.date()).organisations("employer")

    with pytest.raises(NotYourCompanyError):
        show_matrix(
            organisation=company.organisation,
            selection=Selection(),
            by=around.enok,
            at=clock.moment,
        )


def test_amina_sees_who_has_looked(states, amina):
    page = Browser(amina).read("home:who_has_seen")

    assert "Birgit Plåtberg" in page
