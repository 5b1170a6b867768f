"""What is shown in an earlier version of an area counts where the version in force accepts it."""

from copy import deepcopy

import pytest

from kunnande.stages.framework.queries import find_area_version, get_version
from kunnande.stages.framework.services import publish_version
from kunnande.stages.framework.tests.builders import a_package, an_area, an_imported_scheme
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_service_user
from kunnande.stages.supply import services
from kunnande.stages.supply.queries import Selection, get_matrix
from kunnande.stages.supply.tests.builders import a_company

pytestmark = pytest.mark.django_db


def publish(accepts=None):
    """Publish a product: with version 1 of its areas, or with a version 2 that accepts these."""
    package = a_package(product="teknik-bas" if accepts is None else "teknik-ny")
    if accepts is not None:
        newer = {**an_area("IT07"), "version": "2", "accepts": accepts}
        package["areas"]["areas"].append(newer)
        places = package["products"]["products"][0]["versions"][0]["areas"]
        places[0]["version"] = "2"
    owner = find_area_version("IT07").area.scheme.owner
    an_imported_scheme(deepcopy(package), owner=owner)
    code = package["products"]["products"][0]["id"]
    publish_version(version=get_version(code, "1"), by=a_service_user(), at=NOON)


@pytest.mark.parametrize(("accepts", "state"), [(["1"], "met"), ([], "remaining")])
def test_an_earlier_version_counts_where_it_is_accepted(accepts, state):
    company = a_company()
    person = company.operator()
    a_statement(person, area="IT07", level=3)
    publish(accepts)

    (row,) = get_matrix(company.organisation, Selection(), on=TODAY).rows

    assert row.cells[0].state == state


def test_it_counts_too_while_its_own_version_is_still_in_force():
    company = a_company()
    person = company.operator()
    a_statement(person, area="IT07", level=3)
    publish()
    publish(accepts=[])

    (row,) = get_matrix(company.organisation, Selection(), on=TODAY).rows

    assert row.cells[0].state == "met"


def test_the_square_shows_what_no_longer_counts_and_says_so():
    company = a_company()
    person = company.operator()
    a_statement(person, area="IT07", level=3)
    publish(accepts=[])

    page = services.show_cell(
        organisation=company.organisation,
        person_id=person.pk,
        area_id=find_area_version("IT07").area_id,
        by=company.chief,
        at=NOON,
    )

    assert page.cell.state == "remaining"
    assert [proof.counts for proof in page.proofs] == [False]
