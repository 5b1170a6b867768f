from datetime import timedelta

import pytest

from kunnande.stages.cases import services
from kunnande.stages.cases.tests.builders import a_case, area_ids
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_service_user
from kunnande.stages.trail.models import Entry

pytestmark = pytest.mark.django_db

LATER = TODAY + timedelta(days=14)


def set_retake(case, areas, earliest_on=LATER):
    return services.set_retake(
        case=case, earliest_on=earliest_on, area_version_ids=areas, by=a_service_user(), at=NOON
    )


def test_a_case_says_what_remains_and_from_which_day():
    case = a_case()
    missing = area_ids(case)[:1]

    set_retake(case, missing)

    case.refresh_from_db()
    assert (case.retake_earliest_on, case.retake_area_version_ids) == (LATER, missing)


def test_a_case_where_all_is_met_has_no_day():
    case = set_retake(a_case(), [])

    case.refresh_from_db()
    assert (case.retake_earliest_on, case.retake_area_version_ids) == (None, [])


def test_an_area_of_another_product_can_not_remain():
    case = a_case()

    with pytest.raises(services.UnknownAreaError):
        set_retake(case, [0])


def test_the_trail_tells_how_many_areas_remain():
    case = a_case()

    set_retake(case, area_ids(case))

    entry = Entry.objects.get(act="retake_set")
    assert (entry.chain, entry.facts["areas"]) == (case.trail_name, len(area_ids(case)))
