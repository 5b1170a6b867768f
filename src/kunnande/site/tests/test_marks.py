from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

MORNING = datetime(2026, 3, 17, 8, 41, tzinfo=UTC)


def shown(template: str, **context: object) -> str:
    return Template(template).render(Context(context))


@pytest.mark.parametrize(
    ("template", "value", "swedish"),
    [
        ("{{ value|day }}", date(2026, 3, 17), "17 mars 2026"),
        ("{{ value|day }}", datetime(2026, 3, 17, 23, 30, tzinfo=UTC), "18 mars 2026"),
        ("{{ value|day }}", None, ""),
        ("{{ value|clock }}", MORNING, "09.41"),
        ("{{ value|clock }}", None, ""),
        ("{{ value|moment }}", MORNING, "17 mars 2026 kl. 09.41"),
        ("{{ value|moment }}", None, ""),
        ("{{ value|number }}", 1000, "1\N{NO-BREAK SPACE}000"),
        ("{{ value|number }}", 0.5, "0,5"),
        ("{{ value|number:1 }}", 2, "2,0"),
        ("{{ value|number }}", None, ""),
        ("{{ value }}", 1000, "1000"),
    ],
)
def test_days_and_numbers_take_their_swedish_form(template, value, swedish):
    with translation.override("sv"):
        assert shown(template, value=value) == swedish


def test_days_follow_the_language_of_the_page():
    with translation.override("en"):
        assert shown("{{ value|day }}", value=date(2026, 3, 17)) == "17 March 2026"


def test_an_icon_beside_a_word_is_silent_and_one_alone_speaks():
    assert 'aria-hidden="true"' in shown('{% icon "ok" %}')
    assert 'role="img" aria-label="Klart"' in shown('{% icon "ok" label="Klart" size="lg" %}')


@pytest.mark.parametrize(
    "state", ["met", "remaining", "soon", "planned", "self", "none", "revoked"]
)
def test_a_state_has_a_shape_of_the_sprite_and_a_word(state):
    mark = shown("{% status state %}", state=state)

    shape = mark.partition('href="#')[2].partition('"')[0]
    assert f'<symbol id="{shape}"' in shown("{% sprite %}")
    assert mark.removesuffix("</span>").rpartition(">")[2].strip()


def test_a_level_is_a_ring_and_a_digit():
    mark = shown("{% level 3 %}")

    assert "#i-level3" in mark
    assert mark.endswith("3</span>")


def test_a_field_ties_hint_and_error_to_its_control():
    class Form(forms.Form):
        name = forms.CharField(help_text="Som i passet.")
        side = forms.ChoiceField(choices=[("l", "Vänster")], widget=forms.RadioSelect)
        agreed = forms.BooleanField()

    form = Form({})
    page = shown("{% for field in form %}{% include '_field.html' %}{% endfor %}", form=form)

    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert page.count('id="id_name_helptext"') == page.count('id="id_name_error"') == 1
    assert page.count('class="choice"') == 2
