import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kunnande.stages.cases import queries, services
from kunnande.stages.cases.queries import CaseState
from kunnande.stages.cases.tests.builders import (
    PDF,
    a_case,
    an_evidence,
    area_ids,
    rate_everything,
    rate_url,
    signed_in,
    words_of,
)
from kunnande.stages.parties.tests.builders import (
    NOON,
    an_account,
)

pytestmark = pytest.mark.django_db


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
