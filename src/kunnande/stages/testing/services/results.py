from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kunnande.stages.cases.queries import CaseState
from kunnande.stages.parties.queries import Role, get_viewer
from kunnande.stages.testing import queries
from kunnande.stages.testing.models import SittingState
from kunnande.stages.trail.services import record_looks

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.testing.models import Sitting
    from kunnande.stages.testing.queries import AreaResultRow, Retake

# From these states on the feedback talk has been held, and the person sees their own result.
AFTER_THE_TALK = frozenset({CaseState.FEEDBACK_GIVEN, CaseState.DECIDED, CaseState.CLOSED})
# A test leader sees the results of their own sittings while the case is being tried, not after.
DECIDED = frozenset({CaseState.DECIDED, CaseState.CLOSED})


class NotYetShownError(PermissionError):
    """The result is not yet for this reader; the message says when it will be."""


@dataclass(frozen=True)
class ResultPage:
    """What one sitting showed, complete before the page is written."""

    sitting: Sitting
    areas: tuple[AreaResultRow, ...]
    is_own: bool
    after_the_talk: bool

    @property
    def met(self) -> tuple[AreaResultRow, ...]:
        """The areas that are met."""
        return tuple(area for area in self.areas if area.is_met)

    @property
    def remaining(self) -> tuple[AreaResultRow, ...]:
        """The areas that remain."""
        return tuple(area for area in self.areas if not area.is_met)


@transaction.atomic
def show_result(*, sitting: Sitting, by: User, at: datetime) -> ResultPage:
    """Return what a sitting showed, and note who looked when it was not the person.

    Raises NotYetShownError: a test leader of the centre sees it from when it is handed in until
    the decision, the person from the feedback talk on.
    """
    case = sitting.case
    is_own = by.person_id is not None and by.person_id == case.person_id
    talked = is_talked_about(sitting=sitting)
    if sitting.state != SittingState.FINISHED:
        raise NotYetShownError(_("Provet är inte inlämnat än."))
    if is_own and not talked:
        raise NotYetShownError(
            _("Du ser resultatet när din provledare har gått igenom det med dig.")
        )
    if not is_own:
        _look_as_test_leader(sitting, by, at)
    return ResultPage(
        sitting=sitting,
        areas=queries.list_results_of_sitting(sitting.pk),
        is_own=is_own,
        after_the_talk=talked,
    )


@dataclass(frozen=True)
class RetakesShown:
    """A part of those who may try again, and how many they all are."""

    rows: tuple[Retake, ...]
    total: int


@transaction.atomic
def show_retakes(*, first: int = 0, most: int = 25, by: User, at: datetime) -> RetakesShown:
    """Return some of whom a test leader may plan another test for, and note whose outcome it told.

    Those before `first` and after the `most` that follow are not shown, so nobody looked at them.
    """
    on = timezone.localdate(at)
    viewer = get_viewer(by, on=on)
    retakes = queries.list_retakes(viewer, on=on)
    shown = tuple(retakes[first : first + most])
    record_looks(
        people=[retake.case.person_id for retake in shown],
        page="testing:leading",
        organisation_id=min(viewer.organisations(Role.TEST_LEADER), default=None),
        by=by,
        at=at,
    )
    return RetakesShown(shown, len(retakes))


def is_talked_about(*, sitting: Sitting) -> bool:
    """Tell whether the talk about this sitting has been held: a retake starts a new round."""
    latest = queries.list_sittings_of_case(sitting.case_id)[-1]
    return latest.pk != sitting.pk or sitting.case.state in AFTER_THE_TALK


def _look_as_test_leader(sitting: Sitting, by: User, at: datetime) -> None:
    viewer = get_viewer(by, on=timezone.localdate(at))
    if sitting.centre_id not in viewer.organisations(Role.TEST_LEADER):
        raise NotYetShownError(_("Resultatet visas för provledare vid testcentret."))
    if sitting.case.state in DECIDED:
        raise NotYetShownError(_("Beslutet är fattat. Resultatet är nu bara personens eget."))
    record_looks(
        people=[sitting.case.person_id],
        page="testing:result",
        organisation_id=sitting.centre_id,
        by=by,
        at=at,
    )
