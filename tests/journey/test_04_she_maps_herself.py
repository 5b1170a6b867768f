import pytest
from django.urls import reverse

from kunnande.stages.cases import services
from kunnande.stages.cases.queries import list_areas_of_case
from kunnande.stages.ledger.queries import list_current, list_disclosed

from .people import Browser, person_of

pytestmark = pytest.mark.django_db

PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(64)


def test_each_level_is_a_plain_statement_to_choose(agreed, case, amina):
    phone = Browser(amina)
    phone.send("cases:begin", case.pk)

    page = phone.read("cases:rate", case.pk, 1)

    assert page.count('type="radio"') == 5


def test_evidence_is_kept_private_and_never_shown_inline(mapped, amina, clock):
    area = list_areas_of_case(mapped)[0].area_version_id
    evidence = services.attach_evidence(
        case=mapped,
        area_version_id=area,
        name="intyg.png",
        content=PHOTO,
        by=amina,
        at=clock.moment,
    )

    response = Browser(amina).client.get(reverse("cases:download", args=[evidence.pk]))

    assert b"".join(response.streaming_content) == PHOTO
    assert response["Content-Disposition"].startswith("attachment")


def test_her_own_rating_is_written_down_as_that(mapped, amina, clock):
    statements = list_current([person_of(amina).pk], on=clock.moment.date())

    assert {(s.kind, s.level) for s in statements} == {("self_rated", 4)}


def test_her_own_rating_proves_nothing_to_the_company(mapped, company, amina, clock):
    seen = list_disclosed(company.pk, [person_of(amina).pk], on=clock.moment.date())

    assert seen == []


def test_the_page_says_that_it_does_not_count_as_proof(mapped, amina):
    assert "Räknas inte som bevis" in Browser(amina).read("home:competence")


def test_it_is_handed_in_once(mapped, amina, clock):
    with pytest.raises(services.AlreadySubmittedError):
        services.submit_self_rating(case=mapped, by=amina, at=clock.moment)
