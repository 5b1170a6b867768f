"""Every operation of the API: to whom it opens, by hand as for the pages, and what it is sent."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import timezone

from kunnande.site.api.root import list_patterns
from kunnande.stages.framework.queries import list_areas_of
from kunnande.stages.itembank.queries import list_blueprints
from kunnande.stages.practice.queries import list_protocols_of

from .bookings import bodies_of_booking
from .centres import BODIES as OF_CENTRES, bodies_of_centres
from .developing import bodies_of_development
from .employing import bodies_of_employment
from .funding import bodies_of_programme, values_of_programme
from .programs import OPERATIONS
from .routes import Asked, _values, client_of, viewers_of
from .supplying import bodies_of_supply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .routes import Viewer
    from .stories import Story, World

NAME = "api:"


SOMEBODY = {"given_name": "Ny", "family_name": "Anställd"}
ROLE = {"name": "Svetsare", "people_needed": 2}
COMPANY = {"organisation_number": "556016-0680", "municipality_code": "0683"}
SAME_FOR_ALL: Mapping[str, dict[str, Any]] = {
    "answer_agreement": {"accepted": True},
    "add_minutes": {"minutes": 5, "reason": "interruption"},
    "cancel_assessment": {"reason": "Sjuk."},
    "change_email": {"email": "annan@exempel.se"},
    "change_plan_step": {"means": "practice"},
    "change_role": ROLE,
    "check_identity": {"document": "passport"},
    "choose_columns": {"mapping": {}},
    "choose_language": {"language": "en"},
    "correct_name": SOMEBODY,
    "create_role": ROLE,
    "decide": {"grounds": "Provat.", "shown_outcome": "attestation_of_parts"},
    "enter_code": {"code": "ABC-234"},
    "flag_item": {"flagged": True},
    "get_wallet_file": {"areas": ["IT07"]},
    "invite_contact": {**SOMEBODY, "email": "ny@exempel.se"},
    "invite_employee": {**SOMEBODY, "email": "ny@exempel.se"},
    "note_incident": {"kind": "technical", "text": "Strömmen gick."},
    "note_entries": {"entries": []},
    "make_token": {"name": "Lön", "scopes": ["person:read"], "days": 30},
    "rate_area": {"level": 3},
    "register_company": {"name": "Nya AB", **COMPANY},
    "revoke_certificate": {"reason": "Fel person."},
    "make_hand_over": {"recipient": "TSL"},
    "accept_seats": {"people": []},
    "open_course_group": {"municipality_code": "0680", "seats": 3, "periods": []},
    "save_answer": {"posted": {}},
    "terminate_sitting": {"reason": "illness"},
    "unlock_assessment": {"reason": "Fel moment."},
    "close_unsigned_assessment": {"reason": "Vill inte."},
    "set_requirement": {"level": 2, "accepted_kinds": ["theory_tested"], "importance": 3},
    "set_validity_rule": {"from_on": "2026-01-01", "shown_months": 36},
}
FILES = {
    "attach_evidence": ("prov.pdf", b"%PDF-1.4 prov"),
    "attach_accreditation_evidence": ("prov.pdf", b"%PDF-1.4 prov"),
    "import_costs": ("kostnader.csv", b"Budgetrad;Datum;Vad;Underlag;Kronor\n"),
    "import_course_list": ("kurser.csv", b"Kurs\nRita\n"),
    "import_scheme": ("modell.yaml", b"areas: []"),
    "preview_course_list": ("kurser.csv", b"Kurs\nRita\n"),
    "stage_import": ("lista.csv", b"Namn;Telefon\nNy;1\n"),
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
    return reverse(NAME + name, kwargs=values_of(name, world, story))


def values_of(name: str, world: World, story: Story) -> dict[str, Any]:
    """Return what the address of an operation needs, about one person of the first company."""
    pattern = next(pattern for pattern in list_patterns() if pattern.name == name).pattern
    route = "framework:publish" if name == "publish_version" else name
    areas = list_areas_of(world.version.pk)
    values = {
        **_values(route, world, story),
        **values_of_programme(),
        "area_version_id": areas[0].area_version_id,
    }
    return {key: values[key] for key in pattern.regex.groupindex}


def content_of(name: str, world: World, story: Story) -> dict[str, Any]:
    if name in FILES:
        area = list_areas_of(world.version.pk)[0].area_version_id
        file = SimpleUploadedFile(*FILES[name])
        sent = encode_multipart(
            BOUNDARY, {"area_version_id": area, "requirement_id": 1, "file": file}
        )
        return {"data": sent, "content_type": MULTIPART_CONTENT}
    body = [] if name == "enter_course_attendance" else _bodies(world, story).get(name, {})
    return {"data": json.dumps(body), "content_type": "application/json"}


def is_open(one: Asked) -> bool:
    """Tell whether the operation was theirs to ask for, even if it could not be done."""
    return one.status < 400 or one.status in {409, 410, 422}


def _bodies(world: World, story: Story) -> dict[str, dict[str, Any]]:
    side, today = world.sides["A"], timezone.localdate()
    day = side.stories["idle"].employment.from_on.isoformat()
    met = side.role.requirements.order_by("area__code")[0]
    areas = [area.area_version_id for area in list_areas_of(world.version.pk)]
    form = next(f for f in list_blueprints(world.version.pk, today) if f.code == "few")
    tested_on = {"takes_place_on": today.isoformat()}
    proposals = [{"area_version_id": area, "text": "En kurs."} for area in areas]
    last_on = {"last_on": (today + timedelta(days=1)).isoformat()}
    return {
        **SAME_FOR_ALL,
        **bodies_of_booking(world),
        **OF_CENTRES,
        **bodies_of_centres(world),
        **bodies_of_employment(),
        **bodies_of_supply(side, story),
        **bodies_of_programme(side, story),
        "assign_role": {"person_id": story.person.pk, "from_on": day},
        "enrol_employee": {"person_id": story.person.pk},
        "hold_feedback_talk": {"summary": "Bra.", "proposals": proposals},
        "make_share": {"recipient": "Någon", "area_ids": [met.area_id], **last_on},
        "hold_practical_talk": {"summary": "Bra.", "proposals": proposals},
        "open_case": {"person_id": story.person.pk, "product_version_id": world.version.pk},
        "plan_sitting": {"blueprint_id": form.pk, "centre_id": side.centre.pk, **tested_on},
        "plan_assessment": {
            "product_protocol_id": list_protocols_of(world.version.pk)[0].pk,
            "centre_id": side.centre.pk,
            "assessor_ids": [side.assessor.pk],
            "starts_on": today.isoformat(),
        },
        **bodies_of_development(world),
        "replan_sitting": tested_on,
    }
