"""Accredited centres and their staff, by the real services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kunnande.stages.centres import services
from kunnande.stages.centres.models import Answer, DecisionOutcome, QualityFactor, StaffKind
from kunnande.stages.centres.queries import find_checklist
from kunnande.stages.parties.queries import (
    Organisation,
    OrganisationKind,
    Role,
    User,
    list_members,
)
from kunnande.stages.parties.services import (
    get_service_user,
    give_membership,
    register_organisation,
)
from kunnande.stages.parties.tests.builders import a_person, an_organisation_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kunnande.stages.centres.models import (
        Accreditation,
        AuditVisit,
        Authorisation,
        ChecklistVersion,
    )
    from kunnande.stages.framework.queries import Product

# Early enough for whatever a test books in the year of the tests.
FIRST_DAY = date(2026, 1, 1)
TERMS = services.Terms(
    first_months=36,
    renewed_months=60,
    protocol_months=1,
    correction_months=3,
    independence_months=24,
    warning_days=90,
)
REQUIREMENTS = (
    services.RequirementText("K1", QualityFactor.INFORMATION, "Kandidaten vet vad som gäller."),
    services.RequirementText("K2", QualityFactor.PRECONDITIONS, "Lokalen passar för prov."),
)


@dataclass
class Centre:
    """A centre on its way to an accreditation, and who acts around it."""

    organisation: Organisation
    manager: User
    auditors: tuple[User, User]
    decider: User
    accreditation: Accreditation

    @property
    def visit(self) -> AuditVisit:
        return self.accreditation.visit


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def a_checklist(product: Product, *, on: date = FIRST_DAY) -> ChecklistVersion:
    """Return the checklist in force for a product, published now if there is none."""
    return find_checklist(product.pk, on=on) or services.publish_checklist(
        product=product,
        version=str(on),
        valid_from=on,
        terms=TERMS,
        requirements=REQUIREMENTS,
        by=_service_user(on),
        at=noon(on),
    )


def a_centre(name: str = "Testcenter Väst", *, on: date = FIRST_DAY) -> Organisation:
    return register_organisation(
        kind=OrganisationKind.TEST_CENTRE,
        name=name,
        organisation_number=an_organisation_number(_serial()),
        municipality_code="0683",
        by=_service_user(on),
        at=noon(on),
    )


def a_role_at(
    organisation: Organisation, role: str, *, given_name: str = "Moa", on: date = FIRST_DAY
) -> User:
    """Return a new account that acts for an organisation from a day; nobody signs in with it."""
    person = a_person(given_name, "Mutterdal")
    user = User.objects.create(
        person=person, email=f"{role}{person.pk}@exempel.se", joined_at=noon(on)
    )
    give_membership(
        user=user, organisation=organisation, role=role, by=_service_user(on), at=noon(on)
    )
    return user


def an_application(
    product: Product,
    *,
    on: date = FIRST_DAY,
    name: str = "Testcenter Väst",
    centre: Organisation | None = None,
) -> Centre:
    """Return a centre that has handed in its application."""
    checklist = a_checklist(product, on=on)
    owner = product.scheme.owner
    organisation = centre or a_centre(name, on=on)
    manager = _first_member(organisation, Role.CENTRE_MANAGER, on)
    acting: dict[str, Any] = {"by": manager, "at": noon(on)}
    accreditation = services.apply_for_accreditation(centre=organisation, product=product, **acting)
    met = services.OwnAnswer(Answer.MET)
    answers = {requirement.pk: met for requirement in checklist.requirements.all()}
    services.assess_requirements(accreditation=accreditation, answers=answers, **acting)
    services.submit_self_assessment(accreditation=accreditation, **acting)
    auditors = [*list_members(owner, Role.AUDITOR, on=on)]
    auditors += [a_role_at(owner, Role.AUDITOR, on=on) for _missing in range(2 - len(auditors))]
    decider = _first_member(owner, Role.SCHEME_OWNER, on)
    return Centre(organisation, manager, (auditors[0], auditors[1]), decider, accreditation)


def an_audited_centre(
    product: Product,
    *,
    on: date = FIRST_DAY,
    findings: Iterable[str] = (),
    name: str = "Testcenter Väst",
    centre: Organisation | None = None,
) -> Centre:
    """Return a centre with a protocol; `findings` are the codes of what remained."""
    audited = an_application(product, on=on, name=name, centre=centre)
    visit = services.plan_audit(
        accreditation=audited.accreditation,
        on=on,
        auditors=audited.auditors,
        by=audited.decider,
        at=noon(on),
    )
    for auditor in audited.auditors:
        services.declare_no_conflict(visit=visit, by=auditor, at=noon(on))
    codes = set(findings)
    requirements = visit.accreditation.checklist.requirements.filter(code__in=codes)
    found = [services.Found(r.pk, "major", f"{r.code} visas inte.") for r in requirements]
    services.write_protocol(
        visit=visit, protocol="Vi har sett allt.", findings=found, by=audited.auditors[0],
        at=noon(on),
    )  # fmt: skip
    audited.accreditation.refresh_from_db()
    return audited


def an_accreditation(
    product: Product,
    *,
    on: date = FIRST_DAY,
    name: str = "Testcenter Väst",
    centre: Organisation | None = None,
) -> Centre:
    """Return a centre accredited from a day, with everybody around it."""
    decided = an_audited_centre(product, on=on, name=name, centre=centre)
    services.decide_accreditation(
        accreditation=decided.accreditation,
        outcome=DecisionOutcome.ACCREDITED,
        grounds="Allt visas.",
        by=decided.decider,
        at=noon(on),
    )
    decided.accreditation.refresh_from_db()
    return decided


def an_accredited_centre(
    product: Product,
    *,
    on: date = FIRST_DAY,
    name: str = "Testcenter Väst",
    test_leaders: Iterable[User] = (),
    assessors: Iterable[User] = (),
    centre: Organisation | None = None,
) -> Organisation:
    """Return a centre accredited from a day, with these people authorised there from that day."""
    accredited = an_accreditation(product, on=on, name=name, centre=centre)
    for user in test_leaders:
        an_authorisation(user, accredited, StaffKind.TEST_LEADER, on=on)
    for user in assessors:
        an_authorisation(user, accredited, StaffKind.ASSESSOR, on=on)
    return accredited.organisation


def an_authorisation(user: User, at: Centre, kind: str, *, on: date = FIRST_DAY) -> Authorisation:
    """Let somebody act for the centre and authorise them for two years."""
    give_membership(
        user=user, organisation=at.organisation, role=kind, by=_service_user(on), at=noon(on)
    )
    return services.authorise_staff(
        user=user,
        mandate=services.Mandate(
            product=at.accreditation.product,
            kind=kind,
            centre=at.organisation,
            from_on=on,
            to_on=on + timedelta(days=730),
            grounds="Genomgången utbildning.",
        ),
        by=at.decider,
        at=noon(on),
    )


def _first_member(organisation: Organisation, role: str, on: date) -> User:
    members = list_members(organisation, role, on=on)
    return members[0] if members else a_role_at(organisation, role, on=on)


def _service_user(on: date) -> User:
    return get_service_user(name="tests", at=noon(on))


def _serial() -> int:
    # Beside the serials that other rooms' builders count up from one.
    return 500_000 + Organisation.objects.count()
