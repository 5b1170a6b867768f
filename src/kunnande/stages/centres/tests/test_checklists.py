import pytest
from django.db import IntegrityError, connection, transaction

from kunnande.stages.centres import services
from kunnande.stages.centres.models import ChecklistRequirement
from kunnande.stages.centres.tests.builders import (
    FIRST_DAY,
    REQUIREMENTS,
    TERMS,
    a_checklist,
    a_role_at,
    noon,
)
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.parties.queries import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return a_published_version().product


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE centres_checklistrequirement SET text_sv = 'lättare'",
        "DELETE FROM centres_checklistrequirement",
        "UPDATE centres_checklistversion SET first_months = 600",
    ],
)
def test_a_published_checklist_is_frozen(product, change):
    a_checklist(product)

    with (
        pytest.raises(IntegrityError, match="frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_nothing_is_added_to_a_published_checklist(product):
    checklist = a_checklist(product)

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        ChecklistRequirement.objects.create(
            checklist=checklist, position=9, code="K9", quality_factor="mapping", text_sv="Mer."
        )


@pytest.mark.parametrize(
    ("requirements", "words"),
    [([], "minst ett krav"), ([REQUIREMENTS[0], REQUIREMENTS[0]], "egen kod")],
)
def test_a_checklist_says_something_and_each_thing_once(product, requirements, words):
    with pytest.raises(services.ImproperChecklistError, match=words):
        services.publish_checklist(
            product=product,
            version="1",
            valid_from=FIRST_DAY,
            terms=TERMS,
            requirements=requirements,
            by=a_role_at(product.scheme.owner, Role.SCHEME_OWNER),
            at=noon(FIRST_DAY),
        )
