"""Certificates made here follow the JSON schema that 1EdTech publishes for Open Badges 3.0."""

import json
from copy import deepcopy
from hashlib import sha256
from importlib import resources

import pytest
from jsonschema import Draft201909Validator

from .test_standard_shape import WHOLE

STANDARDS = resources.files("kunnande.engines.verifiable_credentials") / "standards"
FILE = STANDARDS / "ob_v3p0_achievementcredential_schema.json"
PUBLISHED = Draft201909Validator(json.loads(FILE.read_bytes()))


def test_the_schema_is_the_one_that_the_sources_name():
    assert sha256(FILE.read_bytes()).hexdigest() in (STANDARDS / "SOURCES.md").read_text("utf-8")


def test_a_certificate_with_all_it_can_carry_follows_it_without_error():
    assert list(PUBLISHED.iter_errors(WHOLE)) == []


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (("type",), ["VerifiableCredential"]),
        (("validFrom",), 2026),
        (("credentialSubject", "achievement", "name"), None),
        (("credentialSubject", "achievement", "criteria"), None),
        (("credentialSubject", "achievement", "alignment", 0, "targetUrl"), 4),
    ],
)
def test_what_is_wrong_does_not_follow_it(place, wrong):
    document = deepcopy(WHOLE)
    parent = document
    for step in place[:-1]:
        parent = parent[step]

    parent[place[-1]] = wrong

    assert not PUBLISHED.is_valid(document)
