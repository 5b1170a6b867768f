import json
from datetime import UTC, date, datetime

import pytest

from kunnande.engines import verifiable_credentials as vc
from kunnande.stages.cases.services import move_case
from kunnande.stages.credentials import queries, services
from kunnande.stages.credentials.models import Certificate, StatusList
from kunnande.stages.credentials.queries import lists
from kunnande.stages.credentials.services import awarding
from kunnande.stages.credentials.tests.builders import (
    AWARDED_AT,
    a_certificate,
    a_demo,
    an_issuer,
    revoked,
)
from kunnande.stages.decision.services import decide
from kunnande.stages.decision.tests.builders import a_decided_case
from kunnande.stages.framework.queries import find_area_version
from kunnande.stages.ledger.services import Proof, state_competence
from kunnande.stages.parties.queries import get_viewer
from kunnande.stages.parties.tests.builders import a_service_user
from kunnande.stages.testing.tests.builders import minutes
from kunnande.stages.trail.queries import list_entries, list_looks_at

pytestmark = pytest.mark.django_db


def document_of(awarded):
    return json.loads(awarded.certificate.document_text)


def a_real_issuer():
    return services.establish_issuer(
        host="bevis.example.org",
        port=None,
        name="Modellägaren",
        demo=False,
        by=a_service_user(),
        at=AWARDED_AT,
    )


def test_the_demo_issuer_lives_on_this_machine_and_says_that_it_is_a_sample():
    issuer = an_issuer()

    assert issuer.did == "did:web:localhost%3A8000"
    assert "exempelutfärdare" in issuer.name


def test_a_real_issuer_lives_on_its_host():
    issuer = a_real_issuer()

    assert (issuer.did, issuer.base_url) == (
        "did:web:bevis.example.org",
        "https://bevis.example.org",
    )


def test_a_later_port_does_not_move_the_issuer():
    first = an_issuer(port=8000)

    later = an_issuer(port=8001)

    assert later == first
    assert later.did == "did:web:localhost%3A8000"


def test_a_certificate_names_the_person_and_how_each_area_was_shown():
    document = document_of(a_certificate())

    subject = document["credentialSubject"]
    assert subject["identifier"][0]["identityHash"] == "Elin Stickmått"
    assert [result["status"] for result in subject["result"]] == ["Completed", "Completed"]
    assert document["evidence"][0]["narrative"] == (
        "Visat genom teoriprov 2026-11-20, Verkstadsskolan testcenter."
        "\n\nShown by a theory test 2026-11-20, Verkstadsskolan testcenter."
    )


def test_a_certificate_says_what_was_required_and_what_it_aligns_with():
    achievement = document_of(a_certificate())["credentialSubject"]["achievement"]

    assert "- Kan knowledge." in achievement["criteria"]["narrative"]
    assert [a["targetUrl"] for a in achievement["alignment"]] == [
        "http://data.europa.eu/esco/skill/1",
        "http://data.europa.eu/snb/eqf/4",
    ]
    assert "Exempelutfärdare" in achievement["description"]


def test_an_attestation_shows_only_what_is_met_and_says_what_remains():
    document = document_of(a_certificate(("IT07",)))

    achievement = document["credentialSubject"]["achievement"]
    assert document["name"].startswith("Intyg om delar av Teknik BAS")
    assert [area["name"] for area in achievement["resultDescription"]] == [
        "Område IT07 / Area IT07"
    ]
    assert "Återstår för certifikat: Område IT08." in achievement["description"]


def test_a_certificate_lasts_as_long_as_the_product_says():
    awarded = a_certificate()

    claims = queries.get_public_certificate(awarded.certificate.public_id, at=AWARDED_AT).claims

    assert claims.last_day == date(2029, 11, 20)


def test_a_certificate_never_outlives_what_it_rests_on():
    a_demo()
    decided = a_decided_case(())
    case, by = decided.planned.case, a_service_user()
    for code, last in (("IT07", date(2027, 5, 31)), ("IT08", None)):
        state_competence(
            person=case.person,
            area_version_id=find_area_version(code).pk,
            level=2,
            proof=Proof(kind="theory_tested", source="earlier:1", valid_until=last),
            by=by,
            at=minutes(100),
        )
    for state in ("mapped", "test_planned", "testing", "tested", "feedback_given"):
        move_case(case=case, to=state, by=by, at=minutes(110))
    again = decide(case=case, by=decided.examiner, at=minutes(115))

    certificate = services.award_certificate(decision=again, by=decided.examiner, at=AWARDED_AT)

    assert certificate.valid_until == datetime(2027, 5, 31, 22, tzinfo=UTC)


def test_a_double_click_gives_one_certificate():
    awarded = a_certificate()

    again = services.award_certificate(
        decision=awarded.decided.decision, by=awarded.decided.examiner, at=minutes(121)
    )

    assert again == awarded.certificate
    assert Certificate.objects.count() == 1


def test_a_mapping_statement_gives_no_certificate():
    a_demo()
    decided = a_decided_case(())

    with pytest.raises(services.NothingToAwardError):
        services.award_certificate(decision=decided.decision, by=decided.examiner, at=AWARDED_AT)


