"""The quick check of a shape says what a JSON Schema library says."""

import json
from copy import deepcopy
from importlib import resources

import pytest
from hypothesis import given, settings, strategies as st
from jsonschema import Draft202012Validator

from kunnande.engines.verifiable_credentials import shapes
from kunnande.engines.verifiable_credentials.shapes.checks import (
    UnknownRuleError,
    compile_schema,
    load_checks,
)

from .builders import certificate, status_list

SHAPES = {"achievement_credential": certificate(), "status_list_credential": status_list()}
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
    assert [list(load_checks(name)(document, "$")) for name, document in SHAPES.items()] == [[], []]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "uri"},
        {"type": "object", "properties": {}},
        {"type": "number"},
        {"anyOf": []},
        False,
    ],
)
def test_a_rule_without_effect_is_refused(schema):
    with pytest.raises(UnknownRuleError):
        compile_schema(schema, {})
