"""The simulated test centres: rooms and staff, two auditors, a decision, and one that rests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING, Unpack

from django.utils.timezone import localdate

from kunnande.site.content.centres import publish_sample_checklist
from kunnande.site.simulation.names import CENTRES, GIVEN_NAMES
from kunnande.site.simulation.parties import Acting, account, organisation
from kunnande.stages.centres import services
from kunnande.stages.centres.queries import (
    Accessibility,
    Answer,
    DecisionOutcome,
    Hours,
    MachineKind,
    Severity,
    StaffKind,
    StopReason,
    find_latest,
)
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.parties.services import give_membership

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kunnande.stages.centres.queries import Accreditation, Machine, Room
    from kunnande.stages.framework.queries import Product
    from kunnande.stages.parties.queries import Organisation, User

# The numbers before belong to companies' contacts, those after to employees.
_FIRST_OF_STAFF = 9_000
_SEATS = (12, 10, 16, 8, 10, 8, 6, 6)
_AUDIT_AFTER, _PROTOCOL_AFTER, _DECISION_AFTER = (timedelta(days=days) for days in (21, 35, 49))
_OPEN = Hours(time(8), time(17))
_AUTHORISED_DAYS = 1460
_PROTOCOL = "Besöket gjordes på plats. Lokaler, material och rutiner gicks igenom."
_GROUNDS = "Kraven i checklistan är visade."
_AUTHORISED_ON = "Utbildning och provtjänst genomförda."
# What somebody has written, in the language they wrote it in.
WRITTEN = (_PROTOCOL, _GROUNDS, _AUTHORISED_ON)


class _Mandated(Acting):
    kind: str


@dataclass(frozen=True)
class Centre:
    """A test centre and who works there."""

    organisation: Organisation
    manager: User
    test_leader: User
    assessor: User
    room: Room
    machine: Machine


@dataclass(frozen=True)
class Accreditors:
    """Who says whether a centre may test: two look, a third decides."""

    decider: User
    auditors: tuple[User, User]
    product: Product


def build_centres(accreditors: Accreditors, *, acting: Acting) -> tuple[Centre, ...]:
    """Register the centres and take each from application to accreditation."""
    centres = [_build(number, acting) for number in range(len(CENTRES))]
    accredit(centres, accreditors, at=acting["at"])
    return tuple(centres)


def accredit(centres: Sequence[Centre], accreditors: Accreditors, *, at: datetime) -> None:
    """Take centres from application to accreditation for a product, and authorise their staff."""
    publish_sample_checklist(
        product=accreditors.product, valid_from=localdate(at), by=accreditors.decider, at=at
    )
    for number, centre in enumerate(centres):
        _accredit(centre, accreditors, at, has_finding=number % 3 == 2)
        for user, kind in (
            (centre.test_leader, StaffKind.TEST_LEADER),
            (centre.assessor, StaffKind.ASSESSOR),
        ):
            acting_then = Acting(by=accreditors.decider, at=at + _DECISION_AFTER)
            _authorise(centre, user, accreditors.product, kind=kind, **acting_then)


def suspend_last(centres: Sequence[Centre], accreditors: Accreditors, *, at: datetime) -> Centre:
    """Let the last centre's accreditation rest from a day on; people are booked there."""
    centre = centres[-1]
    held = find_latest(centre.organisation.pk, accreditors.product.pk)
    if held is None:
        msg = f"{centre.organisation} was never accredited"
        raise ValueError(msg)
    services.suspend_accreditation(
        accreditation=held,
        from_on=localdate(at),
        reason=StopReason.PREMISES_UNFIT,
        by=accreditors.decider,
        at=at,
    )
    return centre


