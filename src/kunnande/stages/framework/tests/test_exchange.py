"""A scheme goes out as a file and comes in again as the same scheme."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from django.db import transaction

from kunnande.stages.framework import queries, services
from kunnande.stages.framework.models import AreaVersion, Level, ProductVersion
from kunnande.stages.framework.tests import builders

pytestmark = pytest.mark.django_db

CONTENT = Path(__file__).parents[3] / "site" / "content" / "scheme"
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
REQUIRED_OF_ALL = {"identifier", "uri", "lastChangeDateTime"}


@pytest.fixture(scope="module")
def sample():
    names = ("areas", "levels", "products")
    read = {name: (CONTENT / f"{name}.yaml").read_text(encoding="utf-8") for name in names}
    return {name: yaml.load(text, Loader=yaml.CSafeLoader) for name, text in read.items()}


def out_and_in(package):
    """Return what comes out of an installation, and out of another it was taken into."""
    out = []
    for given in (package, None):
        with transaction.atomic():
            scheme = builders.an_imported_scheme(given or out[0])
            out.append(queries.get_package(scheme))
            transaction.set_rollback(True)
    return out


def case_of(package):
    document = queries.get_case_document(package, creator="Ägaren", changed_at=AT)
    return json.loads(json.dumps(document))


def two_versions_of_an_area():
    package = builders.a_package()
    newer = {**builders.an_area("IT07"), "version": "2", "accepts": ["1"]}
    package["areas"]["areas"].append(newer)
    row = package["products"]["products"][0]["versions"][0]["areas"][0]
    row["version"] = "2"
    return package


def test_the_whole_sample_scheme_comes_in_again_as_it_went_out(sample):
    first, second = out_and_in(sample)

    assert len(first["areas"]["areas"]) == 32
    assert len(first["products"]["products"]) == 5
    assert second == first


def test_what_goes_out_as_case_comes_in_again_as_the_same_package(sample):
    package = queries.get_package(builders.an_imported_scheme(sample))

    assert services.read_case(case_of(package)) == package


def test_nothing_is_written_when_a_scheme_takes_in_its_own_file():
    scheme = builders.an_imported_scheme()
    before = [list(table.objects.values()) for table in (AreaVersion, Level, ProductVersion)]

    again = builders.an_imported_scheme(queries.get_package(scheme), owner=scheme.owner)

    after = [list(table.objects.values()) for table in (AreaVersion, Level, ProductVersion)]
    assert again == scheme
    assert after == before


def test_every_object_of_case_has_what_the_standard_requires(sample):
    document = case_of(queries.get_package(builders.an_imported_scheme(sample)))
    items, about = document["CFItems"], document["CFDocument"]
    objects = [about, *items, *document["CFAssociations"], *document["CFRubrics"]]
    objects += document["CFDefinitions"]["CFItemTypes"]

    assert (len(items), about["caseVersion"]) == (32 + 195, "1.1")
    assert {"creator", "title"} <= set(about)
    assert all(item["fullStatement"] for item in items)
    assert all(set(found) >= REQUIRED_OF_ALL for found in objects)
    assert {UUID(found["identifier"]).version for found in objects} == {5}
    assert len({found["identifier"] for found in objects}) == len(objects)


def test_every_item_of_case_hangs_on_the_document(sample):
    document = case_of(queries.get_package(builders.an_imported_scheme(sample)))

    parents = {
        row["originNodeURI"]["identifier"]: row["destinationNodeURI"]["identifier"]
        for row in document["CFAssociations"]
        if row["associationType"] == "isChildOf"
    }

    for item in document["CFItems"]:
        above = parents[item["identifier"]]
        assert document["CFDocument"]["identifier"] in {above, parents.get(above)}


def test_identifiers_of_case_stay_the_same_at_every_export():
    package = queries.get_package(builders.an_imported_scheme())

    first = case_of(package)
    later = queries.get_case_document(package, creator="Ägaren", changed_at=AT.replace(year=2027))

    assert [i["identifier"] for i in first["CFItems"]] == [
        i["identifier"] for i in later["CFItems"]
    ]


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda case: case.pop("CFDocument"), "CFDocument: saknas"),
        (lambda case: case["CFItems"][0].pop("fullStatement"), r"CFItems\[0\].fullStatement"),
        (lambda case: case["CFItems"][0].update(identifier="1"), r"CFItems\[0\].identifier"),
        (lambda case: case["CFDocument"].pop("extensions"), "CFDocument.extensions.kunnande"),
        (lambda case: case["CFItems"][3].pop("extensions"), "CFItems.extensions.kunnande: saknas"),
        (lambda case: case["CFDocument"].update(caseVersion="1.0"), "caseVersion: ska vara 1.1"),
        (lambda case: case["CFItems"].pop(), r"CFAssociations\[.*\]: pekar på något som saknas"),
        (lambda case: case["CFRubrics"].pop(), "Egen bedömning"),
        (lambda case: case.update(CFItems=[1]), r"CFItems\[0\]: är inte en post"),
    ],
)
def test_a_foreign_case_file_is_refused_by_what_it_lacks(spoil, named):
    case = copy.deepcopy(case_of(queries.get_package(builders.an_imported_scheme())))
    spoil(case)

    with pytest.raises(services.ImproperSchemeError, match=named):
        services.read_case(case)


def test_a_new_version_of_an_area_says_which_earlier_it_accepts():
    builders.an_imported_scheme(two_versions_of_an_area())

    newer = queries.find_area_version("IT07", "2")
    older = queries.find_area_version("IT07", "1")

    assert queries.accepted_version_ids(newer.pk) == {newer.pk, older.pk}
    assert queries.list_areas_of(queries.get_version("teknik-bas", "1").pk)[0].area_version_id == (
        newer.pk
    )


def test_versions_of_areas_and_what_they_accept_come_in_again():
    first, second = out_and_in(two_versions_of_an_area())

    accepts = {(a["id"], a["version"]): a["accepts"] for a in first["areas"]["areas"]}
    assert (accepts["IT07", "2"], accepts["IT07", "1"]) == (["1"], [])
    assert second == first
    assert services.read_case(case_of(first)) == first


@pytest.mark.parametrize(
    ("accepts", "named"),
    [
        (["7"], r"areas\[IT07\].accepts: versionen 7 finns inte"),
        (["2"], "godta sig själv"),
        ("1", "lista med versioner"),
    ],
)
def test_a_version_accepts_only_versions_that_are_there(accepts, named):
    package = two_versions_of_an_area()
    package["areas"]["areas"][-1]["accepts"] = accepts

    with pytest.raises(services.ImproperSchemeError, match=named):
        builders.an_imported_scheme(package)


def test_a_product_names_the_version_where_an_area_has_several():
    package = two_versions_of_an_area()
    del package["products"]["products"][0]["versions"][0]["areas"][0]["version"]

    with pytest.raises(services.ImproperSchemeError, match="flera versioner"):
        builders.an_imported_scheme(package)


def test_what_a_published_version_accepts_is_frozen():
    package = two_versions_of_an_area()
    scheme = builders.an_imported_scheme(package)
    draft = queries.get_version("teknik-bas", "1")
    services.publish_version(version=draft, by=builders.a_service_user(), at=builders.NOON)
    package["areas"]["areas"][-1]["accepts"] = []

    with pytest.raises(services.ImproperSchemeError, match=r"accepts: är publicerat"):
        builders.an_imported_scheme(package, owner=scheme.owner)


def test_what_counts_is_what_is_in_force_and_what_that_accepts():
    builders.an_imported_scheme(two_versions_of_an_area())
    newer, older = (queries.find_area_version("IT07", version) for version in ("2", "1"))
    draft = queries.get_version("teknik-bas", "1")

    before = queries.list_counting_versions([newer.area_id], AT.date())
    services.publish_version(version=draft, by=builders.a_service_user(), at=builders.NOON)

    assert before == {}
    assert queries.list_counting_versions([newer.area_id], AT.date()) == {
        newer.area_id: {newer.pk, older.pk}
    }
