from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from kunnande.stages.cases.queries import CaseState, cases_visible_to
from kunnande.stages.parties.queries import Role
from kunnande.stages.testing.models import OPEN_STATES, Sitting, SittingState
from kunnande.stages.testing.queries.terminations import attempts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kunnande.stages.cases.queries import Case
    from kunnande.stages.parties.queries import Viewer


def sittings_visible_to(viewer: Viewer) -> QuerySet[Sitting]:
    """Return one's own sittings, and those of the centres where one is test leader."""
    return Sitting.objects.select_related(
        "case__person", "case__employer", "case__product_version__product", "centre", "blueprint",
        "test_leader__person", "booking__seat__session",
    ).filter(
        Q(case__person_id=viewer.person_id)
        | Q(centre_id__in=viewer.organisations(Role.TEST_LEADER))
    )  # fmt: skip


def get_sitting(sitting_id: int, viewer: Viewer) -> Sitting:
    """Return one sitting the viewer may see. Raises Sitting.DoesNotExist."""
    return sittings_visible_to(viewer).get(pk=sitting_id)


def get_own_sitting(sitting_id: int, viewer: Viewer) -> Sitting:
    """Return one of the viewer's own sittings. Raises Sitting.DoesNotExist."""
    if viewer.person_id is None:
        raise Sitting.DoesNotExist
    return sittings_visible_to(viewer).get(pk=sitting_id, case__person_id=viewer.person_id)


def find_open_sitting(case_id: int) -> Sitting | None:
    """Return the case's sitting that is planned or running, if there is one."""
    return Sitting.objects.filter(case_id=case_id, state__in=OPEN_STATES).first()


def list_planned_sittings(
    centre_id: int, product_id: int, *, first: date, last: date | None, leader_id: int | None = None
) -> list[Sitting]:
    """Return the sittings planned at a centre between two days, all or one test leader's."""
    planned = Sitting.objects.filter(
        centre_id=centre_id,
        case__product_version__product_id=product_id,
        takes_place_on__gte=first,
        state=SittingState.PLANNED,
    ).select_related("case")
    if last:
        planned = planned.filter(takes_place_on__lte=last)
    if leader_id:
        planned = planned.filter(test_leader_id=leader_id)
    return list(planned.order_by("takes_place_on", "pk"))


def needs_code(sitting: Sitting) -> bool:
    """Tell whether the person begins with a code from the test leader."""
    return bool(sitting.code_digest) or sitting.booking_id is not None


def list_sittings_of_case(case_id: int) -> list[Sitting]:
    return list(
        Sitting.objects.filter(case_id=case_id)
        .select_related("centre", "blueprint", "test_leader__person")
        .order_by("takes_place_on", "id")
    )


def list_sittings_of_person(person_id: int) -> list[Sitting]:
    return list(
        Sitting.objects.filter(case__person_id=person_id)
        .select_related("case__product_version__product", "centre", "blueprint")
        .order_by("-takes_place_on", "-id")
    )


def list_sittings_at_centres(viewer: Viewer, *, since: date) -> list[Sitting]:
    """Return the sittings of a test leader's centres from a day on, and those not yet done."""
    return list(sittings_at_centres(viewer, since=since))


def sittings_at_centres(viewer: Viewer, *, since: date) -> QuerySet[Sitting]:
    """Return what list_sittings_at_centres lists, for a page to take a part of."""
    return (
        sittings_visible_to(viewer)
        .filter(centre_id__in=viewer.organisations(Role.TEST_LEADER))
        .filter(Q(takes_place_on__gte=since) | Q(state__in=OPEN_STATES))
        .order_by("takes_place_on", "case__person__sort_key", "id")
    )


def list_cases_to_talk_about(viewer: Viewer) -> list[Case]:
    """Return the tested cases whose sitting took place where the viewer is test leader."""
    return list(cases_to_talk_about(viewer))


def cases_to_talk_about(viewer: Viewer) -> QuerySet[Case]:
    """Return what list_cases_to_talk_about lists, for a page to take a part of."""
    at_centres = Sitting.objects.filter(
        centre_id__in=viewer.organisations(Role.TEST_LEADER), state=SittingState.FINISHED
    )
    return _waiting(viewer, CaseState.TESTED).filter(pk__in=at_centres.values("case_id"))


def cases_to_plan(viewer: Viewer) -> QuerySet[Case]:
    """Return the cases that wait for a test, the longest waiting first."""
    return _waiting(viewer, CaseState.MAPPED)


def get_case_to_plan(case_id: int, viewer: Viewer) -> Case:
    """Return a case that waits for a test, or has had one where the viewer is test leader.

    Raises Case.DoesNotExist.
    """
    at_centres = Sitting.objects.filter(centre_id__in=viewer.organisations(Role.TEST_LEADER))
    return (
        cases_visible_to(viewer)
        .filter(Q(state=CaseState.MAPPED) | Q(pk__in=at_centres.values("case_id")))
        .get(pk=case_id)
    )


def list_days_tested(case: Case) -> list[date]:
    """Return the days this person has used an attempt at the product version, in order."""
    used = Sitting.objects.filter(
        attempts(),
        case__person_id=case.person_id,
        case__product_version_id=case.product_version_id,
    )
    return sorted(used.values_list("takes_place_on", flat=True))


def get_last_days_tested(cases: Iterable[Case]) -> dict[int, date]:
    """Return the last day each case used an attempt, by the case's id."""
    used = Sitting.objects.filter(attempts(), case__in=list(cases)).order_by("takes_place_on", "pk")
    return dict(used.values_list("case_id", "takes_place_on"))


def _waiting(viewer: Viewer, state: str) -> QuerySet[Case]:
    return cases_visible_to(viewer).filter(state=state).order_by("changed_at", "id")
