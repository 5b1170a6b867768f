"""The two companies of the stories, brought by the real services to where each story stands."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.utils import timezone

from kunnande.site import demo
from kunnande.site.simulation.numbers import (
    simulated_identity_number,
    simulated_organisation_number,
)
from kunnande.stages.credentials.services import establish_issuer
from kunnande.stages.disclosure.services import make_agreement
from kunnande.stages.framework.queries import get_version, list_areas_of
from kunnande.stages.framework.services import import_scheme, publish_version
from kunnande.stages.framework.tests.builders import a_package, a_version
from kunnande.stages.itembank.services import import_blueprints, import_items
from kunnande.stages.itembank.tests.builders import a_blueprint_package, a_form, the_item_files
from kunnande.stages.parties import services as parties
from kunnande.stages.parties.queries import OrganisationKind, Role, User
from kunnande.stages.practice.services import import_protocols, publish_protocol
from kunnande.stages.practice.tests.builders import a_protocol_package, uses_of_a_protocol
from kunnande.stages.requirements.services import (
    assign_role,
    create_role,
    set_requirement,
    stage_import,
)

from .bookings import open_and_book
from .centres import accredit
from .developing import Developing
from .funding import Funding
from .sessions import session_at
from .steps import Steps
from .stories import FORMER, STORIES, Mark, Side, Story, World, steps_of
from .supplying import Supplying

if TYPE_CHECKING:
    from kunnande.stages.framework.queries import ProductVersion
    from kunnande.stages.parties.queries import Organisation, Person
    from kunnande.stages.requirements.queries import OccupationalRole

DRAFT = "teknik-mer"
KINDS_TESTED = ("theory_tested", "practically_assessed")


class Builder(Steps, Developing, Supplying, Funding):
    """Builds the world through the services, a month back until today."""

    def build(self) -> World:
        parties.mark_simulated(by=self.service, at=self.began_at)
        establish_issuer(
            host="localhost", port=8000, name="Exempel", demo=True, **self.acting(self.began_at)
        )
        owner = self.organisation("Modellägaren", OrganisationKind.SCHEME_OWNER)
        other = self.organisation("Andra modellägaren", OrganisationKind.SCHEME_OWNER)
        node = self.organisation("Noden", OrganisationKind.NODE)
        provider = self.organisation("Anordnaren", OrganisationKind.TRAINING_PROVIDER)
        union = self.organisation("Facket", OrganisationKind.UNION)
        version = self.publish(owner)
        self.world = World(
            version=version,
            draft=get_version(DRAFT, "1"),
            scheme_owner=self.member(owner, Role.SCHEME_OWNER, "owner"),
            other_scheme_owner=self.member(other, Role.SCHEME_OWNER, "otherowner"),
            examiner=self.member(owner, Role.EXAMINER, "examiner"),
            auditor=self.member(owner, Role.AUDITOR, "auditor"),
            node_coordinator=self.member(node, Role.NODE_COORDINATOR, "node"),
            training_provider=self.member(provider, Role.TRAINING_PROVIDER, "provider"),
            coach=self.member(node, Role.COACH, "coach"),
            union_representative=self.member(union, Role.UNION_REPRESENTATIVE, "union"),
            **self.funders(),
            marks=self.marks,
        )
        self.world.courses = self.courses_of(provider)
        self.account("Demo", "Person", demo.email_of("person"))
        for name in "AB":
            self.build_side(name)
        self.plan_with_coach(self.world.sides["A"])
        self.world.representation = self.recognise(self.world.sides["A"])
        self.bring_in(self.world.sides["A"])
        self.world.sessions = {user.pk: session_of(user) for user in User.objects.all()}
        return self.world

    def bring_in(self, side: Side) -> None:
        own = self.acting(self.began_at, side.stories["awarded"].user)
        parties.make_token(name="Program", scopes=["person:read"], days=90, **own)
        stage_import(
            organisation=side.company,
            file_name="lista.csv",
            content=b"Namn;Telefon\nNy;1\n",
            **self.acting(self.now, side.employer),
        )

    def build_side(self, name: str) -> None:
        self.world.sides[name] = side = self.side(name)
        accredit(self, side)
        for story in STORIES:
            side.stories[story] = self.walk(side, story)
        side.stories["invited"] = self.invited(side)
        open_and_book(self, side)
        self.fund(side)

    def publish(self, owner: Organisation) -> ProductVersion:
        package, begins = a_package(), {"valid_from": "2020-01-01"}
        product = package["products"]["products"][0]
        package["products"]["products"] = [
            {**product, "id": code, "versions": [{**a_version(), **begins}]}
            for code in ("teknik-bas", DRAFT)
        ]
        acting = self.acting(self.began_at)
        import_scheme(package=package, owner=owner, **acting)
        version = publish_version(version=get_version("teknik-bas", "1"), **acting)
        self.let_practice_be_tried(version, acting)
        import_items(folder=the_item_files(), **acting)
        forms = (a_form("few", items=2), a_form("all", items=12))
        import_blueprints(package=a_blueprint_package(*forms), **acting)
        return version

    def let_practice_be_tried(self, version: ProductVersion, acting: dict[str, Any]) -> None:
        (protocol,) = import_protocols(
            package=a_protocol_package(),
            products=uses_of_a_protocol(required=False),
            scheme=version.product.scheme,
            **acting,
        )
        publish_protocol(version=protocol, **acting)

    def organisation(self, name: str, kind: str) -> Organisation:
        self.serial += 1
        return parties.register_organisation(
            kind=kind,
            name=name,
            organisation_number=simulated_organisation_number(self.serial),
            simulated=True,
            **self.acting(self.began_at),
        )

    def account(self, given: str, family: str, email: str) -> User:
        person = parties.register_person(
            given_name=given, family_name=family, simulated=True, **self.acting(self.began_at)
        )
        return parties.open_account(person=person, email=email, at=self.began_at)

    def member(self, organisation: Organisation, role: str, name: str) -> User:
        user = self.account(name.title(), "Medlem", f"{name}@exempel.se")
        parties.give_membership(
            user=user, organisation=organisation, role=role, **self.acting(self.began_at)
        )
        return user

    def side(self, name: str) -> Side:
        company = self.organisation(self.mark("company", name), OrganisationKind.COMPANY)
        centre = self.organisation(self.mark("centre", name), OrganisationKind.TEST_CENTRE)
        employer = self.member(company, Role.EMPLOYER, self.mark("contact", name))
        test_leader = self.member(centre, Role.TEST_LEADER, self.mark("leader", name))
        manager = self.member(centre, Role.CENTRE_MANAGER, f"manager{name}")
        assessor = self.member(centre, Role.ASSESSOR, f"assessor{name}")
        acting = self.acting(self.began_at, employer)
        role = create_role(
            organisation=company, name=self.mark("role", name), people_needed=3, **acting
        )
        self.require(role, acting)
        make_agreement(organisation=company, from_on=timezone.localdate(self.began_at), **acting)
        side = Side(name, company, centre, employer, test_leader, manager, assessor, role)
        side.session = session_at(side, self.world.version.product, self.day(5))
        return side

    def require(self, role: OccupationalRole, acting: dict[str, Any]) -> None:
        for area in list_areas_of(self.world.version.pk):
            set_requirement(
                role=role,
                area_id=area.area_id,
                level=area.shown_level,
                accepted_kinds=KINDS_TESTED,
                importance=3,
                **acting,
            )

    def invited(self, side: Side) -> Story:
        issued = parties.invite_employee(
            organisation=side.company,
            given_name=self.mark("given", side, "invited"),
            family_name=self.mark("family", side, "invited"),
            email=f"{self.mark('email', side, 'invited')}@exempel.se",
            **self.acting(self.now - timedelta(days=1), side.employer),
        )
        return Story("invited", issued.invitation.person, invitation_token=issued.token)

    def employee(self, side: Side, name: str) -> Story:
        self.serial += 1
        number = simulated_identity_number(self.serial)
        acting = self.acting(self.began_at, side.employer)
        person = parties.register_person(
            given_name=self.mark("given", side, name),
            family_name=self.mark("family", side, name),
            identity_number=number,
            simulated=True,
            **acting,
        )
        self.mark_numbers(side, name, person, number)
        employment = parties.employ(
            person=person,
            organisation=side.company,
            from_on=timezone.localdate(self.began_at),
            team=self.mark("team", side, name),
            **acting,
        )
        email = f"{self.mark('email', side, name)}@exempel.se"
        user = parties.open_account(person=person, email=email, at=self.began_at)
        holding = assign_role(
            role=side.role, person=person, from_on=timezone.localdate(self.began_at), **acting
        )
        return Story(name, person, user, employment, holding)

    def mark_numbers(self, side: Side, name: str, person: Person, number: str) -> None:
        for text in (number, f"{number[:8]}-{number[8:]}", f"{number[2:8]}-{number[8:]}"):
            self.marks.append(Mark("identity", side.name, name, text))
        sealed = bytes(person.identity_number_sealed or b"")
        for text in (sealed.hex(), str(person.identity_number_index)):
            self.marks.append(Mark("sealed", side.name, name, text))

    def walk(self, side: Side, name: str) -> Story:
        story = self.employee(side, name)
        for step in steps_of(name):
            getattr(self, step)(side, story)
        if name == "talked":
            self.develop(side, story)
        if name == "awarded":
            parties.begin_labour_spell(
                person=story.person,
                status="short_time",
                percent=40,
                from_on=timezone.localdate(self.now),
                **self.acting(self.now, side.employer),
            )
        if name == "idle":
            self.except_from(side, story)
        if name == FORMER:
            yesterday = timezone.localdate(self.now) - timedelta(days=1)
            parties.end_employment(
                employment=story.employment, to_on=yesterday, **self.acting(self.now, side.employer)
            )
        return story


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return str(client.session.session_key)
