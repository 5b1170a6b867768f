"""What the room awards follows the JSON schema that 1EdTech publishes for Open Badges 3.0."""

import json
from importlib import resources

import pytest
from jsonschema import Draft201909Validator

from kunnande.stages.credentials.queries import CredentialKind
from kunnande.stages.credentials.tests.builders import a_certificate

pytestmark = pytest.mark.django_db

STANDARDS = resources.files("kunnande.engines.verifiable_credentials") / "standards"
FILE = STANDARDS / "ob_v3p0_achievementcredential_schema.json"


@pytest.mark.parametrize(
    ("right", "kind"),
    [
        (["IT07", "IT08"], CredentialKind.CERTIFICATE),
        (["IT07"], CredentialKind.ATTESTATION_OF_PARTS),
    ],
)
def test_both_kinds_follow_it_without_error(right, kind):
    published = Draft201909Validator(json.loads(FILE.read_bytes()))

    certificate = a_certificate(right).certificate

    assert certificate.kind == kind
    assert list(published.iter_errors(json.loads(certificate.document_text))) == []
