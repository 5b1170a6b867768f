import pytest
from django.db import Error, connection, transaction

from kunnande.stages.framework.queries import get_version
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties.tests.builders import NOON, a_service_user
from kunnande.stages.practice import services
from kunnande.stages.practice.models import PracticalCriterion, ProtocolVersion
from kunnande.stages.practice.queries import list_areas_tried, list_protocols_of
from kunnande.stages.practice.tests.builders import (
    a_criterion,
    a_product_with_practice,
    a_protocol,
    a_protocol_package,
    uses_of_a_protocol,
)

pytestmark = pytest.mark.django_db


def bring(*protocols, version=None):
    version = version or get_version("teknik-bas", "1")
    return services.import_protocols(
        package=a_protocol_package(*protocols),
        products=uses_of_a_protocol(),
        scheme=version.product.scheme,
        by=a_service_user(),
        at=NOON,
    )


def test_a_product_tries_the_areas_it_names_by_the_protocol():
    version = a_product_with_practice()

    (row,) = list_protocols_of(version.pk)

    assert [area.code for area in list_areas_tried(row)] == ["IT07", "IT08"]


def test_the_same_protocol_again_changes_nothing():
    a_product_with_practice()

    bring(a_protocol())

    assert ProtocolVersion.objects.count() == 1


def test_a_published_protocol_is_not_changed_by_an_import():
    a_product_with_practice()

    with pytest.raises(services.ProtocolPublishedError):
        bring(a_protocol(total_minutes=60, assessors=2))


def test_a_draft_is_replaced_by_an_import():
    a_published_version()
    bring(a_protocol())

    bring(a_protocol(assessors=2))

    assert ProtocolVersion.objects.get().assessors_needed == 2
    assert PracticalCriterion.objects.count() == 5


def test_a_changed_protocol_is_a_version_of_its_own_and_the_newest_is_used():
    version = a_product_with_practice()
    (newer,) = bring(a_protocol(assessors=2, version="2"))
    services.publish_protocol(version=newer, by=a_service_user(), at=NOON.replace(hour=12))

    assert [row.protocol_version.version for row in list_protocols_of(version.pk)] == ["2"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"criteria": [a_criterion(1, "XX01.1")]}, "XX01.1"),
        ({"total_minutes": 61}, "tidsplanen"),
        ({"assessors": 3}, "bedömare"),
        ({"criteria": [{**a_criterion(1, "IT07.1"), "descriptors": []}]}, "beskrivas"),
    ],
)
def test_a_protocol_that_does_not_hold_together_is_refused(wrong, words):
    a_published_version()

    with pytest.raises(services.ImproperProtocolError, match=words):
        bring(a_protocol(**wrong))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE practice_protocolversion SET minimum_percent = 1",
        "UPDATE practice_practicalcriterion SET weight = 9",
        "UPDATE practice_descriptor SET text_sv = 'Ny'",
        "DELETE FROM practice_safetystop",
        "DELETE FROM practice_productprotocol",
    ],
)
def test_the_database_keeps_a_published_protocol_as_it_was(change):
    a_product_with_practice()

    with pytest.raises(Error, match="frozen"), transaction.atomic():
        connection.cursor().execute(change)
