from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from kunnande.stages.parties import services
from kunnande.stages.parties.models import LabourSpell, LabourStatus, Role
from kunnande.stages.parties.queries import (
    get_birth_and_gender,
    list_labour_spells,
    list_labour_statuses,
    map_labour_spells,
)
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_service_user,
    an_account,
    an_employee,
    an_organisation,
)

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def company():
    return an_organisation()


@pytest.fixture
def person(company):
    return an_employee(company)


@pytest.fixture
def employer(company):
    return a_member(company)


def begin(person, by, status=LabourStatus.SHORT_TIME, **told):
    return services.begin_labour_spell(
        person=person, status=status, **{"from_on": TODAY, "by": by, "at": NOON, **told}
    )


def test_two_statuses_hold_at_once(person, employer):
    begin(person, employer, LabourStatus.SHORT_TIME, percent=40)
    begin(person, employer, LabourStatus.NOTIFIED, from_on=TODAY + WEEK)

    held = list_labour_statuses(person.pk, on=TODAY + WEEK)

    assert held == [LabourStatus.SHORT_TIME, LabourStatus.NOTIFIED]


def test_a_spell_that_has_ended_no_longer_holds(person, employer):
    spell = begin(person, employer)

    services.end_labour_spell(spell=spell, to_on=TODAY + WEEK, by=employer, at=NOON)

    assert list_labour_statuses(person.pk, on=TODAY + WEEK) == [LabourStatus.SHORT_TIME]
    assert list_labour_statuses(person.pk, on=TODAY + WEEK + timedelta(days=1)) == []


def test_the_person_enters_their_own(person):
    begin(person, an_account(person))

    assert [spell.status for spell in list_labour_spells(person.pk)] == [LabourStatus.SHORT_TIME]


def test_another_employer_enters_nothing(person):
    stranger = a_member(an_organisation("Grannen AB"), Role.EMPLOYER)

    with pytest.raises(services.NotYourSpellError):
        begin(person, stranger)


def test_the_same_status_is_not_entered_twice(person, employer):
    begin(person, employer)

    with pytest.raises(services.ImproperSpellError):
        begin(person, employer, from_on=TODAY + WEEK)


@pytest.mark.parametrize("told", [{"percent": 0}, {"percent": 101}, {"to_on": TODAY - WEEK}])
def test_what_can_not_be_is_refused(person, employer, told):
    with pytest.raises(services.ImproperSpellError):
        begin(person, employer, **told)


def test_a_spell_does_not_end_before_it_begins(person, employer):
    spell = begin(person, employer)

    with pytest.raises(services.ImproperSpellError):
        services.end_labour_spell(spell=spell, to_on=TODAY - WEEK, by=employer, at=NOON)


def test_the_database_refuses_a_backward_spell(person, employer):
    spell = begin(person, employer)

    with pytest.raises(IntegrityError):
        LabourSpell.objects.filter(pk=spell.pk).update(to_on=TODAY - WEEK)


def test_the_database_refuses_an_overlap_of_the_same_status(person, employer):
    begin(person, employer, to_on=TODAY + WEEK)
    second = begin(person, employer, from_on=TODAY + 2 * WEEK)

    with pytest.raises(IntegrityError):
        LabourSpell.objects.filter(pk=second.pk).update(from_on=TODAY + WEEK)


def test_spells_are_read_for_a_period(person, employer):
    begin(person, employer, to_on=TODAY)

    touching = map_labour_spells([person.pk], from_on=TODAY, to_on=TODAY + WEEK)
    after = map_labour_spells([person.pk], from_on=TODAY + WEEK, to_on=TODAY + 2 * WEEK)

    assert [spell.status for spell in touching[person.pk]] == [LabourStatus.SHORT_TIME]
    assert not after


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("19811228-9874", (date(1981, 12, 28), "man")),
        ("19900161-2382", (date(1990, 1, 1), "woman")),
        ("", (None, "unknown")),
    ],
)
def test_birth_and_gender_are_read_from_the_number(number, told):
    somebody = services.register_person(
        given_name="Alva",
        family_name="Nit",
        identity_number=number,
        by=a_service_user(),
        at=NOON,
    )

    assert get_birth_and_gender(somebody.pk) == told
