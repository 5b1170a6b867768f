"""The quick canonical text is the slow one, or it is not used."""

import pytest
from hypothesis import example, given, settings, strategies as st

from kunnande.engines.verifiable_credentials import (
    ControlCharacterError,
    DisagreementError,
    DocumentTooLargeError,
    UncoveredTermError,
    canonicalise,
    sign,
    sign_batch,
    templates,
)
from kunnande.engines.verifiable_credentials.second_opinion import canonicalise_elsewhere
from kunnande.engines.verifiable_credentials.templates import (
    canonicalise_by_template,
    compare_canonicalisers,
)

from .builders import AWARDED, KEY, MEASURING, SAFETY, achievement, certificate, status_list

TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    | st.sampled_from('\n\r\t"\\%'),
    min_size=1,
)


def document(name="Åsa", code="IT07", criteria="x"):
    credential = certificate()
    subject = credential["credentialSubject"]
    subject["identifier"][0]["identityHash"] = name
    subject["achievement"]["criteria"]["narrative"] = criteria
    subject["achievement"]["alignment"][0]["targetName"] = code
    return credential


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
@example("urn:slot:3:", "%s %d %%", 'a"b\\n\u2028\x85'.replace("\x85", ""))
def test_three_canonicalisers_agree_on_any_text(name, code, criteria):
    credential = document(name, code, criteria)

    text = canonicalise_by_template(credential)

    assert text == canonicalise(credential) == canonicalise_elsewhere(credential)


def test_a_shape_is_read_as_json_ld_only_once(monkeypatch):
    canonicalise_by_template(document("one"))
    monkeypatch.setattr(templates, "read_quads", None)
    monkeypatch.setattr(templates, "canonicalise", None)

    text = canonicalise_by_template(document("another"))

    assert '"another"' in text


def test_parts_without_a_name_that_look_alike_go_the_general_way():
    credential = document()
    first, second = credential["credentialSubject"]["achievement"]["alignment"]
    second.clear()
    second.update(first)

    text = canonicalise_by_template(credential)

    assert text == canonicalise(credential) == canonicalise_elsewhere(credential)


def test_statements_that_coincide_go_the_general_way():
    credential = certificate(results=[MEASURING, SAFETY])
    evidence = credential["evidence"]
    evidence[1]["id"] = evidence[0]["id"]

    text = canonicalise_by_template(credential)

    assert text == canonicalise(credential) == canonicalise_elsewhere(credential)


def test_a_text_where_an_address_belongs_is_not_filled_in():
    canonicalise_by_template(certificate())

    with pytest.raises(UncoveredTermError):
        canonicalise_by_template({**certificate(), "id": "no address"})


@pytest.mark.parametrize("member", ["undefinedTerm", "credentialSchema"])
def test_a_text_that_would_not_be_signed_is_refused_when_the_shape_is_read(member):
    value = "x" if member == "undefinedTerm" else {"id": "urn:x:1", "type": "1EdTechJsonSchema"}

    with pytest.raises(UncoveredTermError):
        canonicalise_by_template({**certificate(), member: value})


def test_a_status_list_has_a_template_too():
    assert canonicalise_by_template(status_list()) == canonicalise(status_list())


def test_a_batch_signs_what_one_by_one_signs():
    credentials = [document(f"Person {number}") for number in range(5)]

    signed = list(sign_batch(credentials, KEY, created=AWARDED))

    assert signed == [sign(credential, KEY, created=AWARDED) for credential in credentials]


def test_a_batch_may_hold_different_shapes():
    credentials = [certificate(), certificate(status=None), certificate(valid_until=None)]

    signed = list(sign_batch(credentials, KEY, created=AWARDED))

    assert [canonicalise(each) for each in credentials] == [
        canonicalise({name: part for name, part in each.items() if name != "proof"})
        for each in signed
    ]


def test_a_batch_stops_where_the_sample_finds_that_canonicalisers_differ(monkeypatch):
    canonicalise_by_template(certificate())
    monkeypatch.setattr(templates, "canonicalise_elsewhere", lambda _document: "other")

    with pytest.raises(DisagreementError):
        list(sign_batch([certificate()], KEY, created=AWARDED))


def test_a_shape_that_canonicalisers_read_differently_is_never_signed(monkeypatch):
    monkeypatch.setattr(templates, "canonicalise_elsewhere", lambda _document: "other")
    unseen = certificate(achievement=achievement(alignments=()), status=None, valid_until=None)

    with pytest.raises(DisagreementError):
        sign({**unseen, "description": "never seen"}, KEY, created=AWARDED)


def test_the_check_of_a_sample_accepts_what_we_make():
    compare_canonicalisers(certificate())


def test_a_known_shape_does_not_let_a_control_character_through():
    sign(document("one"), KEY, created=AWARDED)

    with pytest.raises(ControlCharacterError):
        sign(document("two\v"), KEY, created=AWARDED)


def test_a_known_shape_does_not_let_too_much_text_through():
    sign(document("one"), KEY, created=AWARDED)

    with pytest.raises(DocumentTooLargeError):
        sign(document("x" * 400_001), KEY, created=AWARDED)


def test_a_document_deeper_than_the_stack_is_refused():
    deep = certificate()
    for _ in range(5_000):
        deep = {**certificate(), "issuer": deep}

    with pytest.raises(DocumentTooLargeError):
        sign(deep, KEY, created=AWARDED)
