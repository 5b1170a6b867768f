"""A certificate with all that it can carry has the shape that Open Badges 3.0 asks."""

from copy import deepcopy

import pytest

from kunnande.engines.verifiable_credentials.shapes import follows_standard

from .test_endorsements import endorsed, endorsement

WHOLE = endorsed()
SUBJECT = ("credentialSubject",)


def without(*place):
    copy = deepcopy(WHOLE)
    parent = copy
    for step in place[:-1]:
        parent = parent[step]
    del parent[place[-1]]
    return copy


def test_the_whole_certificate_follows_the_standard():
    assert follows_standard(WHOLE, "open_badges_3")


@pytest.mark.parametrize(
    "place",
    [
        ("issuer",),
        ("name",),
        ("validFrom",),
        ("credentialStatus", "type"),
        (*SUBJECT, "result", 0, "type"),
        (*SUBJECT, "achievement", "criteria"),
        (*SUBJECT, "achievement", "alignment", 0, "targetUrl"),
        (*SUBJECT, "achievement", "endorsement", 0, "name"),
    ],
)
def test_what_the_standard_requires_can_not_be_left_out(place):
    assert not follows_standard(without(*place), "open_badges_3")


@pytest.mark.parametrize("wrong", ["Result", ["ResultDescription"], [], None])
def test_a_result_of_another_type_is_refused(wrong):
    document = deepcopy(WHOLE)

    document["credentialSubject"]["result"][0]["type"] = wrong

    assert not follows_standard(document, "open_badges_3")


def test_an_endorsement_names_its_endorser_for_wallets():
    assert endorsement()["name"] == "Stöd från Exempelfacket / Endorsement by Exempelfacket"
