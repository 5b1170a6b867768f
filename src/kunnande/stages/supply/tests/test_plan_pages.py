"""The pages of a company's plan: what the employer does, and what a coach reads and writes."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from kunnande.engines.tables import read_table
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.tests.builders import TODAY
from kunnande.stages.supply.models import Coaching, CoachNote, CompetencePlan, SupplyPlanState
from kunnande.stages.supply.tests.builders import a_company
from kunnande.stages.supply.tests.test_plans import a_coach, let_in
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    made = a_company()
    made.role.people_needed = 2
    made.role.save()
    return made


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def at(name, number):
    return reverse(f"supply:{name}", args=[number])


def words_of(response):
    return " ".join(response.content.decode().split())


def drafted(company):
    client, number = signed_in(company.chief), company.organisation.pk
    client.post(at("draft_plan", number))
    return client, CompetencePlan.objects.get()


def test_an_employer_drafts_changes_adopts_and_follows_up(company):
    company.operator()
    client, plan = drafted(company)
    measure = plan.measures.first()
    client.post(at("plan_words", plan.pk), {"goals": "Fler svetsar\n", "month_9": "Kurser"})
    sent = {"kind": "develop", "needed": 3, "responsible": "Rut", "due_on": f"{TODAY.year}-12-01"}
    client.post(at("measure", measure.pk), sent)

    client.post(at("adopt_plan", plan.pk))
    client.post(at("measure", measure.pk), {"done_on": str(TODAY), "effect": "Alla kan."})

    page = words_of(client.get(at("plan", company.organisation.pk)))
    assert all(
        words in page for words in ("Fler svetsar", "Rut", "Alla kan.", "Version 1, antagen")
    )
    assert "Kurser" in page


def test_a_measure_is_added_and_removed(company):
    client, plan = drafted(company)
    before = plan.measures.count()
    sent = {"about": f"role-{company.role.pk}", "kind": "recruit", "needed": 4}

    client.post(at("new_measure", plan.pk), sent)
    added = plan.measures.last()
    client.post(at("remove_measure", added.pk))

    assert (added.role, added.needed) == (company.role, 4)
    assert plan.measures.count() == before


def test_a_coach_reads_no_number_of_few_and_does_not_adopt(company):
    a_statement(company.operator(), level=3)
    coach = signed_in(let_in(company))
    _client, plan = drafted(company)

    page = words_of(coach.get(at("plan", company.organisation.pk)))

    assert "färre än 5 räknade" in page
    assert coach.post(at("adopt_plan", plan.pk)).status_code in {403, 404}
    plan.refresh_from_db()
    assert plan.state == SupplyPlanState.DRAFT


def test_a_coach_finds_the_company_and_writes_in_the_log_the_company_reads(company):
    coach = signed_in(let_in(company))
    number = company.organisation.pk
    told = {"words": "Gick igenom rollerna.", "next_step": "Boka talen.", "next_on": "2026-12-01"}

    coach.post(at("log", number), told)

    assert "Boka talen." in words_of(coach.get(reverse("supply:coached")))
    assert "Gick igenom rollerna." in words_of(signed_in(company.chief).get(at("log", number)))


def test_a_coach_nobody_let_in_finds_nothing(company):
    drafted(company)
    coach = signed_in(a_coach())

    answers = [coach.get(at(name, company.organisation.pk)) for name in ("plan", "log")]

    assert {answer.status_code for answer in answers} <= {403, 404}
    assert "Inget företag har släppt in dig än." in words_of(coach.get(reverse("supply:coached")))


def test_an_employer_lets_a_coach_in_and_ends_it_and_writes_no_note(company):
    client, number, coach = signed_in(company.chief), company.organisation.pk, a_coach()

    client.post(at("let_coach", number), {"email": coach.email})
    opened = signed_in(coach).get(at("log", number)).status_code
    client.post(at("log", number), {"words": "x", "next_step": "y"})
    client.post(at("stop_coach", Coaching.objects.get().pk))

    assert (opened, signed_in(coach).get(at("log", number)).status_code) == (200, 404)
    assert not CoachNote.objects.exists()


def test_the_plan_is_a_paper_and_a_workbook_without_numbers_of_few(company):
    a_statement(company.operator(), level=3)
    client, plan = drafted(company)

    paper = client.get(at("plan_paper", plan.pk)).content
    table = read_table("plan.xlsx", client.get(at("plan_file", plan.pk)).content)

    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    assert "Årshjul" in text
    assert "Ansvarig" in table.header
    assert "för få för att visa" in [cells[2] for _number, cells in table.rows]


def test_the_evidence_names_what_is_shown_and_the_person_sees_it_was_taken_out(company):
    person = company.operator()
    a_statement(person, level=3)

    file = signed_in(company.chief).get(at("evidence", company.organisation.pk)).content

    texts = ZipFile(BytesIO(file)).read("xl/sharedStrings.xml").decode()
    told = (person.name, "uppfyllt", "Teoriprov", "7.2 c")
    assert [words for words in told if words not in texts] == []
    assert [look.page for look in list_looks_at(person.pk)] == ["supply:evidence"]
