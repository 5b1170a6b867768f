from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kunnande.stages.framework.queries import ProofKind, find_area_version
from kunnande.stages.framework.tests.builders import an_imported_scheme
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_person,
    a_service_user,
    an_employee,
    an_organisation,
)
from kunnande.stages.requirements import queries, services
from kunnande.stages.requirements.models import Requirement, TemplateRequirement
from kunnande.stages.requirements.packages import ACCEPTED_FROM
from kunnande.stages.requirements.tests.builders import (
    a_holding,
    a_role,
    a_role_package,
    a_template,
)
from kunnande.stages.trail import queries as trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return an_organisation()


def set_requirement(role, area_code="IT07", **changes):
    asked = {"level": 2, "accepted_kinds": ["theory_tested"], "importance": 3, **changes}
    return services.set_requirement(
        role=role,
        area_id=find_area_version(area_code).area_id,
        by=a_service_user(),
        at=NOON,
        **asked,
    )


@pytest.mark.parametrize(
    ("least", "accepted"),
    [
        ("self_rated", 6),
        ("employer_attested", 5),
        ("documented", 4),
        ("course", 3),
        ("theory_tested", 2),
        ("practically_assessed", 1),
    ],
)
def test_a_least_proof_becomes_the_kinds_that_are_accepted(least, accepted):
    kinds = ACCEPTED_FROM[least]

    assert len(kinds) == accepted
    assert ProofKind.PRACTICALLY_ASSESSED in kinds
    assert (ProofKind.SELF_RATED in kinds) == (least == "self_rated")


def test_templates_imported_again_are_replaced_not_doubled():
    scheme = an_imported_scheme()
    a_template(scheme)

    a_template(scheme)

    assert len(queries.list_templates()) == 1
    assert TemplateRequirement.objects.count() == 2


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("area", "XX99", "roles[operator].requirements[XX99]"),
        ("level", 5, "level"),
        ("importance", 0, "importance"),
        ("least_proof", "certified", "least_proof"),
    ],
)
def test_a_template_that_does_not_hold_together_is_named(key, value, named):
    package = a_role_package()
    package["roles"][0]["requirements"][0][key] = value

    with pytest.raises(services.ImproperTemplatesError) as caught:
        services.import_templates(
            package=package, scheme=an_imported_scheme(), by=a_service_user(), at=NOON
        )

    assert named in str(caught.value)


def test_a_template_in_one_language_or_with_an_area_twice_is_named():
    package = a_role_package()
    package["roles"][0]["name"]["en"] = ""
    package["roles"][0]["requirements"] *= 2

    with pytest.raises(services.ImproperTemplatesError) as caught:
        services.import_templates(
            package=package, scheme=an_imported_scheme(), by=a_service_user(), at=NOON
        )

    assert len(caught.value.problems) == 2


def test_a_role_takes_a_copy_of_the_templates_requirements(company):
    template = a_template()
    role = a_role(company, template)

    set_requirement(role, "IT07", level=1)

    assert Requirement.objects.get(role=role, area__code="IT07").level == 1
    assert template.requirements.get(area__code="IT07").level == 3


def test_a_role_name_is_used_once_in_a_company_but_free_in_another(company):
    a_role(company, name="Montör")

    with pytest.raises(services.RoleNameTakenError):
        a_role(company, name=" Montör ")

    assert a_role(an_organisation("Andra AB"), name="Montör")


def test_a_changed_role_keeps_its_requirements(company):
    role = a_role(company, a_template())

    services.change_role(role=role, name="Ställare", people_needed=7, by=a_service_user(), at=NOON)

    assert (role.name, role.people_needed) == ("Ställare", 7)
    assert role.requirements.count() == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"level": 0},
        {"level": 5},
        {"importance": 6},
        {"accepted_kinds": []},
        {"accepted_kinds": ["certified"]},
    ],
)
def test_an_improper_requirement_is_refused(company, asked):
    role = a_role(company, a_template())

    with pytest.raises(services.ImproperRequirementError):
        set_requirement(role, **asked)


def test_the_database_refuses_a_requirement_without_kinds(company):
    role = a_role(company, a_template())

    with pytest.raises(IntegrityError), transaction.atomic():
        role.requirements.update(accepted_kinds=[])


def test_a_removed_requirement_is_gone_and_removing_again_is_silent_in_the_trail(company):
    role = a_role(company, a_template())
    area_id = find_area_version("IT07").area_id

    for _time in range(2):
        services.remove_requirement(role=role, area_id=area_id, by=a_service_user(), at=NOON)

    acts = [entry.act for entry in trail.list_entries(company.trail_name)]
    assert acts.count("requirement_removed") == 1
    assert queries.find_requirement(role, area_id) is None


def test_the_trail_says_which_kinds_a_requirement_accepts(company):
    role = a_role(company, a_template())

    set_requirement(role, accepted_kinds=["theory_tested", "documented"])

    facts = trail.list_entries(company.trail_name)[-1].facts
    assert facts["theory_tested"]
    assert facts["documented"]


def test_a_role_is_held_once_by_a_person(company):
    role, person = a_role(company), an_employee(company)
    a_holding(role, person)

    with pytest.raises(services.AlreadyHeldError):
        a_holding(role, person)


def test_only_an_employee_of_the_day_holds_a_role(company):
    role = a_role(company)

    with pytest.raises(services.NotEmployedHereError):
        a_holding(role, a_person())


def test_an_ended_holding_can_be_begun_again(company):
    role, person = a_role(company), an_employee(company)
    holding = a_holding(role, person)

    services.end_holding(holding=holding, to_on=TODAY, by=a_service_user(), at=NOON)

    assert not queries.list_holdings(company.pk, TODAY + timedelta(days=1))
    assert a_holding(role, person)


def test_a_holding_does_not_end_before_it_began(company):
    holding = a_holding(a_role(company), an_employee(company))

    with pytest.raises(services.EndsBeforeStartError):
        services.end_holding(
            holding=holding, to_on=TODAY - timedelta(days=1), by=a_service_user(), at=NOON
        )
