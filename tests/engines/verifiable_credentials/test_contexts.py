import pytest

from kunnande.engines.verifiable_credentials import ContextDriftError, UnknownContextError
from kunnande.engines.verifiable_credentials.contexts import (
    KNOWN_CONTEXTS,
    load_context,
    read_pinned,
)


def test_every_known_context_is_bundled_as_pinned():
    for url in {url for known in KNOWN_CONTEXTS for url in known}:
        assert "@context" in load_context(url)


def test_a_context_that_drifted_is_refused():
    with pytest.raises(ContextDriftError):
        read_pinned(b'{"@context": {}}', "0" * 64)


def test_an_unknown_context_is_refused_not_fetched():
    with pytest.raises(UnknownContextError, match="never fetched"):
        load_context("https://purl.imsglobal.org/spec/ob/v3p0/context.json")
