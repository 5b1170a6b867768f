import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kunnande.stages.parties.tests.builders import an_organisation
from kunnande.stages.programme import services
from kunnande.stages.programme.models import Attestation, GrantVersion, Participation, Partner
from kunnande.stages.programme.queries.months import month_of
from kunnande.stages.programme.tests.builders import BEGINS, JANUARY, MALE, Funded, Worked, rule
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db

DAY = BEGINS.isoformat()


def ask(user, method, address, **sent):
    client = Client()
    client.force_login(user)
    body = {"data": json.dumps(sent), "content_type": "application/json"} if sent else {}
    return getattr(client, method)(f"/api/v1{address}", **body)


@pytest.fixture
def funded():
    return Funded()


@pytest.fixture
def worked():
    """A month of attendance that is over by the clock of those who ask."""
    worked = Worked()
    worked.participation, worked.user = worked.participant()
    worked.attend(worked.participation, 240, 210)
    ago = (month_of(timezone.localdate()) - month_of(worked.mornings[0].starts_at.date())).days - 5
    for morning in worked.mornings:
        morning.starts_at += timedelta(days=ago)
        morning.ends_at += timedelta(days=ago)
        morning.save()
    month_on = month_of(timezone.localdate(worked.mornings[0].starts_at))
    of_month = f"months/{month_on.year}/{month_on.month}"
    worked.month = f"/participations/{worked.participation.pk}/{of_month}"
    worked.month_on = month_on
    return worked


def test_the_owner_enters_a_decision_and_both_are_on_record(funded):
    address = f"/programmes/{funded.programme.pk}/grants"
    told = {"people": 1000, "amount_ore": 1_150_000_000, "source": "Beslut 1"}
    ask(funded.leader, "post", address, from_on=DAY, **told)

    later = {"from_on": "2027-01-01", "people": 600, "amount_ore": 1_063_779_900}
    answer = ask(funded.leader, "post", address, **later, source="Beslut 2")

    assert answer.status_code == 201
    assert [one.people for one in GrantVersion.objects.order_by("number")] == [1000, 600]
    assert [one["number"] for one in ask(funded.economist, "get", address).json()["items"]] == [
        1,
        2,
    ]


def test_a_partner_is_added_by_the_owner_and_by_nobody_else(funded):
    address = f"/programmes/{funded.programme.pk}/partners"
    sent = {"organisation_id": an_organisation("Facket").pk, "part": "partner", "from_on": DAY}

    answers = [ask(who, "post", address, **sent) for who in (funded.coordinator, funded.leader)]

    assert [one.status_code for one in answers] == [403, 201]
    assert Partner.objects.filter(part="partner").count() == 1


def test_a_step_out_of_order_is_refused_with_the_one_that_is_next(funded):
    address = f"/engagements/{funded.engagement.pk}/steps"

    refused = ask(funded.coordinator, "post", address, step="planned", on=DAY)

    assert refused.status_code == 409
    assert "Roller och krav kartlagda" in refused.json()["detail"]
    assert (
        ask(funded.coordinator, "post", address, step="mapped", on=DAY).json()["step"] == "mapped"
    )


def test_an_employer_lets_somebody_enter_once(funded):
    person, address = funded.employee(MALE), f"/organisations/{funded.company.pk}/participants"
    sent = {"programme_id": funded.programme.pk, "person_id": person.pk, "on": DAY}

    answers = [ask(funded.employer, "post", address, **sent) for _turn in range(2)]

    assert [one.status_code for one in answers] == [201, 409]
    assert Participation.objects.get().person == person


def test_a_month_is_signed_by_the_person_and_locked_by_the_company(worked):
    early = ask(worked.employer, "put", f"{worked.month}/lock")
    signed = ask(worked.user, "put", f"{worked.month}/signature")

    locked = ask(worked.employer, "put", f"{worked.month}/lock")

    assert (early.status_code, signed.json()["state"], locked.json()["state"]) == (
        409,
        "signed",
        "locked",
    )
    assert Attestation.objects.get().minutes == 450


def test_hours_beyond_a_day_are_refused_by_row_and_rule(worked):
    strict = rule("most_minutes_a_day", 225, "minutes", **{"from": worked.month_on})
    services.import_rules(package={"rules": [strict]}, by=worked.leader, at=JANUARY)

    answer = ask(worked.user, "put", f"{worked.month}/signature")

    (problem,) = answer.json()["problems"]
    assert answer.status_code == 422
    assert "240 minuter samma dag, högst 225 får intygas" in problem
    assert not Attestation.objects.exists()


def test_a_correction_says_why(worked):
    ask(worked.user, "put", f"{worked.month}/signature")
    ask(worked.employer, "put", f"{worked.month}/lock")

    unsaid = ask(worked.economist, "post", f"{worked.month}/corrections", reason=" ")
    said = ask(worked.economist, "post", f"{worked.month}/corrections", reason="Fel tid.")

    assert (unsaid.status_code, said.json()["version"]) == (422, 2)


def test_a_company_reads_a_page_of_its_months_and_only_those_on_it_can_see_that(worked):
    other, _user = worked.participant(MALE)
    asked = f"?month_on={worked.month_on}&limit=1"

    told = ask(worked.employer, "get", f"/organisations/{worked.company.pk}/months{asked}").json()

    shown = {one["participation_id"] for one in told["items"]}
    looked = {
        one.pk for one in (worked.participation, other) if list_looks_at(one.person_id, limit=10)
    }
    assert told["count"] == 2
    assert len(shown) == 1
    assert shown == looked


def test_the_participant_file_is_made_when_the_month_is_over(worked):
    address = f"/programmes/{worked.programme.pk}/participant-files"

    early = ask(worked.economist, "post", address, month_on=str(timezone.localdate()))
    made = ask(worked.economist, "post", address, month_on=str(worked.month_on))

    assert (early.status_code, made.status_code) == (409, 200)
    assert made.content.startswith(b"PK")


def test_a_day_out_of_all_reason_is_refused_before_anything_is_saved(funded):
    participation, _user = funded.participant()

    address = f"/participations/{participation.pk}/leaving"
    answer = ask(funded.employer, "post", address, on="9999-12-31", reason="new_job")

    assert answer.status_code == 422
    assert Participation.objects.get().left_on is None
