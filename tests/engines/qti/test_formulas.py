"""Formulas as browsers draw them."""

import pytest

from kunnande.engines.qti import check_item, read_item, show

from .builders import choices, document, interaction, response

CHOICE = interaction("choice", choices("qti-simple-choice", "A"))
MATH = '<p><math xmlns="http://www.w3.org/1998/Math/MathML">{}</math></p>'


def _shown(formula):
    xml = document(MATH.format(formula) + CHOICE, response("A"))
    assert check_item(xml).lost == ()
    html = show(read_item(xml), seed=1, language="sv").html
    return html[html.index("<math>") + 6 : html.index("</math>")]


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (
            "<semantics><mi>x</mi><annotation>secret</annotation><annotation-xml/></semantics>",
            "<mi>x</mi>",
        ),
        ("<semantics/>", ""),
        (
            "<mfenced><mi>x</mi><mi>y</mi></mfenced>",
            "<mrow><mo>(</mo><mi>x</mi><mo>,</mo><mi>y</mi><mo>)</mo></mrow>",
        ),
        (
            '<mfenced open="[" close="" separators=""><mi>x</mi><mi>y</mi></mfenced>',
            "<mrow><mo>[</mo><mi>x</mi><mi>y</mi><mo></mo></mrow>",
        ),
    ],
)
def test_what_browsers_no_longer_draw_is_rewritten(formula, shown):
    assert _shown(formula) == shown
