import pytest

from kunnande.stages.parties import services as parties
from kunnande.stages.parties.queries import OrganisationKind, is_employed_by
from kunnande.stages.requirements.queries import list_requirements, list_roles

from .people import COMPANY_NUMBER, PASSWORD, person_of

pytestmark = pytest.mark.django_db


def test_the_organisation_number_is_checked(around, clock):
    mistyped = COMPANY_NUMBER[:-1] + str((int(COMPANY_NUMBER[-1]) + 1) % 10)

    with pytest.raises(parties.ImproperOrganisationNumberError):
        parties.register_organisation(
            kind=OrganisationKind.COMPANY,
            name="Felskrivna AB",
            organisation_number=mistyped,
            by=around.sigrid,
            at=clock.moment,
        )


def test_the_role_requires_what_its_template_does(role, company, clock):
    required = list_requirements(company.pk)

    (row,) = list_roles(company.pk, clock.moment.date())
    assert row.name == "CNC-operatör dagtid"
    assert len(required) == role.template.requirements.count()


def test_the_company_decides_what_its_own_role_asks_of_an_area(role, company):
    by_code = {row.area.code: row for row in role.requirements.select_related("area")}

    assert by_code["IT07"].level == 2
    assert set(by_code["IT07"].accepted_kinds) == {"theory_tested", "practically_assessed"}


def test_amina_has_accepted_and_works_there(amina, company, clock):
    on = clock.moment.date()

    assert is_employed_by(person_id=person_of(amina).pk, organisation_id=company.pk, on=on)


def test_an_invitation_is_accepted_once(links, amina, clock):
    with pytest.raises(parties.InvitationUsedError):
        parties.accept_invitation(token=links["Amina"], password=PASSWORD, at=clock.moment)
