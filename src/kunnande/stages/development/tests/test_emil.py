from decimal import Decimal

import pytest

from kunnande.stages.development.models import Course
from kunnande.stages.development.services import (
    NotYourCatalogueError,
    RefusedCatalogueError,
    import_course_list,
    preview_course_list,
)
from kunnande.stages.development.tests.builders import a_provider
from kunnande.stages.development.tests.emil import EMIL, TAGS
from kunnande.stages.framework.tests.builders import an_imported_scheme
from kunnande.stages.parties.tests.builders import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    an_imported_scheme()
    return a_provider()


def take_in(provider, content=EMIL, *, act=import_course_list, areas=TAGS):
    organisation, user = provider
    return act(
        provider=organisation,
        file_name="utbud.XML",
        content=content,
        areas=areas,
        by=user,
        at=NOON,
    )


def changed(before, after):
    assert before.encode() in EMIL
    return EMIL.replace(before.encode(), after.encode())


def test_what_an_emil_document_says_of_a_course_is_kept(provider):
    take_in(provider)

    course = Course.objects.get()
    assert (course.code, course.title_sv, course.title_en) == (
        "i.kv.matteknik",
        "Mätteknik, grund",
        "Measuring, basic",
    )
    assert (course.hours, course.largest_group, course.price_per_person) == (Decimal(24), 12, 7900)
    assert course.provider_kind == "vocational_higher_education"
    assert course.prerequisites == ["Du kan läsa en ritning."]
    assert course.web_address == "https://kursverkstan.example/matteknik"
    assert [(a.area.code, a.highest_level) for a in course.areas.all()] == [
        ("IT07", 2),
        ("IT08", 3),
    ]


def test_a_preview_shows_every_course_and_keeps_none(provider):
    read = take_in(provider, act=preview_course_list)

    assert [row.title_sv for row in read.rows] == ["Mätteknik, grund"]
    assert [row.title_sv for row in read.untagged] == ["Keramik på kvällstid"]
    assert not Course.objects.exists()


def test_the_same_document_again_makes_nothing_twice_and_remembers_the_areas(provider):
    take_in(provider)

    read = take_in(provider, changed("Mätteknik, grund", "Mätteknik"), areas={})

    assert read.rows[0].areas_in_words == "IT07:2, IT08:3"
    assert Course.objects.get().title_sv == "Mätteknik"


def test_a_document_in_which_nobody_has_said_an_area_is_refused(provider):
    with pytest.raises(RefusedCatalogueError, match="område"):
        take_in(provider, areas={})


@pytest.mark.parametrize(
    ("before", "after", "column"),
    [
        ("<length>3</length>", "<length>tre</length>", "Timmar"),
        ("<code>days</code>", "<code>years</code>", "Timmar"),
        ("<length>3</length>", "<length>1e9</length>", "Timmar"),
        ("<totalAmount>7900", "<totalAmount>gratis", "Pris per person"),
        ("<totalAmount>7900", "<totalAmount>NaN", "Pris per person"),
        ("2030-01-01", "2020-01-01", "Kurskod"),
        ("i.kv.keramik", "i.kv.matteknik", "Kurskod"),
    ],
)
def test_a_course_that_does_not_hold_together_is_named_and_nothing_is_kept(
    provider, before, after, column
):
    read = take_in(provider, changed(before, after))

    assert column in {problem.column for problem in read.problems}
    assert not Course.objects.exists()


def test_an_area_nobody_knows_is_a_problem(provider):
    read = take_in(provider, areas={"i.kv.matteknik": "XX99"})

    assert [(problem.row, problem.column) for problem in read.problems] == [(1, "Områden")]


def test_a_course_without_an_area_stops_nobody(provider):
    read = take_in(provider, act=preview_course_list, areas={"i.kv.matteknik": ""})

    assert not read.problems
    assert len(read.untagged) == 2


BOMB = b'<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;">]>'
FILE = b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hej",
        b"<emil/>",
        BOMB + b"<educationInfo><title>&c;</title></educationInfo>",
        FILE + b"<educationInfo><title>&f;</title></educationInfo>",
        b'<!DOCTYPE a SYSTEM "http://example.se/a.dtd"><educationInfo/>',
        b"<a>" * 60 + b"</a>" * 60,
        b"<a>" * 500_000,
        b"<emil>" + b"<a/>" * 200_001 + b"</emil>",
        b"<emil>" + b"<educationInfo/>" * 501 + b"</emil>",
        b" " * (5 * 1024 * 1024 + 1),
        b'<?xml version="1.0" encoding="shift_jis"?><educationInfo/>',
        b'<?xml version="1.0" encoding="ingen"?><educationInfo/>',
        EMIL[:-20],
        EMIL.decode().encode("utf-16")[1:],
    ],
)
def test_what_is_hostile_or_no_emil_is_refused(provider, content):
    with pytest.raises(RefusedCatalogueError):
        take_in(provider, content)


def test_nobody_else_previews_a_providers_file(provider):
    _organisation, stranger = a_provider("Andra")

    with pytest.raises(NotYourCatalogueError):
        take_in((provider[0], stranger), act=preview_course_list)
