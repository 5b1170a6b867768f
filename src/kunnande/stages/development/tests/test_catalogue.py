from decimal import Decimal

import pytest

from kunnande.stages.development.models import Course
from kunnande.stages.development.services import (
    NotYourCatalogueError,
    RefusedCatalogueError,
    import_course_list,
    import_courses,
    withdraw_course,
)
from kunnande.stages.development.tests.builders import a_course, a_course_package, a_provider
from kunnande.stages.framework.tests.builders import an_imported_scheme
from kunnande.stages.parties.tests.builders import NOON, a_person, an_account

pytestmark = pytest.mark.django_db

HEADINGS = "Kurskod;Kurs;Områden;Timmar;Form;Minsta grupp;Största grupp;Pris per grupp"


@pytest.fixture(autouse=True)
def _areas():
    an_imported_scheme()


def test_a_package_is_taken_in_once_however_often_it_is_read():
    provider, user = a_provider()
    a_course(provider, user, NOON)

    course = a_course(provider, user, NOON, hours=12)

    assert (Course.objects.get(), course.hours) == (course, Decimal(12))
    assert [(area.area.code, area.highest_level) for area in course.areas.all()] == [("IT07", 2)]


def test_a_sample_says_that_it_is_one():
    provider, user = a_provider()

    assert a_course(provider, user, NOON).is_sample


def test_nobody_else_changes_a_catalogue():
    provider, _user = a_provider()

    with pytest.raises(NotYourCatalogueError):
        import_courses(
            package=a_course_package(),
            providers={"training_company": provider},
            by=an_account(a_person()),
            at=NOON,
        )


def test_a_list_becomes_courses():
    provider, user = a_provider()
    content = f"{HEADINGS}\nM1;Mäta;IT07:3, IT08;7,5;Verkstad;2;8;18 000\n".encode()

    read = import_course_list(
        provider=provider, file_name="kurser.csv", content=content, by=user, at=NOON
    )

    course = Course.objects.get()
    assert not read.problems
    assert (course.hours, course.form, course.price_per_group) == (
        Decimal("7.5"),
        "workshop",
        18000,
    )
    assert [(a.area.code, a.highest_level) for a in course.areas.all()] == [
        ("IT07", 3),
        ("IT08", 2),
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("M1;Mäta;XX99;7;;;;", "Områden"),
        ("M1;Mäta;IT07:5;7;;;;", "Områden"),
        ("M1;Mäta;IT07,IT07;7;;;;", "Områden"),
        ("M1;Mäta;;7;;;;", "Områden"),
        ("M1;Mäta;IT07;noll;;;;", "Timmar"),
        ("M1;Mäta;IT07;-1;;;;", "Timmar"),
        ("M1;Mäta;IT07;NaN;;;;", "Timmar"),
        ("M1;Mäta;IT07;7;Ute;;;", "Form"),
        ("M1;Mäta;IT07;7;;två;;", "Minsta grupp"),
        ("M1;Mäta;IT07;7;;9;2;", "Största grupp"),
        (";Mäta;IT07;7;;;;", "Kurskod"),
    ],
)
def test_one_bad_row_stops_the_whole_list(row, column):
    provider, user = a_provider()
    content = f"{HEADINGS}\nM0;Rita;IT08;7;;;;\n{row}\n".encode()

    read = import_course_list(
        provider=provider, file_name="kurser.csv", content=content, by=user, at=NOON
    )

    assert [problem.column for problem in read.problems] == [column]
    assert not Course.objects.exists()


def test_a_list_without_what_it_needs_says_which_column():
    provider, user = a_provider()

    read = import_course_list(
        provider=provider, file_name="kurser.csv", content=b"Kurs\nRita\n", by=user, at=NOON
    )

    assert "Kurskod" in read.problems[0].rule


def test_the_same_code_twice_is_a_problem():
    provider, user = a_provider()
    content = f"{HEADINGS}\nM1;Mäta;IT07;7;;;;\nM1;Rita;IT08;7;;;;\n".encode()

    read = import_course_list(
        provider=provider, file_name="kurser.csv", content=content, by=user, at=NOON
    )

    assert "M1" in read.problems[0].rule


def test_what_is_no_list_is_refused():
    provider, user = a_provider()

    with pytest.raises(RefusedCatalogueError):
        import_course_list(
            provider=provider, file_name="kurser.xlsx", content=b"PK nej", by=user, at=NOON
        )


def test_a_withdrawn_course_stays_on_record():
    provider, user = a_provider()
    course = a_course(provider, user, NOON)

    withdraw_course(course=course, by=user, at=NOON)

    assert not Course.objects.get().is_offered
