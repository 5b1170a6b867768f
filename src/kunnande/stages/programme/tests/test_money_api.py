import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kunnande.stages.programme import services
from kunnande.stages.programme.models import AidGrant, BudgetAmount, Commitment, CostEntry
from kunnande.stages.programme.tests.builders import BEGINS
from kunnande.stages.programme.tests.funded import FIRST, LATER, Budgeted, a_cost
from kunnande.stages.programme.tests.test_api import ask

pytestmark = pytest.mark.django_db

SENT = {"line_code": "2", "on": str(FIRST), "words": "Lokal", "evidence": "Faktura 7"}


@pytest.fixture
def world():
    return Budgeted()


def of_programme(world, rest):
    return f"/programmes/{world.programme.pk}/{rest}"


def test_the_economist_divides_a_later_decision_among_lines(world):
    decided = services.Grant(LATER, people=5, amount_ore=5_000, source="Beslut 2")
    services.enter_grant(programme=world.programme, grant=decided, **world.acting)
    line = {"code": "2", "name": "Tjänster", "kind": "actual", "ore_by_year": {"2026": 4_000}}

    answer = ask(world.economist, "post", of_programme(world, "grants/2/budget"), lines=[line])

    assert answer.status_code == 201
    assert BudgetAmount.objects.get(grant__number=2).amount_ore == 4_000


def test_a_budget_beyond_the_decision_is_refused_and_nothing_is_saved(world):
    decided = services.Grant(LATER, people=5, amount_ore=5_000, source="Beslut 2")
    services.enter_grant(programme=world.programme, grant=decided, **world.acting)
    line = {"code": "9", "name": "Nytt", "kind": "actual", "whole_ore": 5_001}

    answer = ask(world.economist, "post", of_programme(world, "grants/2/budget"), lines=[line])

    assert answer.status_code == 422
    assert "mer än vad som beviljats" in answer.json()["detail"]
    assert not BudgetAmount.objects.filter(grant__number=2).exists()


def test_the_budget_tells_what_is_spent_promised_and_left(world):
    promised = {"on": str(FIRST), "words": "Avtal", "amount_ore": 5_000, "evidence": "Avtal 3"}
    line = f"/budget-lines/{world.lines[1].pk}"
    ask(world.economist, "post", f"{line}/commitments", **promised)
    ask(world.economist, "post", of_programme(world, "costs"), **SENT, amount_ore=1_000)

    told = ask(world.economist, "get", of_programme(world, "budget")).json()

    (row,) = [one for one in told["lines"] if one["line"]["code"] == "2"]
    assert (row["spent"], row["committed"]) == (1_000, 5_000)
    assert row["remaining"] == row["budgeted"] - 1_000
    assert Commitment.objects.get().evidence == "Avtal 3"


def test_a_closed_line_takes_no_later_cost(world):
    closing = f"/budget-lines/{world.lines[1].pk}/closing"
    closed = ask(world.economist, "post", closing, on=str(BEGINS))

    refused = ask(world.economist, "post", of_programme(world, "costs"), **SENT, amount_ore=1)

    assert (closed.json()["closed_on"], refused.status_code) == (str(BEGINS), 422)


def test_a_list_of_costs_is_saved_whole_or_not_at_all(world):
    address, good = of_programme(world, "costs/list"), {**SENT, "amount_ore": 100}
    wrong = {**good, "line_code": "9"}

    refused = ask(world.economist, "post", address, costs=[good, wrong])
    before = CostEntry.objects.count()
    saved = ask(world.economist, "post", address, costs=[good, good])

    assert "Rad 2" in refused.json()["detail"]
    assert (before, saved.status_code, CostEntry.objects.count()) == (0, 201, 2)


def test_a_cost_with_another_programmes_commitment_is_not_found(world):
    sent = {**SENT, "amount_ore": 100, "commitment_id": 999_999}

    answer = ask(world.economist, "post", of_programme(world, "costs"), **sent)

    assert (answer.status_code, CostEntry.objects.count()) == (404, 0)


def test_a_file_of_costs_is_taken_in(world):
    content = b"Budgetrad;Datum;Vad;Underlag;Kronor\n2;2026-01-15;Lokal;Faktura;10"
    client = Client()
    client.force_login(world.economist)

    address = f"/api/v1{of_programme(world, 'costs/file')}"
    answer = client.post(address, {"file": SimpleUploadedFile("k.csv", content)})

    assert (answer.status_code, CostEntry.objects.get().amount_ore) == (201, 1_000)


def test_a_correction_stands_beside_the_cost_it_corrects(world):
    entry = world.cost(a_cost(amount_ore=100))
    told = {"on": str(FIRST), "amount_ore": -40, "reason": "Kredit.", "evidence": "Kredit 1"}

    answer = ask(world.economist, "post", f"/costs/{entry.pk}/corrections", **told)

    assert (answer.status_code, answer.json()["corrects_id"]) == (201, entry.pk)
    costs = ask(world.economist, "get", of_programme(world, "costs")).json()["items"]
    assert sum(one["amount_ore"] for one in costs) == 60


def test_a_claim_is_opened_read_and_refused_while_its_period_goes_on(world):
    entry = world.cost()
    made = ask(world.economist, "post", of_programme(world, "claims")).json()

    told = ask(world.economist, "get", f"/claims/{made['id']}").json()
    costs = ask(world.economist, "get", f"/claims/{made['id']}/costs").json()["items"]

    assert (told["cost_ore"], [one["id"] for one in costs]) == (entry.amount_ore, [entry.pk])
    assert "stops" in told["checks"][0]


def test_a_sent_claim_is_frozen_with_its_digest(world):
    world.cost()
    claim = world.claim()

    sent = ask(world.economist, "post", f"/claims/{claim.pk}/sending")
    again = ask(world.economist, "post", f"/claims/{claim.pk}/sending")

    assert (sent.json()["state"], len(sent.json()["digest"])) == ("sent", 64)
    assert again.status_code == 422


def test_aid_waits_for_the_declaration_and_takes_of_the_headroom(world):
    of_company = f"/engagements/{world.engagement.pk}"
    benefit = {"basis": "de_minimis", "words": "Validering", "granted_on": str(FIRST)}
    early = ask(world.economist, "post", f"{of_company}/aid", **benefit, value_ore=110_000)
    declared = {"signed_on": str(FIRST), "signatory": "Chefen", "evidence": "Pärm 1"}
    ask(world.economist, "post", f"{of_company}/aid-declarations", **declared)

    given = ask(world.economist, "post", f"{of_company}/aid", **benefit, value_ore=110_000)

    left = ask(world.economist, "get", f"{of_company}/aid-headroom").json()
    assert (early.status_code, given.status_code) == (409, 201)
    assert left["left_cents"] == left["ceiling_cents"] - 10_000
    assert AidGrant.objects.get().pk == given.json()["id"]


def test_nobody_but_the_owner_and_its_economist_reads_the_money(world):
    asked = [of_programme(world, "budget"), f"/engagements/{world.engagement.pk}/aid"]

    answers = [ask(who, "get", to) for who in (world.coordinator, world.employer) for to in asked]

    assert {one.status_code for one in answers} <= {403, 404}
