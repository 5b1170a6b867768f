import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

import kunnande.stages
from kunnande.site.home.looks import SHOWN, list_looks_in_words
from kunnande.site.home.person import get_person_start, list_competence
from kunnande.site.home.steps import get_step
from kunnande.site.home.work import list_sections
from kunnande.site.tests.builders import a_member, a_user, an_employer, signed_in
from kunnande.stages.cases import services as cases
from kunnande.stages.cases.queries import CaseState
from kunnande.stages.credentials.tests.builders import a_certificate
from kunnande.stages.decision.tests.builders import a_talked_through_case, an_examiner
from kunnande.stages.disclosure.tests.builders import an_agreement, an_answer
from kunnande.stages.framework.tests.builders import a_published_version
from kunnande.stages.itembank.tests.builders import a_bank
from kunnande.stages.ledger.tests.builders import a_statement
from kunnande.stages.parties.queries import OrganisationKind, Role, get_viewer
from kunnande.stages.parties.services import employ
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_person,
    a_service_user,
    an_account,
    an_employee,
    an_organisation,
)
from kunnande.stages.testing.tests.builders import (
    a_finished_sitting,
    a_mapped_case,
    a_planned_sitting,
    a_running_sitting,
)
from kunnande.stages.trail.services import record_looks

pytestmark = pytest.mark.django_db

STAGES = Path(kunnande.stages.__file__).parent


def an_opened_case(**kwargs):
    return cases.open_case(
        person=kwargs.pop("person", None) or a_person(),
        product_version_id=a_published_version().pk,
        by=a_service_user(),
        at=NOON,
        **kwargs,
    )


def section_of(user):
    return list_sections(get_viewer(user, on=TODAY), at=NOON)[0]


def test_a_person_without_a_case_is_told_whom_to_ask():
    page = signed_in(a_user()).get("/").content.decode()

    assert "Du är inte anmäld till någon validering" in page
    assert "Hej Amina" in page


def test_a_registered_person_begins_with_the_mapping():
    case = an_opened_case()

    step = get_step(case, on=TODAY)

    assert (step.action, step.is_form) == ("Börja kartläggningen", True)


def test_an_admitted_person_goes_on_with_the_mapping():
    case = cases.admit(case=an_opened_case(), by=a_service_user(), at=NOON)

    assert get_step(case, on=TODAY).action == "Fortsätt kartläggningen"


def test_a_mapped_person_chooses_a_time():
    a_bank()
    case, _candidate = a_mapped_case()
    case.refresh_from_db()

    step = get_step(case, on=TODAY)

    assert (step.heading, step.action) == ("Välj en tid för ditt teoriprov", "Välj en tid")


@pytest.mark.parametrize(
    ("on", "heading", "action"),
    [
        (TODAY, "Teoriprov i dag", "Till provet"),
        (TODAY - timedelta(days=3), "Teoriprov den 20 november 2026", "Så går provet till"),
    ],
)
def test_a_planned_test_says_when_where_and_who(on, heading, action):
    planned = a_planned_sitting()
    planned.case.refresh_from_db()

    step = get_step(planned.case, on=on)

    assert (step.heading, step.action) == (heading, action)
    assert [fact.words for fact in step.facts] == [
        "20 november 2026",
        planned.centre.name,
        f"Provledare {planned.leader}",
    ]


def test_nothing_comes_between_a_person_and_a_running_test():
    planned = a_running_sitting()
    company = an_organisation("Verkstan AB", serial=77)
    employ(
        person=planned.candidate.person,
        organisation=company,
        from_on=TODAY,
        by=a_service_user(),
        at=NOON,
    )
    an_agreement(company)

    page = get_person_start(planned.candidate.person_id, at=NOON)

    assert page.step.action == "Fortsätt provet"


def test_a_tested_person_waits_for_the_talk():
    planned = a_finished_sitting()

    step = get_step(planned.case, on=TODAY)

    assert step.heading == "Provet är inlämnat"
    assert step.facts[2].words == f"Provledare {planned.leader}"


def test_after_the_talk_an_examiner_decides():
    planned = a_talked_through_case()
    planned.case.refresh_from_db()

    assert get_step(planned.case, on=TODAY).heading == "En examinator beslutar"


@pytest.mark.parametrize(
    ("right", "heading"),
    [(("IT07", "IT08"), "Alla områden är uppfyllda"), (("IT07",), "Läs vad som återstår")],
)
def test_a_decided_case_leads_to_its_decision(right, heading):
    awarded = a_certificate(right)
    candidate = awarded.decided.planned.candidate

    page = signed_in(candidate).get("/").content.decode()

    assert heading in page
    assert f"/bevis/{awarded.certificate.public_id}/" in page


def test_a_closed_case_says_that_what_was_shown_still_counts():
    case = cases.move_case(case=an_opened_case(), to=CaseState.CLOSED, by=a_service_user(), at=NOON)

    assert get_step(case, on=TODAY).heading == "Ditt ärende är avslutat"


