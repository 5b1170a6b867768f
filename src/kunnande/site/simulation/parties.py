"""Simulated organisations and accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, Unpack

from kunnande.site.simulation.numbers import (
    simulated_identity_number,
    simulated_organisation_number,
)
from kunnande.stages.parties.services import open_account, register_organisation, register_person

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import Organisation, User

DEMO_DOMAIN = "demo.kunnande.invalid"


class Acting(TypedDict):
    """Who acts and when, as every service asks."""

    by: User
    at: datetime


@dataclass(frozen=True)
class Node:
    """A regional node and who coordinates it."""

    organisation: Organisation
    coordinator: User

    @property
    def municipality_code(self) -> str:
        return self.organisation.municipality_code


def organisation(
    kind: str, name: str, municipality: str, serial: int, **acting: Unpack[Acting]
) -> Organisation:
    return register_organisation(
        kind=kind,
        name=name,
        organisation_number=simulated_organisation_number(serial),
        municipality_code=municipality,
        simulated=True,
        **acting,
    )


def account(login: str, name: str, serial: int, **acting: Unpack[Acting]) -> User:
    given_name, _, family_name = name.partition(" ")
    person = register_person(
        given_name=given_name,
        family_name=family_name,
        identity_number=simulated_identity_number(serial),
        simulated=True,
        **acting,
    )
    return open_account(person=person, email=f"{login}@{DEMO_DOMAIN}", at=acting["at"])