def _build(number: int, acting: Acting) -> Centre:
    name, municipality = CENTRES[number]
    centre = organisation(OrganisationKind.TEST_CENTRE, name, municipality, 10 + number, **acting)
    manager = _member(centre, Role.CENTRE_MANAGER, number, acting)
    by_manager = Acting(by=manager, at=acting["at"])
    services.describe_centre(
        centre=centre,
        description=services.Description(
            street_address=f"Exempelgatan {number + 1}",
            accessibility=[Accessibility.STEP_FREE, Accessibility.ACCESSIBLE_TOILET],
            languages=["sv", "en"],
            travels=number % 2 == 0,
        ),
        **by_manager,
    )
    services.set_opening_hours(centre=centre, week=dict.fromkeys(range(5), _OPEN), **by_manager)
    room = services.add_room(centre=centre, name="Provsalen", seats=_SEATS[number], **by_manager)
    kind = MachineKind.CNC_MILL if number % 2 == 0 else MachineKind.WELDING
    return Centre(
        organisation=centre,
        manager=manager,
        test_leader=_member(centre, Role.TEST_LEADER, number, acting),
        assessor=_member(centre, Role.ASSESSOR, number, acting),
        room=room,
        machine=services.add_machine(centre=centre, name=str(kind.label), kind=kind, **by_manager),
    )


_FIRST_OF_ROLE = {
    Role.CENTRE_MANAGER: ("centre-manager", "Ylva Ritsberg", 0),
    Role.TEST_LEADER: ("test-leader", "Torsten Passbit", 100),
    Role.ASSESSOR: ("assessor", "Rut Mikrometz", 200),
}


def _member(centre: Organisation, role: Role, number: int, acting: Acting) -> User:
    """Open the account of somebody at a centre; the first one of each role is the demo's."""
    login, name, offset = _FIRST_OF_ROLE[role]
    if number:
        login, name = f"{login}-{number + 1}", f"{GIVEN_NAMES[offset // 10 + number]} Ritsberg"
    user = account(login, name, _FIRST_OF_STAFF + offset + number, **acting)
    give_membership(user=user, organisation=centre, role=role, **acting)
    return user


def _accredit(
    centre: Centre, accreditors: Accreditors, at: datetime, *, has_finding: bool
) -> Accreditation:
    by_manager = Acting(by=centre.manager, at=at)
    applied = services.apply_for_accreditation(
        centre=centre.organisation, product=accreditors.product, **by_manager
    )
    asked = list(applied.checklist.requirements.all())
    answers = {one.pk: services.OwnAnswer(Answer.MET) for one in asked}
    services.assess_requirements(accreditation=applied, answers=answers, **by_manager)
    services.submit_self_assessment(accreditation=applied, **by_manager)
    _audit(applied, centre, accreditors, at=at, has_finding=has_finding)
    services.decide_accreditation(
        accreditation=applied,
        outcome=DecisionOutcome.ACCREDITED,
        grounds=_GROUNDS,
        by=accreditors.decider,
        at=at + _DECISION_AFTER,
    )
    return applied


def _audit(
    applied: Accreditation,
    centre: Centre,
    accreditors: Accreditors,
    *,
    at: datetime,
    has_finding: bool,
) -> None:
    visit = services.plan_audit(
        accreditation=applied,
        on=localdate(at + _AUDIT_AFTER),
        auditors=accreditors.auditors,
        by=accreditors.decider,
        at=at,
    )
    for auditor in accreditors.auditors:
        services.declare_no_conflict(visit=visit, by=auditor, at=at)
    first_asked = applied.checklist.requirements.all()[0]
    found = services.Found(
        first_asked.pk, Severity.MINOR, "Informationen före provet saknar en del."
    )
    first = accreditors.auditors[0]
    visit = services.write_protocol(
        visit=visit,
        protocol=_PROTOCOL,
        findings=[found] if has_finding else [],
        by=first,
        at=at + _PROTOCOL_AFTER,
    )
    for finding in visit.findings.all():
        answered = services.answer_finding(
            finding=finding,
            corrective_action="Informationen är kompletterad.",
            by=centre.manager,
            at=at + _PROTOCOL_AFTER,
        )
        services.resolve_finding(finding=answered, by=first, at=at + _DECISION_AFTER)


def _authorise(centre: Centre, user: User, product: Product, **mandated: Unpack[_Mandated]) -> None:
    begins = localdate(mandated["at"])
    services.authorise_staff(
        user=user,
        mandate=services.Mandate(
            product=product,
            kind=mandated["kind"],
            centre=centre.organisation,
            from_on=begins,
            to_on=begins + timedelta(days=_AUTHORISED_DAYS),
            grounds=_AUTHORISED_ON,
        ),
        by=mandated["by"],
        at=mandated["at"],
    )