def test_what_an_employer_may_see_is_read_before_anything_else():
    company = an_organisation()
    person = an_employee(company)
    an_opened_case(person=person, employer=company)
    agreement = an_agreement(company)

    before = get_person_start(person.pk, at=NOON).step
    an_answer(agreement, person, accepted=False)
    after = get_person_start(person.pk, at=NOON).step

    assert before.heading == "Läs vad Exempelverken AB får se"
    assert after.action == "Börja kartläggningen"


def test_own_ratings_stand_last_and_what_ends_soon_says_so():
    person = a_person()
    a_statement(person, area="IT07", kind="self_rated")
    a_statement(person, area="IT08", valid_until=TODAY + timedelta(days=30))

    rows = list_competence(person.pk, on=TODAY)

    assert [row.state for row in rows] == ["soon", "self"]


def test_a_result_is_the_persons_alone_until_the_talk():
    planned = a_finished_sitting()

    page = signed_in(planned.candidate).get("/min-kompetens/").content.decode()

    assert "Bara du ser det, tills samtalet med provledaren är klart" in page


def test_the_looks_of_a_day_are_told_once_and_in_words():
    person, viewer = a_person(), an_employer()
    company = an_organisation("Verkstan AB", serial=78)
    for minute in range(3):
        record_looks(
            people=[person.pk],
            page="supply:matrix",
            organisation_id=company.pk,
            by=viewer,
            at=NOON + timedelta(minutes=minute),
        )

    (look,) = list_looks_in_words(person.pk)

    assert (look.who, look.organisation, look.times) == (str(viewer), "Verkstan AB", 3)
    assert look.shown.endswith("Inte svar, inte poäng")


def test_nobody_reads_who_has_looked_at_somebody_else():
    person = a_person("Hemlige", "Canary")
    record_looks(people=[person.pk], page="supply:matrix", organisation_id=None,
                 by=an_employer(), at=NOON)  # fmt: skip

    page = signed_in(a_user()).get("/vem-har-sett/").content.decode()

    assert "Ingen annan har sett dina resultat" in page


def test_a_company_is_led_from_role_to_matrix():
    company = an_organisation()
    employer = an_employer(company)

    heading = section_of(employer).step.heading
    page = signed_in(employer).get("/").content.decode()

    assert heading == "Börja med en roll"
    assert heading in page


def test_a_company_sees_where_its_employees_are_and_no_result():
    company = an_organisation()
    person = an_employee(company, "Elin", "Stickmått")
    an_opened_case(person=person, employer=company)

    (row,) = section_of(an_employer(company)).lists[0].rows

    assert (row.name, row.state, row.address) == ("Elin Stickmått", "Anmäld", "")


def test_a_test_leader_meets_those_who_wait_for_the_talk_first():
    planned = a_finished_sitting()

    section = section_of(planned.leader)

    assert section.step.heading == "1 person väntar på återkoppling"
    assert [row.name for row in section.lists[0].rows] == [planned.case.person.name]
    assert section.step.address == section.lists[0].rows[0].address


def test_a_test_leader_sees_who_is_ready_for_a_test():
    planned = a_planned_sitting()
    a_mapped_case(an_account(a_person("Omar", "Passbit")))

    section = section_of(planned.leader)

    assert section.step.heading == "1 person är redo för prov"
    assert [len(waiting.rows) for waiting in section.lists] == [0, 1, 1]


def test_an_examiner_sees_what_is_ready_for_decision():
    planned = a_talked_through_case()

    section = section_of(an_examiner())

    assert section.step.heading == "1 ärende väntar på beslut"
    assert [row.name for row in section.lists[0].rows] == [planned.case.person.name]


@pytest.mark.parametrize("role", [Role.TEST_LEADER, Role.EXAMINER, Role.SCHEME_OWNER])
def test_who_has_nothing_waiting_is_told_so(role):
    organisation = an_organisation("Exempel", OrganisationKind.TEST_CENTRE)

    answer = signed_in(a_member(role, organisation)).get("/")

    assert answer.status_code == 200


def test_the_pages_about_the_site_are_open_and_say_where_to_write(settings):
    settings.CONTACT_EMAIL = "hjalp@exempel.se"

    for address in ("/tillganglighet/", "/personuppgifter/"):
        assert "mailto:hjalp@exempel.se" in Client().get(address).content.decode()


def test_every_page_that_records_a_look_is_told_in_words():
    services = STAGES.glob("*/services*/**/*.py"), STAGES.glob("*/services.py")
    sources = [path.read_text(encoding="utf-8") for paths in services for path in paths]

    recorded = {page for text in sources for page in re.findall(r'page="(\w+:\w+)"', text)}

    assert recorded
    assert recorded <= set(SHOWN)
