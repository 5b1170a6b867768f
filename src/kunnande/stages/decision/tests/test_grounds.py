"""What was shown in an earlier version of an area decides where the product accepts it."""

from copy import deepcopy

import pytest

from kunnande.stages.cases.services import open_case
from kunnande.stages.decision.queries import AreaOutcome, list_grounds
from kunnande.stages.framework.queries import get_version
from kunnande.stages.framework.services import publish_version
from kunnande.stages.framework.tests.builders import (
    a_package,
    a_published_version,
    an_area,
    an_imported_scheme,
)
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_service_user,
    an_employee,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def a_newer_product(earlier, accepts):
    """Publish a product with a version 2 of IT07 that accepts these of its versions."""
    package = a_package(product="teknik-ny")
    package["areas"]["areas"].append({**an_area("IT07"), "version": "2", "accepts": accepts})
    package["products"]["products"][0]["versions"][0]["areas"][0]["version"] = "2"
    an_imported_scheme(deepcopy(package), owner=earlier.product.scheme.owner)
    draft = get_version("teknik-ny", "1")
    return publish_version(version=draft, by=a_service_user(), at=NOON)


def grounds_of(person, company, product):
    case = open_case(
        person=person,
        product_version_id=product.pk,
        employer=company,
        by=a_member(company),
        at=NOON,
    )
    return {ground.area.code: ground for ground in list_grounds(case, on=TODAY)}


@pytest.mark.parametrize(
    ("accepts", "outcome", "proofs"),
    [(["1"], AreaOutcome.MET, 1), ([], AreaOutcome.NOT_TESTED, 0)],
)
def test_an_earlier_version_decides_only_where_it_is_accepted(accepts, outcome, proofs):
    company, earlier = an_organisation(), a_published_version()
    person = an_employee(company)
    shown = a_statement(person, area="IT07", level=3)

    grounds = grounds_of(person, company, a_newer_product(earlier, accepts))

    assert grounds["IT07"].outcome == outcome
    assert len(grounds["IT07"].proofs) == proofs
    assert grounds["IT07"].statement_id == (shown.pk if proofs else None)
    assert grounds["IT08"].outcome == AreaOutcome.NOT_TESTED
