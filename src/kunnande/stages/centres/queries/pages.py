"""One accreditation as its page shows it, and the lists of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Min

from kunnande.stages.centres.models import (
    OPEN_STATES,
    Accreditation,
    AccreditationDecision,
    AccreditationEvidence,
    AccreditationState,
    AuditorAssignment,
    AuditVisit,
    Finding,
    QualityFactor,
    SelfAssessment,
    Suspension,
)
from kunnande.stages.centres.queries.standing import accreditations_visible_to, with_standing
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from kunnande.stages.centres.queries.standing import AccreditationOnDay
    from kunnande.stages.parties.queries import Viewer


@dataclass(frozen=True)
class RequirementRow:
    """A requirement, and what the centre says and shows of it."""

    requirement_id: int
    code: str
    factor: str
    text: str
    assessment: SelfAssessment | None
    evidence: tuple[AccreditationEvidence, ...]


@dataclass(frozen=True)
class AccreditationPage:
    """Everything about one accreditation, and as what the viewer reads it."""

    accreditation: Accreditation
    product_name: str
    standing: str
    as_centre: bool
    as_scheme: bool
    as_auditor: bool
    has_declared: bool
    requirements: tuple[RequirementRow, ...]
    visit: AuditVisit | None
    assignments: tuple[AuditorAssignment, ...]
    findings: tuple[Finding, ...]
    decision: AccreditationDecision | None
    suspensions: tuple[Suspension, ...]

    @property
    def standing_words(self) -> str:
        return str(AccreditationState(self.standing).label)

    @property
    def unanswered(self) -> int:
        return sum(row.assessment is None for row in self.requirements)

    @property
    def open_findings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.resolved_at is None]

    @property
    def is_draft(self) -> bool:
        return self.standing == AccreditationState.APPLIED and not self.accreditation.submitted_at

    @property
    def has_protocol(self) -> bool:
        return self.visit is not None and self.visit.protocol_at is not None

    @property
    def waits_for_visit(self) -> bool:
        is_in = self.accreditation.is_open and self.accreditation.submitted_at is not None
        return is_in and not self.has_protocol

    @property
    def waits_for_decision(self) -> bool:
        return self.accreditation.is_open and self.has_protocol

    @property
    def undeclared(self) -> int:
        return sum(place.declared_at is None for place in self.assignments)

    @property
    def resting(self) -> Suspension | None:
        return next((one for one in self.suspensions if one.to_on is None), None)


@dataclass(frozen=True)
class AuditToMake:
    """A visit and what its auditor does next: declare, write the protocol or read answers."""

    accreditation: Accreditation
    act: str
    due_on: date


def list_audits_to_make(viewer: Viewer) -> list[AuditToMake]:
    """Return the viewer's own visits that wait for them, the first day first."""
    mine = AuditorAssignment.objects.filter(
        auditor_id=viewer.user_id,
        visit__accreditation__state__in=OPEN_STATES,
        visit__accreditation__in=accreditations_visible_to(viewer),
    ).select_related("visit__accreditation__centre", "visit__accreditation__product")
    answered = dict(
        Finding.objects.filter(
            visit__in=mine.values("visit"), answered_at__isnull=False, resolved_at__isnull=True
        )
        .values("visit")
        .annotate(Min("due_on"))
        .values_list("visit", "due_on__min")
    )
    found = []
    for place in mine:
        visit = place.visit
        if place.declared_at is None:
            found.append(AuditToMake(visit.accreditation, "declare", visit.on))
        elif visit.protocol_at is None:
            found.append(AuditToMake(visit.accreditation, "protocol", visit.protocol_due_on))
        elif visit.pk in answered:
            found.append(AuditToMake(visit.accreditation, "findings", answered[visit.pk]))
    return sorted(found, key=lambda audit: audit.due_on)


def list_accreditations(viewer: Viewer, *, on: date) -> QuerySet[AccreditationOnDay]:
    """Return those the viewer may see with their standing, the latest application first."""
    return with_standing(accreditations_visible_to(viewer), on=on).order_by("-applied_on", "-id")


def get_accreditation_page(accreditation_id: int, viewer: Viewer, *, on: date) -> AccreditationPage:
    """Return one accreditation in full. Raises Accreditation.DoesNotExist."""
    visible = with_standing(accreditations_visible_to(viewer), on=on)
    one = visible.select_related("product__scheme").get(pk=accreditation_id)
    visit = AuditVisit.objects.filter(accreditation=one).first()
    places = tuple(visit.assignments.select_related("auditor__person")) if visit else ()
    mine = [place for place in places if place.auditor_id == viewer.user_id]
    owner_id = one.product.scheme.owner_id
    decisions = AccreditationDecision.objects.filter(accreditation=one)
    return AccreditationPage(
        accreditation=one,
        product_name=localised(one.product, "name"),
        standing=one.standing,
        as_centre=one.centre_id in viewer.organisations(Role.CENTRE_MANAGER),
        as_scheme=owner_id in viewer.organisations(Role.SCHEME_OWNER),
        as_auditor=bool(mine) and owner_id in viewer.organisations(Role.AUDITOR),
        has_declared=any(place.declared_at for place in mine),
        requirements=list_requirement_rows(one),
        visit=visit,
        assignments=places,
        findings=tuple(visit.findings.select_related("requirement")) if visit else (),
        decision=decisions.select_related("decided_by__person").first(),
        suspensions=tuple(one.suspensions.order_by("from_on")),
    )


def list_requirement_rows(accreditation: Accreditation) -> tuple[RequirementRow, ...]:
    said = {own.requirement_id: own for own in accreditation.self_assessments.all()}
    files: dict[int, list[AccreditationEvidence]] = defaultdict(list)
    for file in accreditation.evidence.order_by("added_at", "id"):
        files[file.requirement_id].append(file)
    return tuple(
        RequirementRow(
            requirement_id=requirement.pk,
            code=requirement.code,
            factor=str(QualityFactor(requirement.quality_factor).label),
            text=localised(requirement, "text"),
            assessment=said.get(requirement.pk),
            evidence=tuple(files[requirement.pk]),
        )
        for requirement in accreditation.checklist.requirements.all()
    )


def find_visit(accreditation_id: int) -> AuditVisit | None:
    return AuditVisit.objects.filter(accreditation_id=accreditation_id).first()


def get_evidence_file(file_id: int, viewer: Viewer) -> AccreditationEvidence:
    """Return a file the viewer may open. Raises AccreditationEvidence.DoesNotExist."""
    return AccreditationEvidence.objects.select_related("accreditation").get(
        pk=file_id, accreditation__in=accreditations_visible_to(viewer)
    )


def get_finding(finding_id: int, viewer: Viewer) -> Finding:
    """Return a finding the viewer may see. Raises Finding.DoesNotExist."""
    return Finding.objects.select_related("requirement", "visit__accreditation").get(
        pk=finding_id, visit__accreditation__in=accreditations_visible_to(viewer)
    )
