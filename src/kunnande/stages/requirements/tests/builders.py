"""Role templates and roles for tests, made by the real services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kunnande.stages.framework.tests.builders import an_imported_scheme
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_service_user
from kunnande.stages.requirements import services

if TYPE_CHECKING:
    from kunnande.stages.framework.queries import Scheme
    from kunnande.stages.parties.queries import Organisation, Person, User
    from kunnande.stages.requirements.queries import (
        Holding,
        OccupationalRole,
        RoleTemplate,
        StagedImport,
    )

HEADER = "Förnamn;Efternamn;Personnummer;E-post;Lag;Anställd från;Anställd till;Roller;Roll från"
SIRI = "Siri;Ståhl;198001019804;siri@exempel.se;Skift 1;2020-02-01;;Svetsare"


def a_role_package() -> dict[str, Any]:
    return {
        "roles": [
            {
                "id": "operator",
                "name": {"sv": "Operatör", "en": "Operator"},
                "ssyk2012": {"code": "7223", "label_sv": "Maskinställare"},
                "esco_occupations": [{"label_en": "machine operator", "isco": "7223"}],
                "description": {"sv": "Kör maskiner.", "en": "Runs machines."},
                "requirements": [
                    {"area": "IT07", "level": 3, "least_proof": "theory_tested", "importance": 5},
                    {"area": "IT08", "level": 2, "least_proof": "self_rated", "importance": 2},
                ],
            }
        ]
    }


def a_template(scheme: Scheme | None = None) -> RoleTemplate:
    return services.import_templates(
        package=a_role_package(),
        scheme=scheme or an_imported_scheme(),
        by=a_service_user(),
        at=NOON,
    )[0]


def a_role(
    organisation: Organisation, template: RoleTemplate | None = None, name: str = "Operatör"
) -> OccupationalRole:
    return services.create_role(
        organisation=organisation,
        template=template,
        name=name,
        people_needed=2,
        by=a_service_user(),
        at=NOON,
    )


def a_holding(role: OccupationalRole, person: Person) -> Holding:
    return services.assign_role(
        role=role, person=person, from_on=TODAY, by=a_service_user(), at=NOON
    )


def a_staged_import(
    organisation: Organisation, *rows: str, owner: User | None = None
) -> StagedImport:
    """Return a list of staff that waits to be confirmed, as the company's contact uploaded it."""
    return services.stage_import(
        organisation=organisation,
        file_name="personal.csv",
        content="\n".join((HEADER, *rows)).encode(),
        by=owner or a_service_user(),
        at=NOON,
    )
