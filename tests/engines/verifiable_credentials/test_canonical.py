import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.verifiable_credentials import (
    JsonLdSyntaxError,
    Recipient,
    Text,
    UncoveredTermError,
    UnknownContextError,
    canonicalise,
)
from kunnande.engines.verifiable_credentials.contexts import CREDENTIALS_V2
from kunnande.engines.verifiable_credentials.second_opinion import canonicalise_elsewhere

from .builders import MEASURING, SAFETY, achievement, certificate, status_list

# Every character that the guards let through; digits only in the area names.
WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Nd")) | st.sampled_from("\t\n\r"), min_size=1
)


@settings(deadline=None)
@given(name=WORDS, description=WORDS, others=st.lists(WORDS, max_size=5))
def test_a_second_canonicaliser_gives_the_same_bytes(name, description, others):
    areas = [
        type(SAFETY)(**{**vars(SAFETY), "code": f"A{number}", "name": Text(other, name)})
        for number, other in enumerate(others)
    ]
    credential = certificate(
        recipient=Recipient(name=name),
        achievement=achievement(description=Text(description, name)),
        results=[MEASURING, *areas],
    )

    assert canonicalise(credential) == canonicalise_elsewhere(credential)


def test_a_second_canonicaliser_agrees_on_a_status_list():
    credential = status_list(revoked={1, 5})

    assert canonicalise(credential) == canonicalise_elsewhere(credential)


def test_the_order_of_members_does_not_matter():
    credential = certificate()

    assert canonicalise(dict(reversed(credential.items()))) == canonicalise(credential)


@pytest.mark.parametrize(
    "extra",
    [
        {"nickname": "x"},
        {"credentialSchema": {"id": "urn:x:1", "type": "1EdTechJsonSchemaValidator2019"}},
        {"type": ["VerifiableCredential", "UndefinedCredential"]},
        {"id": "not-an-address"},
        {"id": "@unheard-of"},
    ],
    ids=["member", "type of a member", "type", "relative address", "unheard-of keyword"],
)
def test_what_a_signature_would_not_cover_is_refused(extra):
    with pytest.raises(UncoveredTermError):
        canonicalise({**certificate(), **extra})


def test_an_unknown_context_is_refused():
    with pytest.raises(UnknownContextError):
        canonicalise({**certificate(), "@context": [CREDENTIALS_V2, "https://x.example/"]})


def test_json_ld_that_the_contexts_forbid_is_refused():
    redefined = {"VerifiableCredential": "https://x.example/other"}

    with pytest.raises(JsonLdSyntaxError):
        canonicalise({**certificate(), "@context": [CREDENTIALS_V2, redefined]})


def test_named_graphs_are_canonicalised_under_their_name():
    document = {
        "@context": [CREDENTIALS_V2, {"@vocab": "https://x.example/"}],
        "@graph": [
            {"id": "urn:x:1", "@graph": [{"id": "urn:x:2", "has": "x"}]},
            {"id": "_:g", "@graph": [{"id": "urn:x:3", "has": "y"}]},
        ],
    }

    canonical = canonicalise(document)

    assert canonical == (
        '<urn:x:2> <https://x.example/has> "x" <urn:x:1> .\n'
        '<urn:x:3> <https://x.example/has> "y" _:c14n0 .\n'
    )
