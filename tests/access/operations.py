"""Every operation of the API: to whom it opens, by hand as for the pages, and what it is sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from kunnande.site.api.root import list_patterns

from .expectations import (
    COLLEAGUE,
    EMPLOYER,
    EMPLOYERS,
    SCHEME_OWNER,
    SCHEME_OWNERS,
    SELF,
    SIGNED_IN,
    Page,
    only,
)
from .routes import Asked, _values, client_of, viewers_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .routes import Viewer
    from .stories import Story, World

NAME = "api:"
OPERATIONS: Mapping[str, Page] = {
    # home
    "list_competence": Page(SIGNED_IN),
    "list_looks": Page(SIGNED_IN),
    "register_company": Page(SCHEME_OWNERS, method="POST"),
    # parties
    "get_me": Page(SIGNED_IN),
    "invite_contact": Page(SCHEME_OWNERS, method="POST"),
    "invite_employee": Page(only(EMPLOYER), method="POST"),
    "list_employees": Page(only(EMPLOYER)),
    "list_organisations": Page(SCHEME_OWNERS),
    "renew_invitation": Page(only(EMPLOYER), about="invited", method="POST"),
    # framework
    "get_product": Page(SIGNED_IN),
    "list_products": Page(SIGNED_IN),
    "publish_version": Page(only(SCHEME_OWNER), method="POST"),
    # disclosure
    "answer_agreement": Page(only(SELF, COLLEAGUE), about="registered", method="PUT"),
    "get_agreement": Page(only(SELF, COLLEAGUE), about="registered"),
    "list_agreements": Page(only(EMPLOYER)),
    # requirements
    "assign_role": Page(only(EMPLOYER), method="POST"),
    "change_role": Page(only(EMPLOYER), method="PUT"),
    "create_role": Page(only(EMPLOYER), method="POST"),
    "end_holding": Page(only(EMPLOYER), method="POST"),
    "get_role": Page(only(EMPLOYER)),
    "list_areas": Page(only(EMPLOYER)),
    "list_role_templates": Page(EMPLOYERS),
    "list_roles": Page(only(EMPLOYER)),
    "remove_requirement": Page(only(EMPLOYER), method="DELETE"),
    "set_requirement": Page(only(EMPLOYER), method="PUT"),
}


def list_names() -> list[str]:
    return [str(pattern.name) for pattern in list_patterns()]


def ask_everybody(world: World) -> list[Asked]:
    """Ask for every operation as everybody, each as if the others had not asked."""
    return [
        ask(name, viewer, world, story)
        for name, page in OPERATIONS.items()
        for story in [world.sides["A"].stories[page.about]]
        for viewer in viewers_of(world, story)
    ]


def ask(name: str, viewer: Viewer, world: World, story: Story) -> Asked:
    address, sent = address_of(name, world, story), content_of(name, world, story)
    with transaction.atomic():
        response = client_of(viewer).generic(OPERATIONS[name].method, address, **sent)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return Asked(name, viewer, address, response.status_code, dict(response.headers), body)


def address_of(name: str, world: World, story: Story) -> str:
    pattern = next(pattern for pattern in list_patterns() if pattern.name == name).pattern
    route = "framework:publish" if name == "publish_version" else name
    values = _values(route, world, story)
    return reverse(NAME + name, kwargs={key: values[key] for key in pattern.regex.groupindex})


def content_of(name: str, world: World, story: Story) -> dict[str, Any]:
    body = _bodies(world, story).get(name, {})
    return {"data": json.dumps(body), "content_type": "application/json"}


def is_open(one: Asked) -> bool:
    """Tell whether the operation was theirs to ask for, even if it could not be done."""
    return one.status < 400 or one.status in {409, 410, 422}


def _bodies(world: World, story: Story) -> dict[str, dict[str, Any]]:
    somebody = {"given_name": "Ny", "family_name": "Anställd", "email": "ny@exempel.se"}
    day = world.sides["A"].stories["idle"].employment.from_on.isoformat()
    return {
        "answer_agreement": {"accepted": True},
        "assign_role": {"person_id": story.person.pk, "from_on": day},
        "change_role": {"name": "Svetsare", "people_needed": 2},
        "create_role": {"name": "Svetsare", "people_needed": 2},
        "invite_contact": somebody,
        "invite_employee": somebody,
        "register_company": {
            "name": "Nya AB",
            "organisation_number": "556016-0680",
            "municipality_code": "0683",
        },
        "set_requirement": {"level": 2, "accepted_kinds": ["theory_tested"], "importance": 3},
    }
