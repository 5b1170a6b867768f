"""Who has a course ahead, for a company that has enrolled them in it."""

from __future__ import annotations

from kunnande.stages.development.models import Enrolment, EnrolmentState


def list_planned_areas(company_id: int) -> list[tuple[int, int]]:
    """Return person and area of each course a company has people enrolled in."""
    enrolled = Enrolment.objects.filter(company_id=company_id, state=EnrolmentState.ENROLLED)
    pairs = enrolled.filter(group__course__areas__isnull=False).order_by("pk")
    return list(pairs.values_list("person_id", "group__course__areas__area_id"))
