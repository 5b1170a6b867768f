import json

import pytest

from kunnande.engines.verifiable_credentials import verify
from kunnande.stages.credentials.queries import get_did_document, get_status_list_credential

from .conftest import REVOCATION_REASON
from .people import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(certificate):
    return json.loads(certificate.document_text)


def check(document, certificate, clock):
    return verify(
        document,
        did_document=get_did_document(),
        at=clock.moment,
        status_list=get_status_list_credential(certificate.status_list_id),
    )


def test_the_issuer_is_the_demonstrations_own(document):
    assert document["issuer"]["id"] == "did:web:localhost%3A8000"
    assert [proof["cryptosuite"] for proof in document["proof"]] == ["eddsa-rdfc-2022"]


def test_everything_about_it_is_in_order(document, certificate, clock):
    assert check(document, certificate, clock).outcome == "passed"


def test_a_changed_name_is_found_out(document, certificate, clock):
    document["name"] = "Certifikat i allt"

    assert check(document, certificate, clock).check("proof").finding == "signature_mismatch"


def test_a_stranger_reads_its_page_without_signing_in(certificate):
    page = Browser().read("credentials:verify", certificate.public_id)

    assert "Beviset gäller" in page
    assert "Amina" in page


def test_a_revocation_takes_effect_at_once(revoked, clock):
    result = check(json.loads(revoked.document_text), revoked, clock)

    assert result.check("status").finding == "revoked"
    assert result.check("proof").outcome == "passed"


def test_the_page_says_revoked_and_never_why(revoked):
    page = Browser().read("credentials:verify", revoked.public_id)

    assert "Beviset är återkallat" in page
    assert REVOCATION_REASON not in page
