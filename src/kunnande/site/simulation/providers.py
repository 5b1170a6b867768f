"""The simulated providers of courses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunnande.site.content.publish import read_content
from kunnande.site.simulation.names import PROVIDERS
from kunnande.site.simulation.parties import Acting, account, organisation
from kunnande.stages.development import services
from kunnande.stages.parties.queries import OrganisationKind, Role
from kunnande.stages.parties.services import give_membership

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import Organisation, User

# The numbers before belong to centres' staff, those after to employees.
_FIRST_OF_PROVIDERS = 9_500


@dataclass(frozen=True)
class Provider:
    """Who gives courses, and who acts for them."""

    organisation: Organisation
    user: User


def build_providers(scheme_owner: User, acting: Acting) -> tuple[Provider, ...]:
    """Register the providers and share the sample courses out among them, by kind."""
    package = read_content("courses")
    providers = []
    for number, (name, municipality, kinds) in enumerate(PROVIDERS):
        provider = organisation(
            OrganisationKind.TRAINING_PROVIDER, name, municipality, 50 + number, **acting
        )
        login = "training-provider" if number == 0 else f"training-provider-{number + 1}"
        given_name = ("Kurt", "Karin", "Kim", "Klara")[number]
        user = account(login, f"{given_name} Kurslund", _FIRST_OF_PROVIDERS + number, **acting)
        give_membership(user=user, organisation=provider, role=Role.TRAINING_PROVIDER, **acting)
        services.import_courses(
            package=package,
            providers=dict.fromkeys(kinds, provider),
            by=scheme_owner,
            at=acting["at"],
        )
        providers.append(Provider(provider, user))
    return tuple(providers)
