"""The quick check of a shape says what a JSON Schema library says."""

import json
from copy import deepcopy
from datetime import timedelta
from importlib import resources

import pytest
from hypothesis import given, settings, strategies as st
from jsonschema import Draft202012Validator

from kunnande.engines.verifiable_credentials import export_learning_model, shapes, sign
from kunnande.engines.verifiable_credentials.shapes.checks import (
    UnknownRuleError,
    compile_schema,
    load_checks,
)

from .builders import AWARDED, DID, achievement, certificate, status_list
from .test_endorsements import PARTY_KEY, endorsement

ENDORSEMENT = sign(endorsement(), PARTY_KEY, created=AWARDED)
CLAIMS = {
    "iss": DID,
    "iat": 1_790_000_000,
    "vct": "urn:kunnande:certificate:1",
    "status": {"status_list": {"idx": 7, "uri": "https://localhost/status/1/jwt"}},
    "areas": [{"code": "IT07", "met": True, "level": 2, "shown_by": ["theory_tested"]}],
}

SHAPES = {
    "achievement_credential": certificate(achievement=achievement(endorsements=(ENDORSEMENT,))),
    "endorsement_credential": {k: v for k, v in ENDORSEMENT.items() if k != "proof"},
    "european_digital_credential": export_learning_model(certificate(), country="SWE"),
    "open_badges_3": certificate(),
    "status_list_credential": status_list(ttl=timedelta(minutes=5)),
    "wallet_claims": CLAIMS,
}
ODD = st.sampled_from([None, True, False, 0, 1, "", "x", [], {}, "urn:x:1", ["x"], {"x": "y"}])


def places(value, place=()):
    yield place
    if isinstance(value, dict | list):
        members = value.items() if isinstance(value, dict) else enumerate(value)
        for name, member in members:
            yield from places(member, (*place, name))


@st.composite
def deviations(draw, whole):
    copy = {"whole": deepcopy(whole)}
    path = ("whole", *draw(st.sampled_from(list(places(whole)))))
    parent = copy
    for name in path[:-1]:
        parent = parent[name]
    parent[path[-1]] = draw(ODD)
    return copy["whole"]


@pytest.mark.parametrize("name", SHAPES)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_it_agrees_with_a_library(name, data):
    schema = json.loads((resources.files(shapes) / f"{name}.json").read_bytes())
    document = data.draw(deviations(SHAPES[name]))

    deviates = any(load_checks(name)(document, "$"))

    assert deviates is not Draft202012Validator(schema).is_valid(document)


def test_what_we_make_has_its_shape():
    deviations = {name: list(load_checks(name)(document, "$")) for name, document in SHAPES.items()}

    assert deviations == {name: [] for name in SHAPES}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "uri"},
        {"type": "object", "properties": {}},
        {"type": "number"},
        {"type": "integer", "maximum": 4},
        {"anyOf": []},
        False,
    ],
)
def test_a_rule_without_effect_is_refused(schema):
    with pytest.raises(UnknownRuleError):
        compile_schema(schema, {})
