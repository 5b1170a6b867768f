import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kunnande.stages.cases import queries, services
from kunnande.stages.cases.queries import Case, CaseState
from kunnande.stages.cases.tests.builders import (
    PDF,
    a_case,
    a_case_in,
    a_version_id,
    an_admitted_case,
    an_evidence,
    area_ids,
    rate_everything,
)
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.parties.tests.builders import (
    NOON,
    a_member,
    a_person,
    an_account,
    an_employee,
    an_organisation,
)
from kunnande.stages.trail.queries import list_looks_at

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def mapping():
    """A case open for mapping, and its person's browser."""
    case, person = an_admitted_case()
    return case, signed_in(person), person


def rate_url(case, number=1):
    return reverse("cases:rate", args=[case.pk, number])


def words_of(response):
    return " ".join(response.content.decode().split())


# What an employer does.


def open_form(company, person_id, version_id):
    client = signed_in(a_member(company))
    url = reverse("cases:open", args=[company.pk])
    return client.post(url, {"person": person_id, "product_version": version_id}, follow=True)


def test_an_employer_registers_an_employee():
    company = an_organisation()
    person = an_employee(company)

    page = words_of(open_form(company, person.pk, a_version_id()))

    assert Case.objects.get().employer == company
    assert "Hassan Kilremm är anmäld." in page
    assert "Anmäld" in page


def test_an_employer_registers_nobody_elses_employee():
    company = an_organisation()
    stranger = an_employee(an_organisation("Grannverken AB"))

    response = open_form(company, stranger.pk, a_version_id())

    assert response.status_code == 422
    assert not Case.objects.exists()


def test_registering_twice_is_said_at_the_field():
    company = an_organisation()
    case = a_case(employer=company)

    response = open_form(company, case.person_id, a_version_id())

    assert "Det finns redan ett öppet ärende" in words_of(response)


def test_an_employer_sees_the_status_of_its_own_cases_only():
    company, other = an_organisation(), an_organisation("Grannverken AB")
    a_case(employer=company)
    a_case(an_employee(other, "Vera", "Kopplin"), other)

    page = words_of(signed_in(a_member(company)).get(reverse("cases:open", args=[company.pk])))

    assert "Hassan Kilremm" in page
    assert "Kopplin" not in page


def test_an_employer_does_not_open_another_companys_page():
    company, other = an_organisation(), an_organisation("Grannverken AB")

    response = signed_in(a_member(company)).get(reverse("cases:open", args=[other.pk]))

    assert response.status_code == 403


# What the person does.


def test_a_person_without_a_case_is_told_what_will_happen():
    page = words_of(signed_in(an_account(a_person())).get(reverse("cases:mine")))

    assert "Du har inget ärende än" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CaseState.REGISTERED, "Börja"),
        (CaseState.ADMITTED, "Du är vid område 1 av 2"),
        (CaseState.MAPPED, "Vänta på en tid för provet"),
        (CaseState.TEST_PLANNED, "Dag och plats står på startsidan"),
        (CaseState.TESTING, "Ditt prov pågår"),
        (CaseState.TESTED, "Provledaren kallar dig"),
        (CaseState.FEEDBACK_GIVEN, "Vänta på beslut"),
        (CaseState.DECIDED, "Beslutet är klart"),
    ],
)
def test_a_person_sees_one_next_step(state, words):
    case = a_case_in(state)

    response = signed_in(an_account(case.person)).get(reverse("cases:mine"))

    assert words in words_of(response)
    assert response.content.count(b"card--next") == 1


def test_a_person_with_an_employer_answers_first():
    case = a_case(employer=an_organisation())
    client = signed_in(an_account(case.person))

    response = client.post(reverse("cases:begin", args=[case.pk]))

    assert response.url == reverse("disclosure:agreement", args=[case.employer_id])


def test_a_person_begins():
    case = a_case()
    client = signed_in(an_account(case.person))

    response = client.post(reverse("cases:begin", args=[case.pk]))

    assert response.url == rate_url(case)
    assert queries.find_case_by_id(case.pk).state == CaseState.ADMITTED


def test_beginning_twice_does_no_harm(mapping):
    case, client, _person = mapping

    response = client.post(reverse("cases:begin", args=[case.pk]))

    assert response.url == reverse("cases:mine")


