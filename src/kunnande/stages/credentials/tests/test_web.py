import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from kunnande.stages.credentials.models import Certificate
from kunnande.stages.credentials.tests.builders import (
    a_certificate,
    a_demo,
    a_scheme_owner_user,
    revoked,
)
from kunnande.stages.decision.tests.builders import a_decided_case
from kunnande.stages.testing.tests.builders import minutes

pytestmark = pytest.mark.django_db

SECRET = "Förväxlad med någon annan"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Set what the doors read as now."""

    def set_to(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    set_to(minutes(200))
    return set_to


@pytest.fixture
def awarded():
    return a_certificate()


def address(name, awarded):
    return reverse(f"credentials:{name}", args=[awarded.certificate.public_id])


def status_address(awarded):
    return reverse("credentials:status", args=[awarded.certificate.status_list_id])


def test_anyone_with_the_link_reads_that_the_certificate_counts(client, awarded):
    page = client.get(address("verify", awarded))

    words = page.content.decode()
    assert "Beviset gäller" in words
    assert "Kontrollerat <time>20 november 2026 kl. 15.20</time>" in words
    assert "Visat genom teoriprov 20 november 2026, Verkstadsskolan testcenter." in words
    assert "Exempelutfärdare." in words


def test_a_revoked_certificate_says_so_on_the_next_look(client, awarded):
    revoked(awarded)

    words = client.get(address("verify", awarded)).content.decode()

    assert "Beviset är återkallat" in words
    assert "Återkallat 20 november 2026 av utfärdaren" in words


def test_an_expired_certificate_is_still_shown(client, awarded, clock):
    clock(awarded.certificate.valid_until + timedelta(days=1))

    words = client.get(address("verify", awarded)).content.decode()

    assert "Beviset har gått ut" in words
    assert "Elin Stickmått" in words


def test_a_tampered_certificate_shows_no_claims(client, awarded):
    certificate = awarded.certificate
    certificate.document_text = certificate.document_text.replace("Elin", "Ellen")
    certificate.save(update_fields=["document_text"])

    words = client.get(address("verify", awarded)).content.decode()

    assert "Beviset går inte att lita på" in words
    assert "Ellen" not in words


def test_a_certificate_without_a_readable_status_list_is_not_called_valid(
    client, awarded, issuer_keys
):
    (issuer_keys / "key-2026.json").unlink()

    words = client.get(address("verify", awarded)).content.decode()

    assert "Vi kan inte avgöra om beviset gäller" in words
    assert client.get(status_address(awarded)).status_code == 503


def test_a_certificate_that_has_not_begun_says_when_it_does(client, awarded, clock):
    clock(minutes(100))

    assert "Beviset gäller inte än" in client.get(address("verify", awarded)).content.decode()


def test_the_reason_for_a_revocation_is_in_no_public_byte(client, awarded):
    revoked(awarded, reason=SECRET)

    addresses = [
        address("verify", awarded),
        address("document", awarded),
        status_address(awarded),
        reverse("credentials:did"),
    ]
    for public in addresses:
        page = client.get(public)
        assert page.status_code == 200
        assert SECRET.encode() not in page.content
        assert SECRET not in str(page.headers)


def test_public_pages_are_not_indexed_and_verdicts_not_kept(client, awarded):
    page = client.get(address("verify", awarded))

    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]


def test_the_file_is_the_signed_text_to_the_byte(client, awarded):
    page = client.get(address("document", awarded))

    assert page.content == awarded.certificate.document_text.encode()
    assert page["Content-Type"] == "application/vc+ld+json"
    assert "attachment" in page["Content-Disposition"]


def test_the_did_document_stands_where_did_web_looks(client):
    a_demo()

    page = client.get("/.well-known/did.json")

    assert json.loads(page.content)["id"] == "did:web:localhost%3A8000"
    assert page["Access-Control-Allow-Origin"] == "*"


def test_a_known_status_list_is_not_sent_again_until_it_changes(client, awarded):
    first = client.get(status_address(awarded))

    again = client.get(status_address(awarded), headers={"If-None-Match": first["ETag"]})
    revoked(awarded)
    after = client.get(status_address(awarded), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, after.status_code) == (304, 200)
    assert "no-cache" in first["Cache-Control"]


@pytest.mark.parametrize("name", ["verify", "document"])
def test_an_unknown_number_is_told_in_plain_words(client, name):
    page = client.get(reverse(f"credentials:{name}", args=[uuid.uuid4()]))

    assert page.status_code == 404


def test_what_does_not_exist_is_not_found(client):
    assert client.get("/.well-known/did.json").status_code == 404
    a_demo()
    assert client.get(reverse("credentials:status", args=[99])).status_code == 404


def test_a_pasted_link_leads_to_its_certificate(client, awarded):
    pasted = f"  http://localhost:8000{address('verify', awarded)}?x=1 "

    page = client.get(reverse("credentials:find"), {"nummer": pasted})

    assert page.url == address("verify", awarded)


def test_a_number_that_is_none_keeps_what_was_typed(client):
    words = client.get(reverse("credentials:find"), {"nummer": "7KQ2"}).content.decode()

    assert "36 tecken" in words
    assert 'value="7KQ2"' in words


def test_the_page_speaks_english_too(client, awarded):
    client.cookies["django_language"] = "en"

    words = client.get(address("verify", awarded)).content.decode()

    assert "Shown by a theory test 20 November 2026" in words


def test_a_person_sees_their_certificates_and_what_others_see(client, awarded):
    client.force_login(awarded.decided.planned.candidate)

    words = client.get(reverse("credentials:mine")).content.decode()

    assert "Du har ett bevis" in words
    assert f"http://testserver{address('verify', awarded)}" in words
    assert "Inte poäng, inte svar" in words


def test_a_person_without_certificates_reads_when_one_comes(client):
    a_demo()
    decided = a_decided_case()
    client.force_login(decided.planned.candidate)

    assert "Ditt bevis är på väg" in client.get(reverse("credentials:mine")).content.decode()


def test_an_examiner_awards_and_a_double_click_awards_once(client):
    a_demo()
    decided = a_decided_case()
    client.force_login(decided.examiner)
    award = reverse("credentials:award", args=[decided.decision.pk])

    pages = [client.post(award, follow=True).content.decode() for _click in range(2)]

    assert "Beviset är utfärdat" in pages[0]
    assert Certificate.objects.count() == 1


def test_a_closed_award_says_what_to_do(client):
    decided = a_decided_case()
    client.force_login(decided.examiner)

    page = client.post(reverse("credentials:award", args=[decided.decision.pk]), follow=True)

    assert "Sätt PUBLIC_HOST" in page.content.decode()


def test_an_award_of_a_decision_that_does_not_exist_is_not_found(client, awarded):
    client.force_login(awarded.decided.examiner)

    assert client.post(reverse("credentials:award", args=[999])).status_code == 404


def test_the_scheme_owner_revokes_with_a_reason(client, awarded):
    client.force_login(a_scheme_owner_user())

    page = client.post(address("revoke", awarded), {"reason": SECRET}, follow=True)

    assert "Beviset är återkallat." in page.content.decode()
    assert awarded.certificate.__class__.objects.get().revocation.reason == SECRET


def test_a_revocation_without_reason_or_twice_is_refused_in_words(client, awarded):
    client.force_login(a_scheme_owner_user())

    empty = client.post(address("revoke", awarded), {"reason": ""})
    revoked(awarded)
    twice = client.post(address("revoke", awarded), {"reason": SECRET})

    assert "Det står vid fältet" in empty.content.decode()
    assert "Beviset är redan återkallat." in twice.content.decode()


def test_an_unknown_certificate_can_not_be_revoked(client):
    client.force_login(a_scheme_owner_user())

    page = client.get(reverse("credentials:revoke", args=[uuid.uuid4()]))

    assert page.status_code == 404


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("candidate", "awards"),
        ("leader", "awards"),
        ("candidate", "revoke"),
        ("examiner", "revoke"),
    ],
)
def test_who_may_not_award_or_revoke_is_refused(client, awarded, who, name):
    planned = awarded.decided.planned
    client.force_login(
        {
            "candidate": planned.candidate,
            "leader": planned.leader,
            "examiner": awarded.decided.examiner,
        }[who]
    )

    page = client.get(
        address("revoke", awarded) if name == "revoke" else reverse("credentials:awards")
    )

    assert page.status_code == 403
