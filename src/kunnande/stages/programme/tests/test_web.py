from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kunnande.stages.parties.queries import Person
from kunnande.stages.parties.tests.builders import an_account, an_organisation
from kunnande.stages.programme import services
from kunnande.stages.programme.models import (
    Attestation,
    Engagement,
    GrantVersion,
    OtherSupport,
    Participation,
)
from kunnande.stages.programme.queries.months import month_of
from kunnande.stages.programme.tests.builders import BEGINS, MALE, Funded, Worked
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(f"programme:{name}", args=args)


def page(user, name, *args, **asked):
    client = Client()
    client.force_login(user)
    return client.get(address(name, *args), asked)


def post(user, name, *args, **form):
    client = Client()
    client.force_login(user)
    return client.post(address(name, *args), form, follow=True)


@pytest.fixture
def worked():
    """A month of attendance that is over by the clock of those who look at pages."""
    worked = Worked()
    participation, user = worked.participant()
    worked.attend(participation, 240, 210)
    ago = (month_of(timezone.localdate()) - month_of(worked.mornings[0].starts_at.date())).days - 5
    for morning in worked.mornings:
        morning.starts_at += timedelta(days=ago)
        morning.ends_at += timedelta(days=ago)
        morning.save()
    month_on = month_of(timezone.localdate(worked.mornings[0].starts_at))
    worked.participation, worked.user = participation, user
    worked.month = (participation.pk, month_on.year, month_on.month)
    worked.month_on = month_on
    return worked


@pytest.fixture
def funded():
    return Funded()


def test_the_owner_takes_a_partner_in_once(funded):
    unions = an_organisation("Facken")
    told = {"organisation": unions.pk, "part": "partner", "from_on": BEGINS}

    listed = post(funded.leader, "partners", funded.programme.pk, **told).content.decode()
    again = post(funded.leader, "partners", funded.programme.pk, **told).content.decode()

    assert "Facken" in listed
    assert "Organisationen är redan med i programmet." in again
    assert page(funded.coordinator, "partners", funded.programme.pk).status_code == 403


def test_a_person_reads_their_hours_and_signs(worked):
    assert "Läs och skriv under" in page(worked.user, "mine").content.decode()
    assert "Mäta rätt" in page(worked.user, "month", *worked.month).content.decode()

    answer = post(worked.user, "month", *worked.month)

    assert "Väntar på företaget" in answer.content.decode()


def test_the_company_signs_after_the_person_and_the_month_is_locked(worked):
    post(worked.user, "month", *worked.month)
    month = f"{worked.month_on:%Y-%m}"
    listed = page(worked.employer, "staff", worked.company.pk, manad=month).content.decode()

    answer = post(worked.employer, "month", *worked.month)

    assert "Väntar på företaget" in listed
    assert Attestation.objects.get().state == "locked"
    assert "Öppna en rättelse" in answer.content.decode()


def test_a_look_at_somebodys_hours_is_seen_by_them(worked):
    page(worked.employer, "month", *worked.month)
    page(worked.user, "month", *worked.month)

    assert [look.page for look in list_looks_at(worked.participation.person_id)] == [
        "programme:month"
    ]


def test_a_company_that_signs_first_is_told_to_wait(worked):
    answer = post(worked.employer, "month", *worked.month)

    assert "Personen har inte skrivit under" in answer.content.decode()


def test_the_owner_signs_for_nobody(worked):
    assert post(worked.leader, "month", *worked.month).status_code == 404


def test_a_month_that_does_not_exist_is_not_found(worked):
    assert page(worked.user, "month", worked.participation.pk, 2026, 13).status_code == 404


def test_a_correction_takes_a_reason(worked):
    for who in (worked.user, worked.employer):
        post(who, "month", *worked.month)

    told = post(worked.employer, "correct", *worked.month, reason=" ")
    post(worked.employer, "correct", *worked.month, reason="Fel dag.")

    assert "Skriv varför" in told.content.decode()
    assert list(Attestation.objects.order_by("version").values_list("state", "reason")) == [
        ("locked", ""),
        ("opened", "Fel dag."),
    ]


def test_problems_are_named_where_a_month_is_read(worked):
    later = worked.mornings[1]
    later.starts_at = worked.mornings[0].starts_at + timedelta(hours=1)
    later.save()

    told = page(worked.user, "month", *worked.month).content.decode()

    assert "samma tid finns redan" in told
    assert "Skriv under månaden" not in told


def test_the_economist_fetches_the_file_of_a_month(worked):
    month = worked.month[1:]

    answer = page(worked.economist, "participant_file", worked.programme.pk, *month)

    assert "xl/workbook.xml" in ZipFile(BytesIO(answer.content)).namelist()


