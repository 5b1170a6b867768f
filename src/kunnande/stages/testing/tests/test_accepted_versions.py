"""A case against a newer version of an area, by somebody who has shown the earlier one."""

import pytest

from kunnande.stages.cases import services as cases
from kunnande.stages.cases.queries import find_case_by_id
from kunnande.stages.framework.queries import find_area_version, get_version
from kunnande.stages.framework.services import import_scheme, publish_version
from kunnande.stages.framework.tests.builders import a_package, an_area
from kunnande.stages.itembank.queries import list_blueprints
from kunnande.stages.itembank.services import import_blueprints
from kunnande.stages.itembank.tests.builders import a_form
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_person, a_service_user
from kunnande.stages.testing.queries import list_remaining_areas

pytestmark = pytest.mark.django_db


def a_newer_product(accepts):
    """Publish a product whose IT07 is a version 2, with a form of its own."""
    package = a_package(product="teknik-ny")
    package["areas"]["areas"].append({**an_area("IT07"), "version": "2", "accepts": accepts})
    (product,) = package["products"]["products"]
    product["versions"][0]["areas"][0]["version"] = "2"
    product["versions"][0]["forms"] = [a_form("few", items=2)]
    acting = {"by": a_service_user(), "at": NOON}
    owner = find_area_version("IT07").area.scheme.owner
    import_scheme(package=package, owner=owner, **acting)
    import_blueprints(package=package["products"], **acting)
    return publish_version(version=get_version("teknik-ny", "1"), **acting)


@pytest.mark.parametrize(("accepts", "remaining"), [(["1"], ["IT08"]), ([], ["IT07", "IT08"])])
def test_an_area_shown_in_an_accepted_version_is_not_tested_again(accepts, remaining):
    person = a_person()
    a_statement(person, area="IT07", level=2)
    version = a_newer_product(accepts)
    case = cases.open_case(
        person=person, product_version_id=version.pk, by=a_service_user(), at=NOON
    )
    (blueprint,) = list_blueprints(version.pk, TODAY)

    tested = list_remaining_areas(find_case_by_id(case.pk), blueprint, on=TODAY)

    names = {find_area_version(code, v).pk: code for code, v in (("IT07", "2"), ("IT08", "1"))}
    assert sorted(names[area] for area in tested) == remaining
