import pytest

from kunnande.engines.qti import UndeliverableItemError, read_item, show

from .browser import Page
from .builders import document, interaction, response
from .samples import DRAWING, sample


def _page(figure, spots='<qti-hotspot-choice identifier="A" shape="rect" coords="0,0,9,9"/>'):
    body = interaction("hotspot", figure + spots, attributes='max-choices="1"')
    item = read_item(document(body, response("A")))
    return Page(show(item, seed=1, language="sv", media_prefix="/m/").html)


def test_areas_are_a_list_with_the_letters_of_the_picture():
    page = Page(show(sample("hotspot"), seed=1, language="sv").html)

    labels = [text for text in page.texts if text.startswith(("A: ", "Område"))]

    assert labels == ["A: Blå", "Område B", "Område C", "Område D", "Område E"]
    assert [text for text in page.texts if text in "ABCDE"] == ["A", "B", "C", "D"]


@pytest.mark.parametrize("kind", ["hotspot", "hotspots"])
def test_areas_are_outlined_in_the_units_of_the_picture(kind):
    page = Page(show(sample(kind), seed=1, language="sv").html)

    assert {"x": "1", "y": "1", "width": "89", "height": "89"}.items() <= page.found("rect")[
        -1
    ].items()
    assert page.found("polygon")[0]["points"] == "300 9 390 9 345 99"
    assert page.found("ellipse")[0]["rx"] == "40"
    assert page.found("svg")[0]["viewbox"] == "0 0 400 200"


def test_a_picture_file_of_known_size_carries_the_letters():
    page = _page('<img src="a.svg" alt="Karta" width="40" height="20"/>')

    assert page.found("image") == [{"href": "/m/a.svg", "width": "40", "height": "20"}]
    assert page.found("svg")[0]["aria-label"] == "Karta"


def test_a_picture_file_of_unknown_size_is_shown_as_it_is():
    page = _page('<img src="a.svg" alt="Karta"/>')

    assert page.found("img") == [{"src": "/m/a.svg", "alt": "Karta"}]
    assert page.found("svg") == []


def test_a_picture_that_can_not_be_shown_leaves_its_text():
    assert "Karta" in _page('<img src="../a.svg" alt="Karta"/>').text


def test_a_picture_is_not_needed():
    assert _page("").found("figure") == []


def test_a_drawing_without_a_view_box_is_still_marked():
    drawing = DRAWING.replace('viewBox="0 0 400 200"', 'viewBox="0 0 x .5"')

    assert len(_page(drawing).found("circle")) == 1
    assert len(_page(DRAWING.replace("viewBox", "viewbox")).found("circle")) == 1


def test_more_areas_than_letters_are_numbered():
    spots = "".join(
        f'<qti-hotspot-choice identifier="A{i}" shape="circle" coords="{i},{i},1"/>'
        for i in range(28)
    )

    assert "Område Z Område 27 Område 28" in " ".join(_page(DRAWING, spots).texts)


def test_a_picture_to_point_at_carries_a_scale_in_its_own_units():
    drawing = DRAWING.replace('"0 0 400 200"', '"-50 0 100 200"')
    body = interaction("select-point", drawing, attributes='max-choices="1"')
    item = read_item(document(body, response("1 1", base_type="point")))

    page = Page(show(item, seed=1, language="sv").html)

    numbers = [text for text in page.texts if text.lstrip("-").isdigit()]
    assert numbers == [*map(str, range(-50, 51, 10)), *map(str, range(0, 201, 20))]


@pytest.mark.parametrize("figure", ["", '<img src="a.png" alt="x"/>', "<svg xmlns='x'/>"])
def test_a_picture_to_point_at_must_have_a_known_size(figure):
    body = interaction("select-point", figure)

    with pytest.raises(UndeliverableItemError, match="picture to point at"):
        read_item(document(body, response("1 1", base_type="point")))
