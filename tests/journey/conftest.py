"""One story. Each fixture below is one act, in order; the tests say what is true when it is done.

An act stays done: whoever asks for a later act gets all the earlier ones first, so that any test
can be run alone, or on a worker of its own.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from django.utils.timezone import localdate

from kunnande.site.content.publish import TWO_AREAS, publish_sample_scheme
from kunnande.stages.cases import services as cases
from kunnande.stages.cases.queries import Case, list_areas_of_case
from kunnande.stages.centres.tests.builders import an_accredited_centre
from kunnande.stages.credentials.queries import Certificate
from kunnande.stages.credentials.services import (
    award_certificate,
    establish_issuer,
    revoke_certificate,
)
from kunnande.stages.decision.queries import Decision
from kunnande.stages.disclosure.queries import get_agreement_in_force
from kunnande.stages.disclosure.services import answer_agreement
from kunnande.stages.framework.queries import ProductVersion, list_areas_of
from kunnande.stages.parties import services as parties
from kunnande.stages.parties.queries import OrganisationKind, Role, User
from kunnande.stages.requirements.queries import OccupationalRole, get_template
from kunnande.stages.requirements.services import assign_role, create_role, set_requirement
from kunnande.stages.testing.queries import Sitting

from .acts import answer, open_case_for, plan, sit_through, talk
from .days import Clock
from .people import (
    COMPANY_NUMBER,
    PASSWORD,
    Around,
    Browser,
    introduce,
    person_of,
    somebody,
)

TESTED = ("theory_tested", "practically_assessed")
REVOCATION_REASON = "Beviset utfärdades med fel namn"


@pytest.fixture(scope="package")
def clock() -> Iterator[Clock]:
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", clock.now)
        yield clock


@pytest.fixture(scope="package")
def database(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Keep the whole story in one transaction, which is undone when it has been told."""
    folder = tmp_path_factory.mktemp("journey")
    own_folders = override_settings(ISSUER_KEYS=folder / "keys", MEDIA_ROOT=folder / "evidence")
    with own_folders, django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def around(database: None, clock: Clock) -> Around:
    at = clock.go_to(day=0)
    acting = {"by": parties.get_service_user(name="journey", at=at), "at": at}
    parties.mark_simulated(**acting)
    around = introduce(acting)
    establish_issuer(host="localhost", port=8000, name=around.owner.name, demo=True, **acting)
    return around


# 1. The scheme owner publishes the product, and accredits the centre for it.
@pytest.fixture(scope="package")
def published(around: Around, clock: Clock) -> ProductVersion:
    at = clock.go_to(day=0)
    version = publish_sample_scheme(
        owner=around.owner, versions=[TWO_AREAS], by=around.sigrid, at=at
    )
    an_accredited_centre(
        version.product, on=localdate(at), centre=around.centre, test_leaders=[around.torsten]
    )
    return version


# 2. A company makes a role from a template and invites two employees.
@pytest.fixture(scope="package")
def company(published: ProductVersion, around: Around, clock: Clock) -> SimpleNamespace:
    acting = {"by": around.sigrid, "at": clock.go_to(day=1)}
    organisation = parties.register_organisation(
        kind=OrganisationKind.COMPANY,
        name="Exempelverken AB",
        organisation_number=COMPANY_NUMBER,
        municipality_code="0617",
        simulated=True,
        **acting,
    )
    birgit = somebody("Birgit Plåtberg", Role.EMPLOYER, organisation, acting)
    return SimpleNamespace(organisation=organisation, pk=organisation.pk, birgit=birgit)


@pytest.fixture(scope="package")
def role(company: SimpleNamespace, published: ProductVersion, clock: Clock) -> OccupationalRole:
    acting = {"by": company.birgit, "at": clock.go_to(day=1, hour=10)}
    role = create_role(
        organisation=company.organisation,
        template=get_template("cnc-operator"),
        name="CNC-operatör dagtid",
        people_needed=3,
        **acting,
    )
    for area in list_areas_of(published.pk):
        set_requirement(
            role=role,
            area_id=area.area_id,
            level=area.shown_level,
            accepted_kinds=TESTED,
            importance=4,
            **acting,
        )
    return role


@pytest.fixture(scope="package")
def links(company: SimpleNamespace, role: OccupationalRole, clock: Clock) -> dict[str, str]:
    """The links of the two invitations, as each person finds theirs in the mail."""
    acting = {"by": company.birgit, "at": clock.go_to(day=1, hour=11)}
    tokens = {}
    for given_name, family_name in (("Amina", "Fogstråle"), ("Olle", "Kilremm")):
        issued = parties.invite_employee(
            organisation=company.organisation,
            given_name=given_name,
            family_name=family_name,
            email=f"{given_name.lower()}@exempelverken.invalid",
            team="Dagskiftet",
            **acting,
        )
        person = issued.invitation.person
        assign_role(role=role, person=person, from_on=acting["at"].date(), **acting)
        tokens[given_name] = issued.token
    return tokens