def test_a_screen_shows_one_area_and_five_levels(mapping):
    case, client, _person = mapping

    page = words_of(client.get(rate_url(case)))

    assert "Område 1 av 2" in page
    assert "Område IT07" in page
    assert "Område IT08" not in page
    assert page.count('type="radio"') == 5
    assert "Det räknas inte som bevis" in page


def test_a_chosen_level_leads_to_the_next_area(mapping):
    case, client, _person = mapping

    response = client.post(rate_url(case), {"level": "3"})

    assert response.url == rate_url(case, 2)
    assert queries.list_rated_levels(case.pk) == {area_ids(case)[0]: 3}


def test_the_last_area_leads_to_the_review(mapping):
    case, client, _person = mapping

    response = client.post(rate_url(case, 2), {"level": "3"})

    assert response.url == reverse("cases:review", args=[case.pk])


@pytest.mark.parametrize("level", ["", "5", "-1", "tre"])
def test_a_level_that_does_not_exist_is_not_kept(mapping, level):
    case, client, _person = mapping

    response = client.post(rate_url(case), {"level": level})

    assert response.status_code == 422
    assert "Välj det som stämmer bäst." in words_of(response)
    assert queries.list_rated_levels(case.pk) == {}


def test_a_choice_is_kept_when_it_is_made(mapping):
    case, client, _person = mapping

    response = client.post(rate_url(case), {"level": "2"}, headers={"HX-Request": "true"})

    assert "Sparat" in words_of(response)
    assert queries.list_rated_levels(case.pk) == {area_ids(case)[0]: 2}


def test_somebody_may_leave_without_choosing_and_come_back(mapping):
    case, client, _person = mapping

    response = client.post(rate_url(case), {"later": "1"}, follow=True)

    assert "Fortsätt när det passar dig" in words_of(response)


def test_a_file_and_a_level_are_kept_together(mapping):
    case, client, _person = mapping
    upload = SimpleUploadedFile("intyg.pdf", PDF)

    response = client.post(rate_url(case), {"file": upload, "level": "2", "attach": "1"})

    assert response.url == rate_url(case)
    assert case.evidence.get().name == "intyg.pdf"
    assert queries.list_rated_levels(case.pk) == {area_ids(case)[0]: 2}


def test_a_refused_file_is_said_at_the_field_and_the_level_is_kept(mapping):
    case, client, _person = mapping
    upload = SimpleUploadedFile("intyg.pdf", b"<script>alert(1)</script>")

    response = client.post(rate_url(case), {"file": upload, "level": "2"})

    assert response.status_code == 422
    assert "Vi tar emot PDF, PNG och JPEG" in words_of(response)
    assert queries.list_rated_levels(case.pk) == {area_ids(case)[0]: 2}


def test_adding_no_file_says_what_to_do(mapping):
    case, client, _person = mapping

    response = client.post(rate_url(case), {"attach": "1"})

    assert "Välj en fil först." in words_of(response)


def test_script_in_a_files_name_is_shown_as_text(mapping):
    case, client, person = mapping
    an_evidence(case, person, name="<img src=x onerror=alert(1)>.pdf")

    page = client.get(rate_url(case)).content.decode()

    assert "<img" not in page
    assert "&lt;img" in page


def test_an_area_that_does_not_exist_is_not_found(mapping):
    case, client, _person = mapping

    assert client.get(rate_url(case, 3)).status_code == 404


@pytest.mark.parametrize("page", ["cases:rate", "cases:review"])
def test_a_case_that_has_not_begun_is_begun_first(page):
    case = a_case()
    arguments = [case.pk, 1] if page == "cases:rate" else [case.pk]

    response = signed_in(an_account(case.person)).get(reverse(page, args=arguments))

    assert response.url == reverse("cases:mine")


def test_the_review_marks_levels_as_own_ratings_and_hands_in(mapping):
    case, client, person = mapping
    rate_everything(case, person)
    url = reverse("cases:review", args=[case.pk])
    shown = words_of(client.get(url))

    response = client.post(url)

    assert "Egen bedömning, räknas inte som bevis." in shown
    assert response.url == reverse("cases:mine")
    assert queries.is_rating_submitted(case.pk)


