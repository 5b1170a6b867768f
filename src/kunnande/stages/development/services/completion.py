"""A course has been gone through: what the ledger then holds of those who took part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.stages.development.models import Enrolment, EnrolmentState, GroupState
from kunnande.stages.development.services.groups import GroupClosedError, refuse_others
from kunnande.stages.framework.queries import ProofKind, list_latest_versions
from kunnande.stages.ledger.queries import list_current
from kunnande.stages.ledger.services import Proof, state_competences
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from kunnande.stages.development.models import Course, CourseGroup
    from kunnande.stages.parties.queries import User

# Whoever has been there this much of the time has gone through the course.
ENOUGH_PERCENT = 80


@transaction.atomic
def finish_group(*, group: CourseGroup, by: User, at: datetime) -> list[Enrolment]:
    """Close a group: whoever was there enough has gone through the course, and the ledger says so.

    Returns those who have. Raises NotYourGroupError, GroupClosedError.
    """
    refuse_others(group.course, by, at)
    if group.state != GroupState.RUNNING:
        raise GroupClosedError(_("Skriv in närvaron innan kursen avslutas."))
    enrolments = list(
        Enrolment.objects.select_for_update()
        .filter(group=group, state=EnrolmentState.ENROLLED)
        .select_related("person")
        .order_by("pk")
    )
    spent = _minutes_of(group)
    enough = _minutes_given(group) * ENOUGH_PERCENT / 100
    completed = [one for one in enrolments if spent.get(one.pk, 0) >= enough]
    for enrolment in enrolments:
        has = enrolment in completed
        enrolment.state = EnrolmentState.COMPLETED if has else EnrolmentState.INTERRUPTED
        enrolment.changed_at = at
    Enrolment.objects.bulk_update(enrolments, ["state", "changed_at"])
    _state(group.course, completed, by=by, at=at)
    group.state = GroupState.COMPLETED
    group.save(update_fields=["state"])
    record(
        chain=group.course.provider.trail_name,
        act="course_group_finished",
        subject=group.trail_name,
        by=by,
        at=at,
        facts={"completed": len(completed), "interrupted": len(enrolments) - len(completed)},
    )
    return completed


def _minutes_given(group: CourseGroup) -> float:
    return sum((o.ends_at - o.starts_at).total_seconds() / 60 for o in group.occasions.all())


def _minutes_of(group: CourseGroup) -> Mapping[int, int]:
    rows = Enrolment.objects.filter(group=group).annotate(spent=Sum("attended__minutes"))
    return {pk: spent or 0 for pk, spent in rows.values_list("pk", "spent")}


def _state(course: Course, completed: Sequence[Enrolment], *, by: User, at: datetime) -> None:
    """State what a course leads to: some levels above what was shown, up to the course's highest.

    It is a course gone through and nothing more: only a role that accepts courses counts it.
    """
    areas = list(course.areas.all())
    versions = list_latest_versions(area.area_id for area in areas)
    shown: dict[tuple[int, int], int] = {}
    for statement in list_current([e.person_id for e in completed], on=localdate(at)):
        if statement.kind != ProofKind.SELF_RATED:
            place = (statement.person_id, statement.area_id)
            shown[place] = max(statement.level, shown.get(place, 0))
    for enrolment in completed:
        levels = {
            versions[area.area_id].pk: min(
                shown.get((enrolment.person_id, area.area_id), 0) + area.raises_by,
                area.highest_level,
            )
            for area in areas
            if area.area_id in versions
        }
        proof = Proof(
            kind=ProofKind.COURSE_COMPLETED,
            source=enrolment.trail_name,
            place=course.provider,
        )
        state_competences(person=enrolment.person, levels=levels, proof=proof, by=by, at=at)
