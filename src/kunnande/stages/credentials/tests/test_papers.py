import json
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse
from pypdf import PdfReader

from kunnande.stages.credentials.tests.builders import a_certificate, revoked
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


def answer_of(client, awarded, language="sv"):
    return client.get(reverse("credentials:paper", args=[awarded.certificate.public_id, language]))


def paper_of(client, awarded, language="sv"):
    return PdfReader(BytesIO(answer_of(client, awarded, language).content))


def words_of(paper):
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())


def test_anyone_with_the_link_gets_one_page_that_says_what_the_public_page_says(client, awarded):
    paper = paper_of(client, awarded)

    words = words_of(paper)
    assert len(paper.pages) == 1
    assert "Härmed intygas att Elin Stickmått har visat kunnande i 2 kompetensområden." in words
    assert words.count("Nivå 2 av 4. Visat genom teoriprov 20 november 2026, Verkstads") == 2
    assert str(awarded.certificate.public_id) in words
    assert "Utfärdat 20 november 2026 Gäller till 20 november 2029" in words
    assert "Exempelutfärdare." in words
    assert "återstår" not in words.lower()


def test_the_paper_is_tagged_and_named_in_its_language(client, awarded):
    paper = paper_of(client, awarded, "en")

    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert paper.metadata.title == "Technology BAS, Elin Stickmått"
    assert "This is to certify that Elin Stickmått has shown" in words_of(paper)
    assert "Shown by a theory test 20 November 2026" in words_of(paper)


def test_an_attestation_lists_what_is_met_and_what_remains(client):
    words = words_of(paper_of(client, a_certificate(("IT07",))))

    assert "Det här är uppfyllt Område IT07" in words
    assert "Det här återstår Område IT08" in words


def test_the_code_leads_to_the_public_page(client, awarded):
    with pypdfium2.PdfDocument(answer_of(client, awarded).content) as pages:
        picture = pages[0].render(scale=4).to_numpy()

    found = [code.text for code in zxingcpp.read_barcodes(picture)]
    page = reverse("credentials:verify", args=[awarded.certificate.public_id])
    assert found == [f"http://localhost:8000{page}"]


def test_the_signed_file_lies_in_the_paper_unchanged(client, awarded):
    attached = paper_of(client, awarded).attachments

    assert [file.decode() for file in attached["bevis.json"]] == [awarded.certificate.document_text]
    assert json.loads(attached["bevis.json"][0])["proof"]


def test_a_revoked_certificate_is_stamped_and_its_reason_is_nowhere(client, awarded):
    answer = answer_of(client, revoked(awarded, SECRET))

    words = words_of(PdfReader(BytesIO(answer.content)))
    assert "ÅTERKALLAT" in words
    assert "Återkallat 20 november 2026 av utfärdaren. Det gäller inte längre." in words
    assert SECRET not in words
    assert SECRET.encode() not in answer.content


def test_an_expired_certificate_is_stamped(client, awarded, clock):
    clock(awarded.certificate.valid_until + timedelta(days=1))

    words = words_of(paper_of(client, awarded))

    assert "HAR GÅTT UT" in words
    assert "Det gällde till 20 november 2029." in words


def test_a_certificate_that_can_not_be_checked_says_so(client, awarded, issuer_keys):
    for file in issuer_keys.iterdir():
        file.unlink()

    assert "INTE KONTROLLERAT" in words_of(paper_of(client, awarded))


def test_what_the_issuer_has_not_sealed_is_not_printed(client, awarded):
    certificate = awarded.certificate
    certificate.document_text = certificate.document_text.replace("Elin", "Ellen")
    certificate.save(update_fields=["document_text"])

    assert answer_of(client, awarded).status_code == 404


@pytest.mark.parametrize("language", ["de", "sv-se", "..", "x" * 200])
def test_there_is_paper_in_the_languages_of_the_site_only(client, awarded, language):
    assert answer_of(client, awarded, language).status_code == 404


def test_a_number_that_is_nobodys_has_no_paper(client):
    number = "00000000-0000-4000-8000-000000000000"

    assert client.get(reverse("credentials:paper", args=[number, "sv"])).status_code == 404


def test_nobody_keeps_or_finds_the_paper(client, awarded):
    answer = answer_of(client, awarded)

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Language"] == "sv"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("page", ["credentials:verify", "credentials:mine"])
def test_pages_offer_the_paper_in_both_languages(client, awarded, page):
    number = awarded.certificate.public_id
    client.force_login(awarded.decided.planned.candidate)

    shown = client.get(reverse(page, args=[number] if page.endswith("verify") else []))

    for language in ("sv", "en"):
        assert reverse("credentials:paper", args=[number, language]) in shown.content.decode()
