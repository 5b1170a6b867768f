from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kunnande.engines.psychometrics import (
    ImproperLinkError,
    Item,
    Link,
    LinkMethod,
    Model,
    drift,
    link,
)

OLD = [
    *(
        Item(id=f"d{n}", model=Model.THREE_PL, a=0.8 + 0.1 * n, b=n / 3 - 1, c=0.1)
        for n in range(8)
    ),
    Item(id="g", model=Model.GPCM, a=1.1, b=0.2, thresholds=(-0.6, 1.0)),
]


def on_new_scale(items, slope, shift):
    back = Link(1 / slope, -shift / slope)
    return [back.item(item) for item in items]


@pytest.mark.parametrize("method", list(LinkMethod))
@settings(max_examples=8, deadline=None)
@given(slope=st.floats(0.5, 2), shift=st.floats(-1.5, 1.5))
def test_a_known_link_is_found_again(method, slope, shift):
    found = link(on_new_scale(OLD, slope, shift), OLD, method)

    assert found == pytest.approx((slope, shift), abs=1e-4)


@pytest.mark.parametrize("method", list(LinkMethod))
def test_items_with_unit_slopes_are_only_shifted(method):
    old = [Item(id=str(n), model=Model.RASCH, b=n / 2) for n in range(5)]
    new = [replace(item, b=item.b * 1.3 - 0.4) for item in old]

    assert link(new, old, method).slope == pytest.approx(1.0)


def test_the_item_that_moved_is_found_and_left_out_of_the_link():
    new = on_new_scale(OLD, 1.2, 0.5)
    new[2] = replace(new[2], b=new[2].b + 0.8)
    errors = np.full(9, 0.1), np.full(9, 0.1)

    found = drift(new, OLD, errors)

    assert np.flatnonzero(found.flagged).tolist() == [2]
    assert found.settled
    assert found.link == pytest.approx((1.2, 0.5), abs=1e-3)
    assert found.difference[2] == pytest.approx(0.8 * 1.2, abs=0.01)
    assert found.distance.argmax() == 2


def test_without_standard_errors_nothing_is_flagged():
    new = on_new_scale(OLD, 1.0, 0.3)
    nothing = np.full(9, np.nan)

    found = drift(new, OLD, (nothing, nothing))

    assert not found.flagged.any()
    assert np.isnan(found.p).all()
    assert found.distance == pytest.approx(0, abs=1e-4)


def test_unpurified_drift_links_by_every_item():
    new = on_new_scale(OLD, 1.0, 0.0)
    new[2] = replace(new[2], b=new[2].b + 2)

    found = drift(new, OLD, (np.full(9, 0.05), np.full(9, 0.05)), purify=False)

    assert found.steps == 0
    assert abs(found.link.shift) > 0.01


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ([], []),
        (OLD[:2], OLD[1:3]),
        ([replace(OLD[0], model=Model.TWO_PL, c=0.0)], OLD[:1]),
        (OLD[:1], OLD[:1]),
    ],
)
def test_items_that_give_no_link_are_refused(new, old):
    with pytest.raises(ImproperLinkError):
        link(new, old, LinkMethod.MEAN_SIGMA)


def test_opposite_discriminations_give_no_link():
    turned = [replace(item, a=-item.a) for item in OLD]

    with pytest.raises(ImproperLinkError):
        link(turned, OLD, LinkMethod.HAEBARA)


def test_when_every_item_moved_there_is_no_link():
    new = on_new_scale(OLD, 1.0, 0.0)
    new = [replace(item, b=item.b + (-1) ** n) for n, item in enumerate(new)]

    with pytest.raises(ImproperLinkError, match="Every"):
        drift(new, OLD, (np.full(9, 1e-6), np.full(9, 1e-6)))
