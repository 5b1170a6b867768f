from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse

from kunnande.engines.tables import read_table
from kunnande.stages.cases.tests.builders import signed_in
from kunnande.stages.programme import services
from kunnande.stages.programme.models import AidGrant, CostEntry
from kunnande.stages.programme.tests.funded import Budgeted, a_cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Budgeted()


def page_of(world, name, pk, **query):
    return signed_in(world.economist).get(reverse(f"programme:{name}", args=[pk]), query)


def test_the_budget_leads_to_the_costs_behind_each_figure(world):
    world.cost(a_cost(amount_ore=1_234_567_89 // 100))

    page = page_of(world, "budget", world.programme.pk).content.decode()

    assert f"{reverse('programme:costs', args=[world.programme.pk])}?rad=2" in page
    assert "12\N{NO-BREAK SPACE}345,67" in page


def test_a_cost_is_entered_on_the_page_and_shown_with_its_evidence(world):
    address = reverse("programme:costs", args=[world.programme.pk])
    told = {"line": world.lines[1].pk, "on": "2026-01-15", "words": "Lokal", "kronor": "10,50"}

    signed_in(world.economist).post(address, {**told, "evidence": "Faktura 9"})

    assert CostEntry.objects.get().amount_ore == 1050
    assert "Faktura 9" in page_of(world, "costs", world.programme.pk, rad="2").content.decode()
    assert "Faktura 9" not in page_of(world, "costs", world.programme.pk, rad="1").content.decode()


def test_a_file_against_a_rule_says_which_row_and_that_nothing_was_saved(world):
    address = reverse("programme:import_costs", args=[world.programme.pk])
    file = BytesIO(b"Budgetrad;Datum;Vad;Underlag;Kronor\n9;2026-01-15;Lokal;Faktura;10")
    file.name = "k.csv"

    page = signed_in(world.economist).post(address, {"file": file}, follow=True).content.decode()

    assert "Ingenting är sparat. Rad 2" in page


def test_a_claim_and_its_workbook_lead_to_the_costs(world):
    entry = world.cost()
    claim = world.claim()

    page = page_of(world, "claim", claim.pk).content.decode()
    book = page_of(world, "claim_file", claim.pk).content

    assert reverse("programme:cost", args=[entry.pk]) in page
    rows = dict(cells[:2] for _number, cells in read_table("a.xlsx", book).rows if len(cells) > 1)
    assert rows["Kostnader tillsammans"] == "1234,56"


def test_a_company_without_a_declaration_is_refused_in_a_sentence(world):
    address = reverse("programme:aid", args=[world.engagement.pk])
    told = {"basis": "de_minimis", "words": "Validering", "granted_on": "2026-01-15"}

    page = signed_in(world.economist).post(address, {**told, "kronor": "100"})

    assert "inte lämnat intyg om tidigare stöd" in page.content.decode()
    assert not AidGrant.objects.exists()


def test_the_letter_of_a_grant_is_a_paper(world):
    benefit = services.Benefit("none", "Samtal", date(2026, 1, 15), 0)
    given = services.grant_aid(engagement=world.engagement, benefit=benefit, **world.money)

    assert page_of(world, "aid_letter", given.pk).content.startswith(b"%PDF")


def test_a_companys_page_leads_those_who_may_see_it_to_its_aid(world):
    company, aid = (
        reverse(f"programme:{name}", args=[world.engagement.pk]) for name in ("company", "aid")
    )

    pages = [signed_in(who).get(company) for who in (world.economist, world.coordinator)]

    assert [aid in page.content.decode() for page in pages] == [True, False]
