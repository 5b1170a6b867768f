"""A test centre on each side, accredited through the services, and what its acts are sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kunnande.stages.centres import services
from kunnande.stages.centres.models import (
    AccreditationEvidence,
    Authorisation,
    Finding,
    Machine,
    OpeningException,
    Room,
)
from kunnande.stages.centres.queries import Answer, DecisionOutcome, find_checklist, find_visit
from kunnande.stages.centres.tests.builders import REQUIREMENTS, TERMS
from kunnande.stages.parties.queries import Role, list_members

if TYPE_CHECKING:
    from kunnande.stages.centres.queries import Accreditation
    from kunnande.stages.parties.queries import User

    from .building import Builder
    from .stories import Side, World


def accredit(builder: Builder, side: Side) -> None:
    """Bring a side's centre to an accreditation, with staff, a room and a machine."""
    centre, at = side.centre, builder.began_at
    by_centre = builder.acting(at, side.centre_manager)
    by_scheme = builder.acting(at, builder.world.scheme_owner)
    side.accreditation = _apply(builder, side)
    _audit(builder, side, side.accreditation)
    services.decide_accreditation(
        accreditation=side.accreditation,
        outcome=DecisionOutcome.ACCREDITED,
        grounds="Allt visas.",
        **by_scheme,
    )
    for user, kind in ((side.test_leader, "test_leader"), (side.assessor, "assessor")):
        mandate = services.Mandate(
            product=side.accreditation.product,
            kind=kind,
            centre=centre,
            from_on=timezone.localdate(at),
            to_on=timezone.localdate(at) + timedelta(days=80),
            grounds="Utbildad.",
        )
        services.authorise_staff(user=user, mandate=mandate, **by_scheme)
    room = services.add_room(centre=centre, name="Sal 1", seats=8, **by_centre)
    services.add_machine(centre=centre, name="Svarv", kind="cnc_lathe", room=room, **by_centre)
    tomorrow = timezone.localdate(builder.now) + timedelta(days=1)
    services.add_opening_exception(centre=centre, on=tomorrow, **by_centre)


def values_of_centre(side: Side) -> dict[str, Any]:
    """Return what the addresses of a centre's pages and operations name."""
    centre, own = side.centre, side.accreditation
    return {
        "accreditation_id": own.pk,
        "authorisation_id": Authorisation.objects.get(centre=centre, kind="assessor").pk,
        "centre_id": centre.pk,
        "exception_id": OpeningException.objects.get(centre=centre).pk,
        "file_id": AccreditationEvidence.objects.get(accreditation=own).pk,
        "finding_id": Finding.objects.get(visit__accreditation=own).pk,
        "machine_id": Machine.objects.get(centre=centre).pk,
        "product_id": own.product_id,
        "room_id": Room.objects.get(centre=centre).pk,
    }


_LATER = "2098-01-01"
BODIES: dict[str, dict[str, Any]] = {
    "add_machine": {"name": "Fräs", "kind": "cnc_mill"},
    "add_opening_exception": {"on": _LATER},
    "add_room": {"name": "Sal 2", "seats": 4},
    "answer_finding": {"corrective_action": "Gjort."},
    "change_machine": {"name": "Fräs", "kind": "cnc_mill"},
    "change_room": {"name": "Sal 2", "seats": 4},
    "decide_accreditation": {"outcome": "accredited", "grounds": "Allt visas."},
    "describe_centre": {"street_address": "Storgatan 1"},
    "end_authorisation": {"on": _LATER, "reason": "other"},
    "lift_suspension": {"to_on": _LATER},
    "postpone_finding": {"due_on": _LATER},
    "set_opening_hours": {"hours": [{"weekday": 0, "opens": "08:00", "closes": "16:00"}]},
    "suspend_accreditation": {"on": _LATER, "reason": "other"},
    "withdraw_accreditation": {"on": _LATER, "reason": "other"},
    "write_protocol": {"protocol": "Sett.", "findings": []},
}


def bodies_of_centres(world: World) -> dict[str, dict[str, Any]]:
    """Return what operations are sent that name somebody or something of the first side."""
    side = world.sides["A"]
    own = side.accreditation
    day = timezone.localdate().isoformat()
    visit = find_visit(own.pk)
    first = own.checklist.requirements.all()[0]
    return {
        "apply_for_accreditation": {"product_id": own.product_id},
        "assess_requirements": {"answers": [{"requirement_id": first.pk, "answer": "met"}]},
        "authorise_staff": {
            "user_id": side.assessor.pk,
            "product_id": own.product_id,
            "kind": "assessor",
            "from_on": _LATER,
            "to_on": _LATER,
            "grounds": "Utbildad.",
        },
        "plan_audit": {"on": day, "auditors": [p.auditor_id for p in visit.assignments.all()]},
        "publish_checklist": {
            "version": "2",
            "valid_from": _LATER,
            **dict.fromkeys(vars(TERMS), 1),
            "requirements": [
                {"code": "A1", "quality_factor": "information", "text_sv": "Berätta."}
            ],
        },
    }


def _apply(builder: Builder, side: Side) -> Accreditation:
    product, at = builder.world.version.product, builder.began_at
    by_centre = builder.acting(at, side.centre_manager)
    checklist = find_checklist(product.pk, on=timezone.localdate(at)) or services.publish_checklist(
        product=product,
        version="1",
        valid_from=timezone.localdate(at),
        terms=TERMS,
        requirements=REQUIREMENTS,
        **builder.acting(at, builder.world.scheme_owner),
    )
    own = services.apply_for_accreditation(centre=side.centre, product=product, **by_centre)
    first, *_others = rows = list(checklist.requirements.all())
    met = services.OwnAnswer(Answer.MET, "Så gör vi.")
    services.assess_requirements(
        accreditation=own, answers={row.pk: met for row in rows}, **by_centre
    )
    services.attach_accreditation_evidence(
        accreditation=own,
        requirement_id=first.pk,
        name=f"{builder.mark('centrefile', side)}.pdf",
        content=b"%PDF-1.4 rutin",
        **by_centre,
    )
    services.submit_self_assessment(accreditation=own, **by_centre)
    return own


def _audit(builder: Builder, side: Side, own: Accreditation) -> None:
    at, on = builder.began_at, timezone.localdate(builder.began_at)
    auditors = _two_auditors(builder, own)
    visit = services.plan_audit(
        accreditation=own,
        on=on,
        auditors=auditors,
        **builder.acting(at, builder.world.scheme_owner),
    )
    for auditor in auditors:
        services.declare_no_conflict(visit=visit, **builder.acting(at, auditor))
    first = own.checklist.requirements.all()[0]
    found = [services.Found(first.pk, "minor", "Rutinen är inte skriven.")]
    protocol = builder.mark("protocol", side)
    services.write_protocol(
        visit=visit, protocol=protocol, findings=found, **builder.acting(at, auditors[0])
    )
    finding = visit.findings.get()
    services.answer_finding(
        finding=finding,
        corrective_action="Rutinen är skriven.",
        **builder.acting(at, side.centre_manager),
    )
    services.resolve_finding(finding=finding, **builder.acting(at, auditors[1]))
    own.refresh_from_db()


def _two_auditors(builder: Builder, own: Accreditation) -> list[User]:
    owner = own.product.scheme.owner
    known = list_members(owner, Role.AUDITOR, on=timezone.localdate(builder.began_at))
    return (known if len(known) > 1 else [*known, builder.member(owner, Role.AUDITOR, "second")])[
        :2
    ]