@pytest.fixture(scope="package")
def amina(links: dict[str, str], clock: Clock) -> User:
    clock.go_to(day=2)
    Browser().send("parties:invitation", links["Amina"], password=PASSWORD)
    return User.objects.get(email="amina@exempelverken.invalid")


@pytest.fixture(scope="package")
def olle(links: dict[str, str], amina: User, clock: Clock) -> User:
    at = clock.go_to(day=2, hour=10)
    return parties.accept_invitation(token=links["Olle"], password=PASSWORD, at=at)


@pytest.fixture(scope="package")
def case(company: SimpleNamespace, published: ProductVersion, amina: User, clock: Clock) -> Case:
    return open_case_for(amina, company, published, clock)


# 3. The agreement stands before any test; Amina says yes, on her phone.
@pytest.fixture(scope="package")
def agreed(case: Case, company: SimpleNamespace, amina: User, clock: Clock) -> str:
    clock.go_to(day=3)
    return Browser(amina).send("disclosure:agreement", company.pk, answer="yes")


# 4. She maps herself.
@pytest.fixture(scope="package")
def mapped(agreed: str, case: Case, amina: User, clock: Clock) -> Case:
    clock.go_to(day=3, hour=20)
    phone = Browser(amina)
    phone.send("cases:begin", case.pk)
    for number, _area in enumerate(list_areas_of_case(case), start=1):
        phone.send("cases:rate", case.pk, number, level="4")
    phone.send("cases:review", case.pk)
    case.refresh_from_db()
    return case


# 5. The theory test.
@pytest.fixture(scope="package")
def planned(mapped: Case, around: Around, clock: Clock) -> Sitting:
    clock.go_to(day=4)
    return plan(mapped, around, on_day=10, clock=clock)


@pytest.fixture(scope="package")
def half_done(planned: Sitting, amina: User, clock: Clock) -> Sitting:
    """Six questions answered, of which she masters those of one area; then the browser closes."""
    clock.go_to(day=10)
    browser = Browser(amina)
    browser.send("testing:start", planned.pk, language="sv")
    answer(planned, range(1, 7), browser, clock)
    planned.refresh_from_db()
    return planned


@pytest.fixture(scope="package")
def handed_in(half_done: Sitting, amina: User, clock: Clock) -> Sitting:
    another = Browser(amina)
    answer(half_done, range(7, 11), another, clock)
    clock.go_to(day=10, minute=40)
    another.send("testing:hand_in", half_done.pk)
    half_done.refresh_from_db()
    return half_done


# 6. The feedback talk.
@pytest.fixture(scope="package")
def talked(handed_in: Sitting, case: Case, around: Around, clock: Clock) -> Case:
    return talk(case, around, day=11, clock=clock)


# 7. An independent examiner decides.
@pytest.fixture(scope="package")
def decision(talked: Case, around: Around, clock: Clock) -> Decision:
    clock.go_to(day=12)
    form = {"shown_outcome": "attestation_of_parts", "grounds": "Ett område av två är visat."}
    Browser(around.enok).send("decision:case", talked.pk, **form)
    return Decision.objects.get(case=talked)


# 8. The credential.
@pytest.fixture(scope="package")
def certificate(decision: Decision, around: Around, clock: Clock) -> Certificate:
    at = clock.go_to(day=12, hour=10)
    return award_certificate(decision=decision, by=around.enok, at=at)


@pytest.fixture(scope="package")
def revoked(certificate: Certificate, around: Around, clock: Clock) -> Certificate:
    at = clock.go_to(day=12, hour=11)
    revoke_certificate(certificate=certificate, reason=REVOCATION_REASON, by=around.sigrid, at=at)
    return certificate


# 9. The company looks at its matrix, where Olle, tested as well, has said no.
@pytest.fixture(scope="package")
def declined(
    revoked: Certificate,
    company: SimpleNamespace,
    published: ProductVersion,
    around: Around,
    olle: User,
    clock: Clock,
) -> Case:
    clock.go_to(day=13)
    case = open_case_for(olle, company, published, clock)
    acting = {"by": olle, "at": clock.moment}
    agreement = get_agreement_in_force(company.pk, on=acting["at"].date())
    answer_agreement(agreement=agreement, person=person_of(olle), accepted=False, **acting)
    cases.admit(case=case, **acting)
    for area in list_areas_of_case(case):
        cases.rate_area(case=case, area_version_id=area.area_version_id, level=1, **acting)
    cases.submit_self_rating(case=case, **acting)
    sitting = plan(case, around, on_day=14, clock=clock)
    sit_through(sitting, by=olle, at=clock.go_to(day=14))
    return talk(case, around, day=15, clock=clock)