@pytest.mark.parametrize(
    ("host", "demo", "reason"),
    [("", True, "PUBLIC_HOST"), ("bevis.example.org", True, "hör inte ihop")],
)
def test_awards_outside_a_demonstration_are_closed_until_others_can_reach_us(
    settings, host, demo, reason
):
    settings.PUBLIC_HOST = host
    services.establish_issuer(
        host="localhost", port=8000, name="X", demo=demo, by=a_service_user(), at=AWARDED_AT
    )
    decided = a_decided_case()

    with pytest.raises(services.AwardsClosedError, match=reason):
        services.award_certificate(decision=decided.decision, by=decided.examiner, at=AWARDED_AT)


def test_awards_open_with_a_public_host_and_a_real_issuer(settings):
    settings.PUBLIC_HOST = "bevis.example.org"
    services.establish_issuer(
        host="bevis.example.org",
        port=None,
        name="X",
        demo=False,
        by=a_service_user(),
        at=AWARDED_AT,
    )
    decided = a_decided_case()

    certificate = services.award_certificate(
        decision=decided.decision, by=decided.examiner, at=AWARDED_AT
    )

    assert "https://bevis.example.org/bevis/" in certificate.document_text
    assert "Exempelutfärdare" not in certificate.document_text


def test_awards_without_an_issuer_say_what_is_missing(settings):
    settings.PUBLIC_HOST = "bevis.example.org"

    assert "utfärdare" in services.find_award_obstacle()


def test_a_missing_key_file_stops_the_award_by_name(issuer_keys):
    a_demo()
    decided = a_decided_case()
    (issuer_keys / "key-2026.json").unlink()

    with pytest.raises(queries.IssuerKeyMissingError, match="key-2026"):
        services.award_certificate(decision=decided.decision, by=decided.examiner, at=AWARDED_AT)


def test_a_key_file_of_another_key_stops_the_award_by_name(issuer_keys):
    a_demo()
    decided = a_decided_case()
    other = vc.SigningKey.generate("did:web:localhost%3A8000#key-2026").secret_multibase
    (issuer_keys / "key-2026.json").write_text(json.dumps({"secret": other}))

    with pytest.raises(queries.IssuerKeyMissingError, match="key-2026"):
        services.award_certificate(decision=decided.decision, by=decided.examiner, at=AWARDED_AT)


def test_the_place_in_the_status_list_is_drawn_at_random_among_many(monkeypatch):
    monkeypatch.setattr(awarding.secrets, "randbelow", lambda entries: entries - 7)

    awarded = a_certificate()

    assert awarded.certificate.status_index == 131_072 - 7


def test_a_list_that_fills_up_is_followed_by_another(monkeypatch):
    monkeypatch.setattr(awarding, "LIST_FULL_AT", 1)

    awarded = a_certificate()

    assert awarded.certificate.status_list.full
    assert not StatusList.objects.filter(full=False).exists()


def test_a_revocation_asks_for_a_reason():
    awarded = a_certificate()

    with pytest.raises(services.ReasonMissingError):
        revoked(awarded, reason="  ")


def test_a_certificate_is_revoked_once():
    awarded = revoked(a_certificate())

    with pytest.raises(services.AlreadyRevokedError):
        revoked(awarded)


def test_the_trail_tells_of_award_and_revocation_without_the_reason():
    awarded = revoked(a_certificate(), reason="Förväxling")

    entries = list_entries(awarded.decided.planned.case.trail_name)[-2:]

    assert [e.act for e in entries] == ["certificate_awarded", "certificate_revoked"]
    assert "Förväxling" not in str([e.facts for e in entries])


def test_reading_what_was_awarded_is_seen_by_the_person():
    awarded = a_certificate()

    page = services.show_awards(by=awarded.decided.examiner, at=minutes(130))

    assert [row.person_name for row in page.awarded] == ["Elin Stickmått"]
    looks = list_looks_at(awarded.certificate.person_id)
    assert [look.page for look in looks] == ["credentials:awards"]


def test_a_decision_waits_until_its_certificate_is_awarded():
    a_demo()
    decided = a_decided_case()
    viewer = get_viewer(decided.examiner, on=AWARDED_AT.date())
    waiting = queries.list_awaiting_certificate(viewer)

    services.award_certificate(decision=decided.decision, by=decided.examiner, at=AWARDED_AT)

    assert [row.decision_id for row in waiting] == [decided.decision.pk]
    assert queries.list_awaiting_certificate(viewer) == []


def test_a_page_beyond_the_last_one_is_the_last_one(monkeypatch):
    awarded = a_certificate()
    monkeypatch.setattr(lists, "_ON_A_PAGE", 1)
    reading = {"by": awarded.decided.examiner, "at": minutes(130)}

    first, beyond = (services.show_awards(**reading, number=number) for number in (1, 9))

    assert (first.number, first.pages, len(first.awarded)) == (1, 1, 1)
    assert beyond.awarded == first.awarded
