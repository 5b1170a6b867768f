from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kunnande.stages.parties import services
from kunnande.stages.parties.models import Employment, LabourSpell, LabourStatus
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_service_user,
    an_employee,
    an_organisation,
)

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def company():
    return an_organisation()


@pytest.fixture
def person(company):
    return an_employee(company)


@pytest.fixture
def employer(company, client):
    member = a_member(company)
    client.force_login(member)
    return member


def address(route, company, person, *more):
    return reverse(f"parties:{route}", args=[company.pk, person.pk, *more])


def begin(person, by, **told):
    told = {"status": LabourStatus.NOTIFIED, "from_on": TODAY, **told}
    return services.begin_labour_spell(person=person, by=by, at=NOON, **told)


def end(person, by, to_on):
    return services.end_employment(
        employment=person.employments.earliest("from_on"), to_on=to_on, by=by, at=NOON
    )


@pytest.mark.usefixtures("employer")
def test_an_employer_enters_a_spell(client, company, person):
    told = {"status": "short_time", "percent": "40", "from_on": TODAY.isoformat()}

    client.post(address("labour", company, person), told)

    assert LabourSpell.objects.get(person=person).percent == 40


def test_an_overlap_of_the_same_status_names_the_row(client, company, person, employer):
    begin(person, employer, to_on=TODAY + 9 * A_DAY)
    told = {"status": "notified", "from_on": (TODAY + 5 * A_DAY).isoformat()}

    response = client.post(address("labour", company, person), told)

    assert f"Varslad är redan inskrivet från {TODAY} till {TODAY + 9 * A_DAY}" in (
        response.content.decode()
    )
    assert LabourSpell.objects.count() == 1


def test_a_spell_is_not_prolonged_into_the_next_of_its_kind(person, employer):
    first = begin(person, employer, to_on=TODAY)
    begin(person, employer, from_on=TODAY + 2 * A_DAY)

    with pytest.raises(services.ImproperSpellError):
        services.end_labour_spell(spell=first, to_on=TODAY + 2 * A_DAY, by=employer, at=NOON)


def test_the_same_status_may_come_back_the_day_after(person, employer):
    begin(person, employer, to_on=TODAY)

    begin(person, employer, from_on=TODAY + A_DAY)

    assert LabourSpell.objects.count() == 2


def test_an_employer_ends_a_spell(client, company, person, employer):
    spell = begin(person, employer)
    last = {"to_on": TODAY.isoformat()}

    client.post(address("end_labour", company, person, spell.pk), last)

    assert LabourSpell.objects.get().to_on == TODAY


@pytest.mark.usefixtures("employer")
def test_an_employer_sets_the_last_day(client, company, person):
    last_day = timezone.localdate() + A_DAY

    client.post(address("end_employment", company, person), {"to_on": last_day.isoformat()})

    assert person.employments.get().to_on == last_day


def test_the_last_day_is_not_before_the_first(person, employer):
    with pytest.raises(services.ImproperLastDayError, match=person.name):
        end(person, employer, TODAY - A_DAY)


def test_the_last_day_is_not_moved_past_the_next_employment(company, person, employer):
    end(person, employer, TODAY)
    services.employ(
        person=person,
        organisation=company,
        from_on=TODAY + 2 * A_DAY,
        by=a_service_user(),
        at=NOON,
    )

    with pytest.raises(services.ImproperLastDayError, match="på nytt"):
        end(person, employer, TODAY + 3 * A_DAY)


def test_what_ended_is_not_ended_again(person, employer):
    Employment.objects.update(from_on=TODAY - 9 * A_DAY, to_on=TODAY - A_DAY)

    with pytest.raises(services.ImproperLastDayError, match=str(TODAY - A_DAY)):
        end(person, employer, TODAY)


def test_another_employer_ends_nothing(person):
    stranger = a_member(an_organisation("Grannen AB"))

    with pytest.raises(services.NotYourEmploymentError):
        end(person, stranger, TODAY)


@pytest.mark.usefixtures("employer")
def test_an_ended_employment_has_no_page(client, company, person):
    yesterday = timezone.localdate() - A_DAY
    person.employments.update(from_on=yesterday, to_on=yesterday)

    response = client.get(address("labour", company, person))

    assert response.status_code == 404


def test_an_overlap_with_what_has_no_last_day_says_so(person, employer):
    begin(person, employer)

    with pytest.raises(services.ImproperSpellError, match="tills vidare"):
        begin(person, employer, from_on=TODAY + 5 * A_DAY)
