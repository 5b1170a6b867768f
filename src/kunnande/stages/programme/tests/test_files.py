from datetime import date

import pytest

from kunnande.engines.tables import read_table
from kunnande.stages.parties.services import begin_labour_spell
from kunnande.stages.parties.tests.builders import NOON
from kunnande.stages.programme import services
from kunnande.stages.programme.models import ParticipantFile
from kunnande.stages.programme.tests.builders import BEGINS, FEMALE, JANUARY, MALE, MONTH, Worked
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked():
    return Worked()


@pytest.fixture
def attested(worked):
    participation, _user = worked.participant(FEMALE)
    worked.attend(participation, 240, 215)
    worked.sign(participation)
    worked.lock(participation)
    return participation


def make(worked, by=None, at=JANUARY):
    return services.make_participant_file(
        programme=worked.programme, month_on=MONTH, by=by or worked.economist, at=at
    )


def test_a_participant_is_told_of_as_statistics_sweden_asks(worked, attested):
    begin_labour_spell(
        person=attested.person, status="notified", from_on=BEGINS, by=worked.employer, at=NOON
    )

    made = make(worked)

    table = read_table("fil.xlsx", made.content)
    ((_number, cells),) = table.rows
    row = dict(zip(table.header, cells, strict=True))
    assert row["Personnummer"] == "199001612382"
    assert (row["Startdatum"], row["Slutdatum"]) == ("2026-01-01", "")
    assert (row["Timmar"], row["Minuter"]) == ("7,58", "455")
    assert row["Organisationsnummer"] == worked.company.organisation_number
    assert row["Läge på arbetsmarknaden vid start"] == "Varslad"
    assert row["Mobiltelefon"] == "okänt"


@pytest.mark.usefixtures("attested")
def test_hours_that_are_not_locked_leave_nobody_in_the_file(worked):
    unsigned, _user = worked.participant(MALE)
    worked.attend(unsigned, 60)

    made = make(worked)

    assert (made.row.people, made.row.minutes) == (1, 455)
    assert made.missing == (("Alva Nit", "Månadens timmar är inte låsta."),)


@pytest.mark.usefixtures("attested")
def test_whoever_has_no_known_number_is_named_and_left_out(worked):
    worked.enter(worked.employee(number=""))

    assert make(worked).missing == (("Alva Nit", "Personnumret är inte känt."),)


def test_everybody_can_see_that_they_were_told_of(worked, attested):
    make(worked)

    (look,) = list_looks_at(attested.person_id)
    assert look.page == "programme:participant_file"


@pytest.mark.usefixtures("attested")
def test_the_file_is_on_record_with_its_digest(worked):
    first, second = make(worked), make(worked)

    assert first.content == second.content
    assert [one.sha256 for one in ParticipantFile.objects.all()] == [first.row.sha256] * 2


def test_the_file_is_made_when_the_month_is_over(worked):
    with pytest.raises(services.MonthGoingOnError):
        make(worked, at=NOON.replace(month=12, day=31))


def test_only_the_owner_makes_the_file(worked):
    with pytest.raises(services.NotYourProgrammeError):
        make(worked, by=worked.employer)


@pytest.mark.usefixtures("attested")
def test_whoever_left_before_the_month_is_not_in_it(worked):
    early, _user = worked.participant(MALE)
    services.leave_programme(
        participation=early, on=date(2026, 11, 30), reason="new_job", **worked.acting
    )

    assert make(worked).row.people == 1