def test_the_review_names_the_area_without_a_level(mapping):
    case, client, _person = mapping

    response = client.post(reverse("cases:review", args=[case.pk]))

    assert response.status_code == 422
    assert "Välj nivå även för område 1, 2." in words_of(response)


def test_handing_in_twice_tells_and_keeps_the_first(mapping):
    case, client, person = mapping
    rate_everything(case, person)
    url = reverse("cases:review", args=[case.pk])
    client.post(url)

    response = client.post(url, follow=True)

    assert "Din bedömning är redan inlämnad." in words_of(response)


def test_an_old_tab_does_not_change_what_is_handed_in(mapping):
    case, client, person = mapping
    rate_everything(case, person, level=2)
    services.submit_self_rating(case=case, by=person, at=NOON)

    client.post(rate_url(case), {"level": "4"})

    assert set(queries.list_rated_levels(case.pk).values()) == {2}
    assert "disabled" in words_of(client.get(rate_url(case)))


def test_a_level_chosen_after_the_case_closed_is_refused_by_name(mapping):
    case, client, person = mapping
    services.move_case(case=case, to=CaseState.CLOSED, by=person, at=NOON)

    response = client.post(rate_url(case), {"level": "4"})

    assert "Kartläggningen är inte öppen" in words_of(response)


def test_the_person_reads_what_the_talk_came_to():
    case = a_case_in(CaseState.TESTED)
    services.hold_feedback_talk(
        case=case,
        summary="Ritningar gick bra.",
        proposals={area_ids(case)[1]: "Öva mätning med Rut."},
        by=an_account(a_person("Vera", "Kopplin")),
        at=NOON,
    )

    page = words_of(signed_in(an_account(case.person)).get(reverse("cases:mine")))

    assert "Samtal med Vera Kopplin" in page
    assert "Ritningar gick bra." in page
    assert "Öva mätning med Rut." in page


# Files.


def test_a_file_is_downloaded_never_opened(mapping):
    case, client, person = mapping
    evidence = an_evidence(case, person)

    response = client.get(reverse("cases:download", args=[evidence.pk]))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="intyg.pdf"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_test_leaders_download_is_seen_by_the_person(mapping):
    case, _client, person = mapping
    evidence = an_evidence(case, person)
    centre = an_organisation("Verkstadsskolan", OrganisationKind.TEST_CENTRE)
    leader = a_member(centre, Role.TEST_LEADER)

    response = signed_in(leader).get(reverse("cases:download", args=[evidence.pk]))

    assert b"".join(response.streaming_content) == PDF
    assert [look.viewer for look in list_looks_at(case.person_id)] == [leader.trail_name]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_person_finds_no_file(mapping, method):
    case, _client, person = mapping
    evidence = an_evidence(case, person)
    page = "cases:download" if method == "get" else "cases:remove"
    stranger = signed_in(an_account(a_person("Vera", "Kopplin")))

    response = getattr(stranger, method)(reverse(page, args=[evidence.pk]))

    assert response.status_code == 404
    assert case.evidence.exists()


def test_a_foreign_person_finds_no_case(mapping):
    case, _client, _person = mapping
    stranger = signed_in(an_account(a_person("Vera", "Kopplin")))

    answers = [stranger.get(rate_url(case)), stranger.get(reverse("cases:review", args=[case.pk]))]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_an_employer_gets_no_file_of_an_employee():
    company = an_organisation()
    case, person = an_admitted_case(company)
    evidence = an_evidence(case, person)

    response = signed_in(a_member(company)).get(reverse("cases:download", args=[evidence.pk]))

    assert response.status_code == 404


def test_a_test_leader_removes_nobodys_file(mapping):
    case, _client, person = mapping
    evidence = an_evidence(case, person)
    centre = an_organisation("Verkstadsskolan", OrganisationKind.TEST_CENTRE)
    leader = signed_in(a_member(centre, Role.TEST_LEADER))

    response = leader.post(reverse("cases:remove", args=[evidence.pk]))

    assert response.status_code == 404
    assert case.evidence.exists()


def test_a_person_removes_a_file_and_stays_at_its_area(mapping):
    case, client, person = mapping
    evidence = an_evidence(case, person)

    response = client.post(reverse("cases:remove", args=[evidence.pk]))

    assert response.url == rate_url(case)
    assert not case.evidence.exists()