def test_a_month_that_goes_on_has_no_file(worked):
    today = timezone.localdate()
    asked = ("participant_file", worked.programme.pk, today.year, today.month)

    assert page(worked.economist, *asked).status_code == 302


def test_whoever_is_in_no_programme_is_told_so(funded):
    told = page(an_account(funded.employee()), "mine").content.decode()

    assert "inte med i något program" in told


def test_an_employer_takes_somebody_in_and_lets_them_leave(funded):
    person = funded.employee(MALE)
    form = {"programme": funded.programme.pk, "person": person.pk, "education": "isced_3_4"}

    post(funded.employer, "enter", funded.company.pk, on="2026-02-01", **form)
    entered = Participation.objects.get()
    post(funded.employer, "leave", entered.pk, on="2026-10-31", reason="studies")

    entered.refresh_from_db()
    assert (entered.education, entered.reason) == ("isced_3_4", "studies")


def test_whoever_is_in_already_is_not_taken_in_again(funded):
    participation, _user = funded.participant()
    form = {"person": participation.person_id, "education": "unknown", "on": "2026-02-01"}

    answer = post(
        funded.employer, "enter", funded.company.pk, programme=funded.programme.pk, **form
    )

    assert "redan med i ett program" in answer.content.decode()


def test_leaving_before_entering_is_asked_for_again(funded):
    participation, _user = funded.participant()

    answer = post(funded.leader, "leave", participation.pk, on="2020-01-01", reason="studies")

    assert "Ange sista dag" in answer.content.decode()


def test_other_support_is_entered_for_one_or_all(funded):
    person = funded.employee()
    days = {"from_on": "2026-03-01", "to_on": "2026-04-30"}

    post(funded.employer, "other_support", funded.company.pk, words="Stöd", **days)
    post(funded.employer, "other_support", funded.company.pk, words="S", person=person.pk, **days)
    refused = post(
        funded.employer,
        "other_support",
        funded.company.pk,
        words="Stöd",
        from_on="2026-03-02",
        to_on="2026-03-01",
    )

    assert [one.person for one in OtherSupport.objects.all()] == [None, person]
    assert "från och till vilken dag" in refused.content.decode()


def test_a_decision_is_entered_in_kronor_and_kept_in_ore(funded):
    form = {"people": 600, "kronor": "10637799.00", "source": "Beslut 2"}

    post(funded.leader, "enter_grant", funded.programme.pk, from_on="2026-02-01", **form)
    again = post(funded.leader, "enter_grant", funded.programme.pk, from_on="2026-01-01", **form)

    assert GrantVersion.objects.get().amount_ore == 1_063_779_900
    assert "Ett nyare beslut" in again.content.decode()


def test_the_overview_says_which_decision_its_figures_are_of(funded):
    for number, (day, people) in enumerate(((1, 1000), (2, 4)), start=1):
        services.enter_grant(
            programme=funded.programme,
            grant=services.Grant(
                BEGINS.replace(month=day), people=people, amount_ore=1, source=f"Beslut {number}"
            ),
            **funded.acting,
        )
    funded.participant()

    told = page(funded.economist, "overview").content.decode()

    assert "nummer 2, Beslut 2" in told
    assert "1 av 4 (25 procent)" in told
    assert "Beslut 1" in told


def test_a_node_takes_a_company_in_and_to_its_next_step(funded):
    company = an_organisation("Stål AB")
    form = {"company": company.pk, "node": funded.node.pk, "employees": 12, "on": "2026-02-01"}

    post(funded.coordinator, "engage", funded.programme.pk, **form)
    engagement = Engagement.objects.get(company=company)
    post(funded.coordinator, "company", engagement.pk, step="aid_checked", on="2026-02-02")
    early = post(funded.coordinator, "company", engagement.pk, step="agreed", on="2026-01-02")

    engagement.refresh_from_db()
    assert engagement.step == "aid_checked"
    assert "Steget före togs" in early.content.decode()
    assert "Stål AB" in page(funded.coordinator, "companies").content.decode()


def test_a_company_is_not_taken_in_twice(funded):
    form = {
        "company": funded.company.pk,
        "node": funded.node.pk,
        "employees": 1,
        "on": "2026-02-01",
    }

    answer = post(funded.coordinator, "engage", funded.programme.pk, **form)

    assert "redan med i programmet" in answer.content.decode()


@pytest.mark.parametrize("name", ["people", "staff"])
def test_a_list_of_months_asks_the_database_as_often_for_many(
    funded, name, django_assert_max_num_queries
):
    for serial in range(6):
        funded.enter(funded.employee(number=""))
        assert Person.objects.count() > serial
    asker, key = {
        "people": (funded.leader, funded.programme.pk),
        "staff": (funded.employer, funded.company.pk),
    }[name]

    with django_assert_max_num_queries(40):
        told = page(asker, name, key).content.decode()

    assert told.count("Inga timmar") == 6
