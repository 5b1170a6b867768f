"""What a test says between its items: instructions of sections, and feedback on the whole."""

from collections.abc import Mapping

from .bodies import Copying, copy_content, renamed_ids
from .documents import Element
from .markup import tag, write_all
from .outlines import Assessment, Section
from .scoring import Outcome, read_outcome
from .visibility import Visibility


def show_instructions(
    section: Section, *, name_prefix: str = "", media: Mapping[str, str] | None = None
) -> str:
    """Return the instructions that a section gives its candidates, as HTML; empty without any.

    ``name_prefix`` and ``media`` as for ``show``.
    """
    meant = [each for each in section.rubrics if "candidate" in each.get("view").split()]
    return _written(meant, Visibility({}, None, frozenset(), decimal_comma=False),
                    name_prefix=name_prefix, media=media)  # fmt: skip


def show_test_feedback(
    assessment: Assessment, outcomes: Mapping[str, Outcome], *, at_end: bool
) -> str:
    """Return what a test says about how it went, as HTML; empty when it says nothing.

    Parameters
    ----------
    assessment
        The test as read.
    outcomes
        From ``grade``.
    at_end
        True after the test, false while it goes on.
    """
    declared = assessment.outcome_declarations
    known = {name: value for name, value in outcomes.items() if name in declared}
    held = {name: read_outcome(value, declared[name]) for name, value in known.items()}
    visibility = Visibility({}, held, frozenset(), decimal_comma=False)
    moment = "atEnd" if at_end else "during"
    meant = [each for each in assessment.feedback if each.get("access", "atEnd") == moment]
    shown = [each for each in meant if visibility.shows(each)]
    return _written(shown, visibility, name_prefix="", media=None)


def _written(
    parts: list[Element],
    visibility: Visibility,
    *,
    name_prefix: str,
    media: Mapping[str, str] | None,
) -> str:
    copying = Copying(renamed_ids(parts, name_prefix), "", [], visibility, media)
    return write_all(tag("div", {"class": "stack"}, *copy_content(each, copying)) for each in parts)
