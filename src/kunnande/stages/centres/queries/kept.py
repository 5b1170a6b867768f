"""What this room keeps about one person, for the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from kunnande.stages.centres.models import (
    AccreditationDecision,
    AuditorAssignment,
    Authorisation,
    Finding,
    Suspension,
)

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Kept


def get_kept_about(person_id: int) -> Kept:
    """Return what the person is authorised for, has audited and has decided about centres."""
    authorised = Authorisation.objects.filter(user__person_id=person_id).order_by("from_on")
    audits = AuditorAssignment.objects.filter(auditor__person_id=person_id).order_by("visit__on")
    mended = Finding.objects.filter(resolved_by__person_id=person_id).order_by("resolved_at")
    decided = AccreditationDecision.objects.filter(decided_by__person_id=person_id)
    stopped = Suspension.objects.filter(by__person_id=person_id).order_by("from_on")
    centre, product = "accreditation__centre__name", F("accreditation__product__code")
    return {
        "authorisations": authorised.values(
            "kind", "grounds", "from_on", "to_on", "ended_on", "ended_reason",
            centre_name=F("centre__name"), product_code=F("product__code"),
        ),
        "audits": audits.values(
            "declared_at",
            visit_on=F("visit__on"),
            protocol_at=F("visit__protocol_at"),
            centre_name=F(f"visit__{centre}"),
        ),
        "audit_findings": mended.values(
            "resolved_at", finding=F("text"), centre_name=F(f"visit__{centre}")
        ),
        "accreditation_decisions": decided.order_by("decided_at").values(
            "outcome", "grounds", "decided_at", centre_name=F(centre), product_code=product
        ),
        "suspensions": stopped.values(
            "from_on", "to_on", "reason", centre_name=F(centre), product_code=product
        ),
    }  # fmt: skip
