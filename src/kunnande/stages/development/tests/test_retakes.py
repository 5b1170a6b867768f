from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kunnande.stages.booking.queries import list_bookable_employees
from kunnande.stages.booking.services import (
    CanNotBeBookedError,
    book_for_employees,
    set_release_share,
)
from kunnande.stages.booking.tests.builders import a_session, a_site
from kunnande.stages.development.queries import list_own_retakes, list_staff_retakes
from kunnande.stages.development.services import show_staff_retakes
from kunnande.stages.development.tests.retakes import COURSE_OVER, RETAKEN_ON, Returning
from kunnande.stages.itembank.models import Item
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.parties.tests.builders import TODAY
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def returning():
    return Returning()


def offered_to(returning):
    return list_own_retakes(returning.person.pk, at=COURSE_OVER)


def page_of(user, name, *args):
    client = Client()
    client.force_login(user)
    return client.get(reverse(name, args=args)).content.decode()


def wear_out(code, left):
    """Take questions of an area out of use until so few are left."""
    items = Item.objects.filter(area__code=code).order_by("-pk")
    Item.objects.filter(pk__in=items[left:].values("pk")).update(in_use=False)


def test_nobody_is_offered_a_retake_before_a_course(returning):
    assert offered_to(returning) == []


def test_a_course_gone_through_leads_to_a_test_of_only_what_remains(returning):
    returning.take_course()

    (retake,) = offered_to(returning)

    assert (retake.courses, retake.areas) == (("Mäta rätt",), ("Område IT07",))
    assert (retake.earliest_on, retake.can_be_booked) == (date(2026, 12, 4), True)


def test_a_course_on_what_is_already_met_leads_to_no_test(returning):
    returning.take_course(code="IT08")

    assert offered_to(returning) == []


def test_the_seat_that_is_booked_tries_the_missing_area_with_questions_never_met(returning):
    returning.take_course()
    booking = returning.book()
    assert offered_to(returning)[0].booked_at == booking.starts_at

    (sitting,) = returning.prepare(booking).sittings
    begun = returning.begin(sitting)

    tried = set(begun.items.values_list("area_version__area__code", flat=True))
    assert tried == {"IT07"}
    assert returning.items_of(begun).isdisjoint(returning.first_items)
    assert offered_to(returning) == []


def test_a_bank_without_enough_new_questions_says_so_instead_of_offering_a_time(returning):
    returning.take_course()
    wear_out("IT07", left=7)

    (retake,) = offered_to(returning)

    assert (retake.lacking, retake.can_be_booked) == (("Område IT07",), False)
    told = page_of(returning.user, "development:courses")
    assert "inte tillräckligt många nya frågor" in told
    assert "Boka en tid" not in told


def test_a_seat_the_bank_can_no_longer_fill_is_left_out_with_the_reason(returning):
    returning.take_course()
    booking = returning.book()
    wear_out("IT07", left=7)

    ((left_out, why),) = returning.prepare(booking).left_out

    assert left_out == booking
    assert "inte tillräckligt många nya frågor" in why


@pytest.mark.parametrize("name", ["development:mine", "development:courses"])
def test_the_page_leads_to_the_times(returning, name):
    returning.take_course()

    told = page_of(returning.user, name)

    assert reverse("booking:times", args=[returning.case.pk, "theory"]) in told
    assert "Område IT07" in told


def test_the_employer_that_gave_the_time_may_book_for_whoever_shares(returning):
    at_work = returning.get_employed(shares=True)
    returning.take_course(at_work)

    (staff,) = show_staff_retakes(company=at_work.company, by=at_work.employer, at=COURSE_OVER)

    assert (staff.case_id, staff.courses) == (returning.case.pk, ("Mäta rätt",))
    assert [look.page for look in list_looks_at(returning.person.pk)] == ["development:staff"]
    assert "Kan pröva det som återstår" in page_of(
        at_work.employer, "development:staff", at_work.company.pk
    )


def test_an_employer_that_gave_no_time_is_told_nothing(returning):
    at_work = returning.get_employed(shares=True)
    returning.take_course()

    viewer = get_viewer(at_work.employer, on=TODAY)

    assert list_staff_retakes(at_work.company, viewer, on=TODAY) == []


@pytest.mark.parametrize("shares", [True, False])
def test_an_employer_books_what_remains_only_of_those_who_share(returning, shares):
    at_work = returning.get_employed(shares=shares)
    returning.take_course(at_work)
    acting = {"company": at_work.company, "by": at_work.employer, "at": COURSE_OVER}
    set_release_share(percent=100, from_on=COURSE_OVER.date(), **acting)
    session = a_session(a_site(), on=RETAKEN_ON)
    viewer = get_viewer(at_work.employer, on=TODAY)
    listed = list_bookable_employees(at_work.company, viewer, kind="theory", on=TODAY)

    assert bool(listed) == shares
    if shares:
        (booking,) = book_for_employees(session=session, cases=[listed[0].case], **acting)
        assert booking.person == returning.person
    else:
        with pytest.raises(CanNotBeBookedError):
            book_for_employees(session=session, cases=[returning.case], **acting)


def test_programs_are_offered_the_same(returning):
    at_work = returning.get_employed(shares=True)
    returning.take_course(at_work)
    client = Client()

    client.force_login(returning.user)
    (own,) = client.get("/api/v1/me/retakes").json()["items"]
    client.force_login(at_work.employer)
    (staff,) = client.get(f"/api/v1/organisations/{at_work.company.pk}/retakes").json()["items"]

    assert (own["areas"], own["can_be_booked"]) == (["Område IT07"], True)
    assert (staff["name"], staff["product"]) == (returning.person.name, own["product"])
