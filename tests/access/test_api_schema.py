"""Whatever the API's own description allows, and what it does not, breaks nothing for any role."""

from __future__ import annotations

import json
from itertools import chain, cycle, islice
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

# So many different things are sent to an operation, each by some of the viewers.
EXAMPLES = 8
# Everybody sends something, and whoever may open the operation more.
SENT = 24
BOUNDED = settings(
    max_examples=EXAMPLES,
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
def test_nothing_that_anybody_sends_breaks_an_operation(world, described, name):
    story, operation = world.sides["A"].stories[OPERATIONS[name].about], described[name]
    viewers = viewers_of(world, story)
    openers = [viewer for viewer in viewers if viewer.name in OPERATIONS[name].opens_to]
    senders = list(islice(chain(viewers, cycle(openers)), SENT))
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))
    sent = []

    @BOUNDED
    @given(case=cases, is_real=st.booleans())
    def send_and_look(case, is_real):
        known = values_of(name, world, story) if is_real else {}
        for viewer in senders[len(sent) :: EXAMPLES]:
            assert status_of(viewer, operation, case, known) not in TYPES_OF_FAILURE
        sent.append(case)

    send_and_look()
    # An operation that takes next to nothing is soon out of things to be sent.
    known = values_of(name, world, story)
    for turn in range(len(sent), EXAMPLES):
        for viewer in senders[turn::EXAMPLES]:
            assert status_of(viewer, operation, sent[-1], known) not in TYPES_OF_FAILURE


def status_of(viewer, operation, case, known):
    """Return how somebody was answered, and leave no trace."""
    with transaction.atomic():
        answer = client_of(viewer).generic(
            case.method, address_of(operation.path, case, known), **content_of(case)
        )
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer.status_code


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
