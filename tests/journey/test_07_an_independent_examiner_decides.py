import pytest

from kunnande.stages.decision.queries import list_decided_areas, list_ready_for_decision
from kunnande.stages.decision.services import NotIndependentError, decide
from kunnande.stages.parties.queries import get_viewer

from .people import Browser

pytestmark = pytest.mark.django_db


def test_the_case_waits_for_the_examiner(talked, around, clock):
    waiting = list_ready_for_decision(get_viewer(around.enok, on=clock.moment.date()))

    assert [row.case_id for row in waiting] == [talked.pk]


@pytest.mark.parametrize("who", ["the candidate", "the test leader", "the employer"])
def test_whoever_is_not_independent_is_refused(talked, who, around, company, amina, clock):
    by = {
        "the candidate": amina,
        "the test leader": around.torsten,
        "the employer": company.birgit,
    }[who]

    with pytest.raises(NotIndependentError):
        decide(case=talked, by=by, at=clock.moment)


def test_the_examiner_sees_results_per_area(talked, around):
    page = Browser(around.enok).read("decision:case", talked.pk)

    assert "Uppfyllt" in page
    assert "Återstår" in page


def test_one_area_of_two_gives_an_attestation_of_parts(decision):
    areas = {row.area_version.area.code: row for row in list_decided_areas(decision.pk)}

    assert decision.outcome == "attestation_of_parts"
    assert (areas["IT07"].outcome, areas["IT08"].outcome) == ("met", "remaining")
    assert areas["IT07"].statement.kind == "theory_tested"


def test_amina_reads_the_decision_and_what_to_do_next(decision, amina):
    page = Browser(amina).read("decision:show", decision.pk)

    assert "Öva på ritningar" in page
    assert "underkänd" not in page.lower()
