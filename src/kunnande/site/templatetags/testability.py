"""Whether a product version can be tested, for the product pages: items are another room's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template

from kunnande.stages.itembank.queries import list_forms_of, list_testable_versions
from kunnande.stages.testing.queries import standard_error_percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kunnande.stages.framework.queries import PassRule, ProductVersion
    from kunnande.stages.itembank.queries import FormSupply

register = template.Library()


@dataclass(frozen=True)
class FormInWords:
    """A form, and how sure its result for the area with the fewest questions can be."""

    supply: FormSupply
    fewest: int
    error_percent: int


@register.inclusion_tag("_testability.html")
def testability(version: ProductVersion, rules: Iterable[PassRule]) -> dict[str, Any]:
    """Show the forms of a version, which areas still lack questions, and the error of a result."""
    limit = max((rule.area_minimum_percent for rule in rules), default=50)
    return {"forms": [_in_words(form, limit) for form in list_forms_of(version.pk)]}


@register.simple_tag
def testable(versions: Iterable[ProductVersion]) -> frozenset[int]:
    """Return which of the versions can be tested now."""
    return list_testable_versions(version.pk for version in versions)


@register.simple_tag
def can_be_tested(version: ProductVersion) -> bool:
    return version.pk in list_testable_versions([version.pk])


def _in_words(form: FormSupply, limit_percent: int) -> FormInWords:
    fewest = min((area.needed for area in form.areas), default=0)
    return FormInWords(form, fewest, standard_error_percent(fewest * limit_percent / 100, fewest))
