import pytest

from kunnande.stages.framework.queries import get_version
from kunnande.stages.itembank.queries import list_blueprints
from kunnande.stages.itembank.services import BankTooSmallError
from kunnande.stages.testing import services
from kunnande.stages.testing.queries import get_progress, list_area_results

from .acts import MASTERED, questions_of, what_to_post
from .people import Browser

pytestmark = pytest.mark.django_db


def test_the_long_form_is_refused_by_name_while_the_bank_is_small(mapped, around, clock):
    on = clock.day(10).date()
    (long_form,) = [
        blueprint
        for blueprint in list_blueprints(get_version("industriteknik-bas", "2026.1").pk, on)
        if blueprint.code == "industriteknik-bas-long"
    ]

    with pytest.raises(BankTooSmallError, match="IT01 har 14 av 19"):
        services.plan_sitting(
            case=mapped,
            blueprint=long_form,
            centre=around.centre,
            takes_place_on=on,
            by=around.torsten,
            at=clock.moment,
        )


def test_it_begins_on_its_day_and_no_other(planned, amina, clock):
    with pytest.raises(services.NotTodayError):
        services.start_sitting(sitting=planned, by=amina, at=clock.day(9))


def test_five_items_are_drawn_from_each_area(half_done):
    codes = [placed.area_version.area.code for placed in questions_of(half_done)]

    assert sorted(codes) == ["IT07"] * 5 + ["IT08"] * 5


def test_every_answer_is_there_after_the_browser_was_closed(half_done, amina):
    page = Browser(amina).read("testing:question", half_done.pk, 6)

    assert "6 av 10 besvarade" in page
    assert "Sparat" in page


def test_beginning_again_goes_on_with_the_same_form_and_deadline(half_done, amina, clock):
    resumed = services.start_sitting(sitting=half_done, by=amina, at=clock.moment)

    assert resumed.deadline_at == half_done.deadline_at
    assert get_progress(resumed).answered == 6


def test_no_answer_is_taken_after_the_test_is_handed_in(handed_in, amina, clock):
    first = questions_of(handed_in)[0]

    with pytest.raises(services.NotRunningError):
        services.save_answer(
            sitting=handed_in,
            position=1,
            posted=what_to_post(first, "sv", MASTERED),
            by=amina,
            at=clock.moment,
        )


def test_the_server_scores_each_area_by_itself(handed_in, case):
    results = {row.code: row for row in list_area_results(case.pk)}

    assert results["IT07"].is_met
    assert results["IT07"].percent == 100
    assert not results["IT08"].is_met
