import json
from datetime import UTC, date, datetime

import pytest
import yaml
from django.db import transaction

from kunnande.site.content import exchange
from kunnande.site.content.publish import publish_sample_scheme, read_content
from kunnande.stages.framework.models import Scheme
from kunnande.stages.framework.services import ImproperSchemeError
from kunnande.stages.framework.tests.builders import a_package
from kunnande.stages.itembank.models import Blueprint
from kunnande.stages.parties.tests.builders import NOON, a_scheme_owner, a_service_user
from kunnande.stages.requirements.models import RoleTemplate

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def taken_in(package):
    return exchange.take_in(package, owner=a_scheme_owner(), by=a_service_user(), at=NOON)


def as_file(package, kind):
    return exchange.write(package, kind, creator="Ägaren", at=AT)


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):  # noqa: ARG001  the tables must be there
    """The sample scheme as it leaves an installation where it is published."""
    with django_db_blocker.unblock(), transaction.atomic():
        published = publish_sample_scheme(owner=a_scheme_owner(), by=a_service_user(), at=NOON)
        package = exchange.take_out(published.product.scheme)
        transaction.set_rollback(True)
    return package


@pytest.mark.parametrize("kind", ["yaml", "json", "case"])
def test_a_scheme_read_from_its_file_goes_out_again_as_the_same_scheme(sample, kind):
    scheme = taken_in(exchange.read(as_file(sample, kind)))

    assert exchange.take_out(scheme) == sample


def test_forms_and_role_templates_come_along(sample):
    taken_in(sample)

    forms = sum(
        len(version.get("forms", ()))
        for product in read_content("products")["products"]
        for version in product["versions"]
    )
    assert (RoleTemplate.objects.count(), Blueprint.objects.count()) == (12, forms)


def test_what_was_published_comes_in_as_a_draft(sample):
    scheme = taken_in(sample)

    states = {
        version.state for product in scheme.products.all() for version in product.versions.all()
    }
    assert states == {"draft"}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"\xff\xfe", "går inte att läsa"),
        (b"{", "går inte att läsa"),
        (b"- a\n- b", "går inte att läsa"),
        (b"a: &a [1, 1]\nb: [*a, *a]", "går inte att läsa"),
        (b"[" * 5000, "går inte att läsa"),
        (b'{"a": ' * 5000, "går inte att läsa"),
        (b'{"a": NaN}', "går inte att läsa"),
        (b'{"a": "\\u0000"}', "går inte att läsa"),
        (b"a: 1", "format: ska vara kunnande-scheme"),
        (b'{"CFDocument": {}, "CFItems": []}', "CFItems: saknas"),
    ],
)
def test_a_file_that_holds_no_scheme_is_refused_by_what_it_lacks(content, named):
    with pytest.raises(ImproperSchemeError, match=named):
        exchange.read(content)


def test_a_file_beyond_the_limit_is_refused_unread():
    with pytest.raises(ImproperSchemeError, match="för stor"):
        exchange.read(b" " * (exchange.LARGEST + 1))


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda p: p["roles"]["roles"][0].pop("requirements"), r"roles\[0\].requirements: saknas"),
        (
            lambda p: p["roles"]["roles"][0]["requirements"][0].update(level="x"),
            r"requirements\[0\].level: är av fel sort",
        ),
        (
            lambda p: p["roles"]["roles"][0]["requirements"][0].update(area="XX"),
            "området finns inte i modellen",
        ),
        (
            lambda p: p["products"]["products"][0]["versions"][2]["forms"][0].pop("name"),
            r"versions\[2\].forms\[0\].name: saknas",
        ),
        (lambda p: p["levels"]["scale"]["levels"][0].update(iluo=7), "iluo: är av fel sort"),
        (lambda p: p["areas"]["areas"][0].update(seqf_level="x"), "seqf_level: ska vara"),
        (lambda p: p["areas"]["areas"][0].update(typical_evidence=[3]), "typical_evidence"),
    ],
)
def test_a_part_that_does_not_hold_together_is_named_and_nothing_is_stored(sample, spoil, named):
    package = json.loads(json.dumps(sample))
    spoil(package)

    with pytest.raises(ImproperSchemeError, match=named):
        taken_in(package)

    assert not Scheme.objects.exists()


def test_nobody_takes_over_a_scheme_by_naming_it(sample):
    scheme = taken_in(sample)

    with pytest.raises(ImproperSchemeError, match="hör till en annan modellägare"):
        taken_in(sample)

    assert Scheme.objects.get() == scheme


@pytest.mark.parametrize("part", ["products", "roles"])
def test_nobody_takes_over_a_part_of_a_scheme_by_naming_it(sample, part):
    scheme = taken_in(sample)
    theirs = {"format": exchange.FORMAT, **a_package(code="their")}
    if part == "products":
        theirs["products"]["products"][0]["id"] = "cnc-grund"
    else:
        (role,) = [r for r in sample["roles"]["roles"] if r["id"] == "welder"]
        row = {**role["requirements"][0], "area": "IT07"}
        theirs["roles"] = {"roles": [{**role, "requirements": [row]}]}

    with pytest.raises(ImproperSchemeError, match="hör till en annan modell"):
        taken_in(theirs)

    assert exchange.take_out(scheme) == sample


def test_days_without_quotes_are_read_as_days():
    package = {"format": exchange.FORMAT, **a_package()}
    package["products"]["products"][0]["versions"][0]["valid_from"] = date(2026, 7, 1)

    read = exchange.read(yaml.safe_dump(package).encode())

    assert read["products"]["products"][0]["versions"][0]["valid_from"] == "2026-07-01"
