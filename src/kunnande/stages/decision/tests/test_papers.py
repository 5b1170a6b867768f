from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kunnande.stages.cases.queries import list_areas_of_case
from kunnande.stages.cases.services import hold_feedback_talk
from kunnande.stages.decision import services
from kunnande.stages.decision.tests.builders import (
    a_decided_case,
    a_talked_through_case,
    an_examiner,
)
from kunnande.stages.parties.tests.builders import a_person, an_account
from kunnande.stages.testing.tests.builders import a_finished_sitting, minutes

pytestmark = pytest.mark.django_db

TALK = 'Du läser ritningar säkert.\r\nÖva mer på #mått [mm] & $toleranser$ \\ "H7".'
PROPOSAL = "Öva på skjutmått med Karin."


def a_talk(right=("IT07",)):
    """Return a case whose talk proposed something for its second area."""
    planned = a_finished_sitting(right)
    proposals = {list_areas_of_case(planned.case)[1].area_version_id: PROPOSAL}
    hold_feedback_talk(
        case=planned.case, summary=TALK, proposals=proposals, by=planned.leader, at=minutes(60)
    )
    return planned


def read(client, name, number, language="sv"):
    answer = client.get(reverse(name, args=[number, language]))
    assert answer.status_code == 200
    paper = PdfReader(BytesIO(answer.content))
    return paper, " ".join(" ".join(page.extract_text() for page in paper.pages).split())


def letter_of(client, planned, language="sv"):
    client.force_login(planned.candidate)
    return read(client, "decision:letter", planned.case.pk, language)


def test_after_the_talk_the_person_has_a_letter_of_what_is_met_and_what_remains(client):
    paper, words = letter_of(client, a_talk())

    assert len(paper.pages) == 1
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert paper.metadata.title == "1 av 2 områden är uppfyllt, Teknik BAS"
    assert "Elin Stickmått" in words
    assert "uppfyllt Område IT07 Teoriprov, 20 november 2026, Verkstadsskolan testcenter" in words
    assert f"återstår Område IT08 Förslag från samtalet: {PROPOSAL}" in words
    assert "En examinator som inte har hållit provet" in words


def test_the_letter_repeats_the_talk_as_it_was_written(client):
    _paper, words = letter_of(client, a_talk())

    assert " ".join(TALK.split()) in words


def test_the_letter_names_whom_to_ask(client):
    planned = a_talk()

    _paper, words = letter_of(client, planned)

    assert f"Provet och samtalet {planned.leader}, Verkstadsskolan testcenter" in words


def test_after_the_decision_the_letter_says_what_to_do_next(client):
    planned = a_talk()
    services.decide(case=planned.case, by=an_examiner(), at=minutes(90))

    _paper, words = letter_of(client, planned)

    assert "Hämta ditt bevis under Mina bevis." in words
    assert "Då prövas bara det som återstår, med nya frågor." in words
    assert "Beslutet Rakel Sigillgren" in words


def test_the_letter_of_somebody_who_has_met_everything_leaves_nothing_to_practise(client):
    planned = a_talked_through_case()

    _paper, words = letter_of(client, planned)

    assert "Alla områden är uppfyllda" in words
    assert "Det här återstår" not in words
    assert "Läs förslagen" not in words


def test_the_letter_is_in_english_for_whoever_asks(client):
    paper, words = letter_of(client, a_talk(), "en")

    assert paper.trailer["/Root"]["/Lang"] == "en"
    assert "1 of 2 areas is met" in words
    assert "Proposed in the talk:" in words


def test_before_the_talk_there_is_no_letter(client):
    planned = a_finished_sitting()
    client.force_login(planned.candidate)

    answer = client.get(reverse("decision:letter", args=[planned.case.pk, "sv"]))

    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["leader", "examiner", "stranger"])
def test_nobody_else_opens_the_letter_or_the_decision_on_paper(client, who):
    decided = a_decided_case(("IT07",))
    people = {"leader": decided.planned.leader, "examiner": decided.examiner}
    client.force_login(people.get(who) or an_account(a_person("Sture", "Främling")))

    letter = client.get(reverse("decision:letter", args=[decided.planned.case.pk, "sv"]))
    paper = client.get(reverse("decision:paper", args=[decided.decision.pk, "sv"]))

    assert (letter.status_code, paper.status_code) == (404, 404)


def test_a_mapping_statement_says_where_its_person_stands(client):
    planned = a_talk(right=())
    decision = services.decide(
        case=planned.case, grounds="Prövat.", by=an_examiner(), at=minutes(90)
    )
    client.force_login(planned.candidate)

    paper, words = read(client, "decision:paper", decision.pk)

    assert paper.metadata.title == "Kartläggningsutlåtande, Teknik BAS"
    assert "Det är inget bevis på kompetens." in words
    assert words.count("Egen bedömning: nivå 2. Räknas inte som bevis.") == 2
    assert "Skäl för beslutet Prövat." in words


@pytest.mark.parametrize(
    ("right", "outcome"), [(("IT07",), "Intyg om delar"), (("IT07", "IT08"), "Certifikat")]
)
def test_every_decision_can_be_had_on_paper(client, right, outcome):
    decided = a_decided_case(right)
    client.force_login(decided.planned.candidate)

    _paper, words = read(client, "decision:paper", decided.decision.pk)

    assert outcome in words
    assert "ett eget papper, under Mina bevis" in words
    assert "Egen bedömning" not in words


def test_there_is_paper_in_the_languages_of_the_site_only(client):
    decided = a_decided_case()
    client.force_login(decided.planned.candidate)

    letter = client.get(reverse("decision:letter", args=[decided.planned.case.pk, "de"]))
    paper = client.get(reverse("decision:paper", args=[decided.decision.pk, "de"]))

    assert (letter.status_code, paper.status_code) == (404, 404)
