"""Signed-in clients for tests of the frame."""

from __future__ import annotations

from django.test import Client

from kunnande.stages.parties import services as parties
from kunnande.stages.parties.queries import Organisation, Role, User
from kunnande.stages.parties.tests.builders import (
    NOON,
    a_person,
    a_service_user,
    an_account,
    an_organisation,
)


def a_user(given_name: str = "Amina", email: str | None = None) -> User:
    return an_account(a_person(given_name, "Fogstråle"), email)


def a_member(role: str, organisation: Organisation | None = None, email: str | None = None) -> User:
    user = a_user("Birgit", email)
    parties.give_membership(
        user=user,
        organisation=organisation or an_organisation(),
        role=role,
        by=a_service_user(),
        at=NOON,
    )
    return user


def an_employer(organisation: Organisation | None = None) -> User:
    return a_member(Role.EMPLOYER, organisation)


def signed_in(user: User, *, enforce_csrf_checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(user)
    return client


def mark_simulated() -> None:
    parties.mark_simulated(by=a_service_user(), at=NOON)
