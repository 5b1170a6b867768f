from datetime import timedelta

import pytest

from kunnande.stages.development import queries, services
from kunnande.stages.development.models import AttendedOccasion
from kunnande.stages.development.services import (
    AlreadyEnrolledError,
    GroupClosedError,
    GroupFullError,
    ImproperOccasionError,
    NotYourGroupError,
    NotYoursToEnrolError,
    Period,
)
from kunnande.stages.development.tests.builders import a_course, a_group, a_provider
from kunnande.stages.framework.tests.builders import an_imported_scheme
from kunnande.stages.ledger.queries import list_current
from kunnande.stages.parties.queries import Role
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_person,
    an_account,
    an_employee,
    an_organisation,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=9)


@pytest.fixture
def provider():
    an_imported_scheme()
    return a_provider()


@pytest.fixture
def group(provider):
    organisation, user = provider
    return a_group(a_course(organisation, user, NOON), user, NOON, seats=2)


def enrolled(group, *names):
    people = [a_person(name, "Passbit") for name in names]
    return [
        services.enrol(group=group, person=person, by=an_account(person), at=NOON)
        for person in people
    ]


def attend(group, provider, *minutes):
    """Enter the same minutes of each occasion, a number for each enrolment in order."""
    enrolments = list(group.enrolments.order_by("pk"))
    for occasion in group.occasions.all():
        pairs = [(one.pk, spent) for one, spent in zip(enrolments, minutes, strict=True)]
        services.enter_occasion(occasion=occasion, minutes=pairs, by=provider[1], at=LATER)
    group.refresh_from_db()


def test_seats_run_out(group):
    enrolled(group, "Ada", "Bo")

    with pytest.raises(GroupFullError):
        enrolled(group, "Cleo")


def test_a_cancelled_seat_is_free_again(group):
    first, _second = enrolled(group, "Ada", "Bo")

    services.cancel_enrolment(enrolment=first, by=first.person.user, at=NOON)

    assert queries.list_open_groups(since=TODAY)[0].left == 1


def test_nobody_has_two_seats(group):
    (first,) = enrolled(group, "Ada")

    with pytest.raises(AlreadyEnrolledError):
        services.enrol(group=group, person=first.person, by=first.person.user, at=NOON)


def test_an_employer_enrols_its_own_staff_only(group):
    company = an_organisation()
    employer = a_member(company, Role.EMPLOYER)
    staff = an_employee(company)

    services.enrol(group=group, person=staff, company=company, by=employer, at=NOON)

    with pytest.raises(NotYoursToEnrolError):
        services.enrol(group=group, person=a_person(), company=company, by=employer, at=NOON)


def test_a_group_called_off_takes_nobody_and_keeps_nobody(group, provider):
    (first,) = enrolled(group, "Ada")

    services.cancel_group(group=group, by=provider[1], at=NOON)

    first.refresh_from_db()
    assert first.state == "cancelled"
    with pytest.raises(GroupClosedError):
        enrolled(group, "Bo")


def test_only_the_provider_enters_who_came(group):
    enrolled(group, "Ada")
    _organisation, stranger = a_provider("Andra")

    with pytest.raises(NotYourGroupError):
        services.enter_occasion(occasion=group.occasions.first(), minutes=[], by=stranger, at=LATER)


@pytest.mark.parametrize("minutes", [-1, 241])
def test_nobody_is_there_longer_than_the_occasion(group, provider, minutes):
    (first,) = enrolled(group, "Ada")

    with pytest.raises(ImproperOccasionError):
        services.enter_occasion(
            occasion=group.occasions.first(),
            minutes=[(first.pk, minutes)],
            by=provider[1],
            at=LATER,
        )


def test_attendance_is_not_entered_before_it_happened(group, provider):
    with pytest.raises(ImproperOccasionError):
        services.enter_occasion(
            occasion=group.occasions.first(), minutes=[], by=provider[1], at=NOON
        )


def test_attendance_entered_again_replaces_what_stood(group, provider):
    enrolled(group, "Ada", "Bo")
    attend(group, provider, 240, 240)

    attend(group, provider, 240, 60)

    assert sorted(AttendedOccasion.objects.values_list("minutes", flat=True)) == [60, 60, 240, 240]


def test_whoever_was_there_enough_has_gone_through_the_course(group, provider):
    ada, bo = enrolled(group, "Ada", "Bo")
    attend(group, provider, 240, 100)

    completed = services.finish_group(group=group, by=provider[1], at=LATER)

    (statement,) = list_current([ada.person_id, bo.person_id], on=LATER.date())
    assert [one.person_id for one in completed] == [ada.person_id]
    assert (statement.person_id, statement.kind, statement.level) == (
        ada.person_id,
        "course_completed",
        1,
    )


def test_a_course_leads_no_further_than_it_says(group, provider):
    (ada,) = enrolled(group, "Ada")
    attend(group, provider, 240)
    services.finish_group(group=group, by=provider[1], at=LATER)
    for _time in range(2):
        again = a_group(group.course, provider[1], NOON)
        services.enrol(group=again, person=ada.person, by=ada.person.user, at=NOON)
        attend(again, provider, 240)
        services.finish_group(group=again, by=provider[1], at=LATER)

    levels = [statement.level for statement in list_current([ada.person_id], on=LATER.date())]

    assert max(levels) == 2


def test_a_group_is_not_finished_before_anybody_came(group, provider):
    with pytest.raises(GroupClosedError):
        services.finish_group(group=group, by=provider[1], at=NOON)


def test_an_occasion_ends_the_day_it_begins(provider):
    organisation, user = provider
    course = a_course(organisation, user, NOON)

    with pytest.raises(ImproperOccasionError):
        services.open_group(
            course=course,
            municipality_code="0680",
            seats=3,
            periods=[Period(NOON, NOON + timedelta(days=1))],
            by=user,
            at=NOON,
        )


def test_open_groups_take_as_many_questions_however_many_they_are(
    provider, django_assert_num_queries
):
    organisation, user = provider
    course = a_course(organisation, user, NOON)
    for _number in range(5):
        a_group(course, user, NOON)

    with django_assert_num_queries(2):
        assert len(queries.list_open_groups(since=TODAY)) == 5
