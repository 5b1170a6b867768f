"""Marks, words and Swedish forms for every template; built in, so nothing needs loading.

``{% sprite %}``                        every icon once, at the top of the page's body
``{% icon "ok" %}``                     an icon beside a word, silent for screen readers
``{% icon "ok" label=_("Uppfyllt") size="lg" %}``  an icon alone carries its label
``{% status "met" %}``                  shape, word and colour; second argument replaces the word
``{% level 3 %}``                       quarter ring and digit
``{% address_of_page "sida" 2 %}``      this page's address with another page of one of its lists
``{{ value|day }}``                     17 mars 2026
``{{ value|moment }}``                  17 mars 2026 kl. 09.41
``{{ value|clock }}``                   09.41
``{{ value|number }}``                  1 000 and 0,5
``{{ row|localised:"name" }}``          a bilingual column in the page's language
``{{ field|control }}``                 a form field's control, in the right class
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy as _, pgettext

from kunnande.stages.framework import queries as framework

if TYPE_CHECKING:
    from datetime import date

    from django.forms import BoundField

register = template.Library()

_ICONS = Path(__file__).resolve().parents[1] / "static" / "icons.svg"

# State: icon, tone, word. The shapes are reserved and mean only this.
STATES = {
    "met": ("ok", "ok", _("Uppfyllt")),
    "remaining": ("gap", "gap", _("Återstår")),
    "soon": ("soon", "soon", _("Går snart ut")),
    "planned": ("plan", "plan", _("Planerat")),
    "self": ("self", "self", _("Egen bedömning")),
    "none": ("none", "none", _("Krävs inte")),
    "revoked": ("stop", "gap", _("Återkallat")),
}


@register.simple_tag(takes_context=True)
def address_of_page(context: template.Context, name: str, number: int) -> str:
    asked = context["request"].GET.copy()
    asked[name] = str(number)
    return f"?{asked.urlencode()}"


@register.simple_tag
def sprite() -> SafeString:
    return _read_sprite()


@register.simple_tag
def icon(name: str, *, label: str = "", size: str = "") -> SafeString:
    classes = f"i i--{size}" if size else "i"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="#i-{}"></use></svg>',
            classes,
            label,
            name,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="#i-{}"></use></svg>', classes, name
    )


@register.simple_tag
def status(state: str, words: str = "") -> SafeString:
    mark, tone, usual = STATES[state]
    return format_html('<span class="badge s-{}">{}{}</span>', tone, icon(mark), words or usual)


@register.simple_tag
def level(value: int) -> SafeString:
    words = gettext("Nivå")
    return format_html(
        '<span class="level">{}<span class="vh">{} </span>{}</span>',
        icon(f"level{value:d}"),
        words,
        value,
    )


@register.filter
def day(value: date | None) -> str:
    return date_format(_local(value), "j F Y") if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    return date_format(_local(value), pgettext("time of day", "H.i")) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    if not value:
        return ""
    return gettext("%(day)s kl. %(clock)s") % {"day": day(value), "clock": clock(value)}


@register.filter
def number(value: float | Decimal | None, decimals: int | None = None) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        value = value.normalize()  # the zeros that a column of the database adds say nothing
    return number_format(value, decimals, use_l10n=True, force_grouping=True)


@register.filter
def localised(row: object, field: str) -> str:
    return framework.localised(row, field)


@register.filter
def localised_list(row: object, field: str) -> list[str]:
    return framework.localised_list(row, field)


@register.filter
def control(field: BoundField) -> SafeString:
    """Return the control in the class its kind is drawn with."""
    kind = getattr(field.field.widget, "input_type", "")
    drawn_by_browser = kind in {"checkbox", "radio", "hidden"}
    # A placeholder goes when one types: what it would say belongs in the hint, which stays.
    attrs: dict[str, str | bool] = {"class": "input", "placeholder": False}
    return field.as_widget(attrs={} if drawn_by_browser else attrs)


@register.filter
def kind_of_control(field: BoundField) -> str:
    """Return "choices", "checkbox" or "input": which way a field is laid out."""
    kind = getattr(field.field.widget, "input_type", "")
    if kind == "radio" or getattr(field.field.widget, "allow_multiple_selected", False):
        return "choices"
    return "checkbox" if kind == "checkbox" else "input"


@cache
def _read_sprite() -> SafeString:
    # Our own file, read once: an address of its own would cost each page a request.
    return mark_safe(_ICONS.read_text(encoding="utf-8"))  # noqa: S308


def _local(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
