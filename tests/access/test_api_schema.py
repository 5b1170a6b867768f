"""Whatever the API's own description allows, and what it does not, breaks nothing for any role."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from django.db import transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from schemathesis import GenerationMode

from kunnande.site.api.root import get_document

from .operations import OPERATIONS, values_of
from .routes import client_of, viewers_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BOUNDED = settings(
    max_examples=10,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TYPES_OF_FAILURE = range(500, 600)


@pytest.fixture(scope="module")
def described():
    schema = schemathesis.openapi.from_dict(get_document())
    found = (result.ok() for result in schema.get_all_operations())
    return {operation.definition.raw["operationId"]: operation for operation in found}


@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_that_is_sent_breaks_an_operation(world, described, name):
    story, operation = world.sides["A"].stories[OPERATIONS[name].about], described[name]
    viewers = viewers_of(world, story)
    openers = [viewer for viewer in viewers if viewer.name in OPERATIONS[name].opens_to]
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

    @BOUNDED
    @given(case=cases, viewer=st.sampled_from(openers) | st.sampled_from(viewers), real=st.data())
    def send_and_look(case, viewer, real):
        known = values_of(name, world, story) if real.draw(st.booleans()) else {}
        with transaction.atomic():
            answer = client_of(viewer).generic(
                case.method, address_of(operation.path, case, known), **content_of(case)
            )
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        assert answer.status_code not in TYPES_OF_FAILURE

    send_and_look()


def address_of(path, case, known):
    parts = {**(case.path_parameters or {}), **known}
    for name, value in parts.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    query = case.query if isinstance(case.query, dict) else {}
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def content_of(case):
    if isinstance(case.body, schemathesis.core.NotSet):
        return {}
    if case.media_type == "multipart/form-data" and isinstance(case.body, dict):
        fields = {name: value for name, value in case.body.items() if value is not None}
        return {"data": encode_multipart(BOUNDARY, fields), "content_type": MULTIPART_CONTENT}
    return {"data": json.dumps(case.body, default=str), "content_type": "application/json"}
