from copy import deepcopy

import pytest

from kunnande.engines.verifiable_credentials import ShapeError
from kunnande.engines.verifiable_credentials.shapes import check_shape

from .builders import certificate, status_list

MADE_HERE = {"achievement_credential": certificate(), "status_list_credential": status_list()}


@pytest.mark.parametrize("kind", MADE_HERE)
def test_what_is_made_here_has_its_shape(kind):
    check_shape(MADE_HERE[kind], kind=kind)


def test_one_kind_is_not_taken_for_the_other():
    with pytest.raises(ShapeError):
        check_shape(MADE_HERE["achievement_credential"], kind="status_list_credential")


def objects_in(value):
    if isinstance(value, dict):
        yield value
        for member in value.values():
            yield from objects_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from objects_in(member)


@pytest.mark.parametrize("kind", MADE_HERE)
def test_no_object_takes_a_member_more(kind):
    for number in range(len(list(objects_in(MADE_HERE[kind])))):
        copy = deepcopy(MADE_HERE[kind])
        list(objects_in(copy))[number]["name2"] = "x"

        with pytest.raises(ShapeError, match=r"deviates at \$"):
            check_shape(copy, kind=kind)


def test_results_in_another_order_than_their_areas_are_refused():
    credential = certificate()
    credential["credentialSubject"]["result"].reverse()

    with pytest.raises(ShapeError, match="area"):
        check_shape(credential, kind="achievement_credential")
