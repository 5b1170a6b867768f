"""Every operation of the API: to whom it opens, by hand as for the pages, and what it is sent."""

from __future__ import annotations

import json
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
from .expectations import (
    ASSESSOR,
    ASSESSORS,
    AT_CENTRES,
    AT_OUR_CENTRE,
    AUDITOR,
    CENTRE_MANAGER,
    CENTRE_MANAGERS,
    COLLEAGUE,
    EMPLOYER,
    EMPLOYERS,
    EVERYBODY,
    EXAMINER,
    NODE_COORDINATOR,
    SCHEME_OWNER,
    SCHEME_OWNERS,
    SELF,
    SIGNED_IN,
    STRANGER,
    TEST_LEADER,
    TEST_LEADERS,
    TRAINING_PROVIDER,
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
    # files
    "get_certificate_paper": Page(EVERYBODY),
    "get_decision_paper": Page(only(SELF), about="decided"),
    "get_employees_file": Page(only(EMPLOYER)),
    "get_import_template": Page(EMPLOYERS),
    "get_letter": Page(only(SELF), about="talked"),
    "get_matrix_file": Page(only(EMPLOYER)),
    "get_my_data": Page(SIGNED_IN),
    "get_roles_file": Page(only(EMPLOYER)),
    # home: the link is itself the permission
    "open_share": Page(EVERYBODY),
    "list_competence": Page(SIGNED_IN),
    "list_looks": Page(SIGNED_IN),
    "get_scheme_file": Page(only(SCHEME_OWNER)),
    "import_scheme": Page(SCHEME_OWNERS, method="POST"),
    "list_shares": Page(SIGNED_IN),
    # Both have shown the area that is shared; each makes a link of their own.
    "make_share": Page(only(SELF, STRANGER), method="POST"),
    "register_company": Page(SCHEME_OWNERS, method="POST"),
    "withdraw_share": Page(only(SELF), method="DELETE"),
    # parties
    "change_email": Page(SIGNED_IN, method="PUT"),
    "list_tokens": Page(SIGNED_IN),
    "make_token": Page(SIGNED_IN, method="POST"),
    "revoke_token": Page(only(SELF), method="DELETE"),
    "choose_language": Page(SIGNED_IN, method="PUT"),
    "correct_name": Page(SIGNED_IN, method="PUT"),
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
    "set_validity_rule": Page(only(SCHEME_OWNER), method="POST"),
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
    "stage_import": Page(only(EMPLOYER), method="POST"),
    "choose_columns": Page(only(EMPLOYER), method="PUT"),
    "preview_import": Page(only(EMPLOYER)),
    "confirm_import": Page(only(EMPLOYER), method="POST"),
    # cases
    "attach_evidence": Page(only(SELF), about="admitted", method="POST"),
    "begin_case": Page(only(SELF), about="registered", method="POST"),
    "download_evidence": Page(only(SELF), about="admitted"),
    "list_cases": Page(only(EMPLOYER)),
    "list_own_cases": Page(SIGNED_IN),
    "list_rated_areas": Page(only(SELF), about="admitted"),
    "open_case": Page(only(EMPLOYER), method="POST"),
    "rate_area": Page(only(SELF), about="admitted", method="PUT"),
    "remove_evidence": Page(only(SELF), about="admitted", method="DELETE"),
    "submit_self_rating": Page(only(SELF), about="admitted", method="POST"),
    # itembank
    "get_item": Page(only(SCHEME_OWNER), about="running"),
    "get_item_picture": Page(only(SCHEME_OWNER), about="running"),
    "list_items": Page(SCHEME_OWNERS),
    # booking
    "accept_offer": Page(only(SELF), about="mapped", method="POST"),
    "add_accommodation": Page(SIGNED_IN, method="PUT"),
    "allow_rebooking": Page(AT_OUR_CENTRE, about="mapped", method="POST"),
    "book_for_employees": Page(only(EMPLOYER), method="POST"),
    "cancel_booking": Page(AT_OUR_CENTRE | {SELF, EMPLOYER}, about="mapped", method="DELETE"),
    "cancel_session": Page(AT_OUR_CENTRE, about="mapped", method="DELETE"),
    "close_session": Page(AT_OUR_CENTRE, about="mapped", method="POST"),
    "confirm_booking": Page(only(SELF), about="mapped", method="POST"),
    "decline_offer": Page(only(SELF), about="mapped", method="DELETE"),
    "enter_attendance": Page(AT_OUR_CENTRE, about="mapped", method="POST"),
    "fill_session": Page(AT_OUR_CENTRE | {NODE_COORDINATOR}, about="mapped", method="POST"),
    "get_calendar": Page(only(SELF), about="mapped"),
    "hold_seat": Page(only(SELF), about="mapped", method="POST"),
    "join_waiting_list": Page(only(SELF), about="mapped", method="POST"),
    "leave_waiting_list": Page(only(SELF), about="mapped", method="DELETE"),
    "list_bookable_employees": Page(only(EMPLOYER)),
    "list_company_bookings": Page(only(EMPLOYER)),
    "list_free_times": Page(only(SELF), about="mapped"),
    "list_own_bookings": Page(SIGNED_IN),
    "list_own_needs": Page(SIGNED_IN),
    "list_sessions": Page(AT_CENTRES | {NODE_COORDINATOR}),
    "list_stops": Page(CENTRE_MANAGERS | SCHEME_OWNERS | {NODE_COORDINATOR}),
    "list_waiting": Page(SIGNED_IN),
    "move_booking": Page(AT_OUR_CENTRE | {SELF, EMPLOYER}, about="mapped", method="PUT"),
    "open_session": Page(only(TEST_LEADER, CENTRE_MANAGER), method="POST"),
    "remove_accommodation": Page(SIGNED_IN, method="DELETE"),
    "send_stop_letters": Page(only(CENTRE_MANAGER, SCHEME_OWNER), method="POST"),
    "set_release_share": Page(only(EMPLOYER), method="PUT"),
    "show_stop": Page(only(CENTRE_MANAGER, SCHEME_OWNER, NODE_COORDINATOR)),
    "show_session": Page(AT_OUR_CENTRE | {NODE_COORDINATOR}, about="mapped"),
    # testing
    "add_minutes": Page(only(TEST_LEADER), method="POST"),
    "check_identity": Page(only(TEST_LEADER), about="planned", method="POST"),
    "enter_code": Page(only(SELF), about="planned", method="POST"),
    "finish_sitting": Page(only(SELF), about="running", method="POST"),
    "flag_item": Page(only(SELF), about="running", method="PUT"),
    "get_picture": Page(only(SELF), about="running"),
    "get_pulse": Page(only(SELF), about="running"),
    "get_question": Page(only(SELF), about="running"),
    "hold_feedback_talk": Page(only(TEST_LEADER), about="tested", method="POST"),
    "issue_code": Page(only(TEST_LEADER), about="planned", method="POST"),
    "list_cases_to_plan": Page(TEST_LEADERS),
    "list_cases_to_talk": Page(TEST_LEADERS),
    "list_forms": Page(TEST_LEADERS, about="mapped"),
    "list_incidents": Page(only(TEST_LEADER)),
    "list_own_sittings": Page(SIGNED_IN),
    "list_questions": Page(only(SELF), about="running"),
    "list_sittings": Page(TEST_LEADERS),
    "note_incident": Page(only(TEST_LEADER), method="POST"),
    "open_start": Page(only(TEST_LEADER), method="POST"),
    "pause_sittings": Page(only(TEST_LEADER), method="POST"),
    "plan_sitting": Page(only(TEST_LEADER), about="mapped", method="POST"),
    "prepare_sittings": Page(only(TEST_LEADER), method="POST"),
    "replan_sitting": Page(only(TEST_LEADER), about="planned", method="PUT"),
    "resume_sittings": Page(only(TEST_LEADER), method="POST"),
    "save_answer": Page(only(SELF), about="running", method="PUT"),
    "show_board": Page(only(TEST_LEADER)),
    "show_result": Page(only(SELF, TEST_LEADER), about="talked"),
    "show_retakes": Page(TEST_LEADERS),
    "start_sitting": Page(only(SELF), about="planned", method="POST"),
    "terminate_sitting": Page(only(TEST_LEADER), about="planned", method="POST"),
    # practice
    "cancel_assessment": Page(only(TEST_LEADER), about="assessable", method="POST"),
    "hold_practical_talk": Page(only(ASSESSOR, TEST_LEADER), about="assessed", method="POST"),
    "list_assessments_at_centres": Page(TEST_LEADERS),
    "list_assessments_locked": Page(SCHEME_OWNERS | {EXAMINER}),
    "list_assessments_to_make": Page(ASSESSORS),
    "list_cases_to_assess": Page(TEST_LEADERS),
    "list_own_assessments": Page(SIGNED_IN),
    "list_protocols": Page(TEST_LEADERS, about="mapped"),
    "note_entries": Page(only(ASSESSOR), about="assessing", method="POST"),
    "plan_assessment": Page(only(TEST_LEADER), about="mapped", method="POST"),
    "show_practical_result": Page(only(SELF, ASSESSOR, TEST_LEADER, EXAMINER), about="assessed"),
    "show_protocol": Page(only(ASSESSOR), about="assessing"),
    "sign_assessment": Page(only(ASSESSOR), about="assessing", method="POST"),
    "sign_own_assessment": Page(only(SELF), about="assessing", method="POST"),
    "start_assessment": Page(only(ASSESSOR), about="assessing", method="POST"),
    "unlock_assessment": Page(only(EXAMINER, SCHEME_OWNER), about="assessed", method="POST"),
    # centres
    "add_machine": Page(only(CENTRE_MANAGER), method="POST"),
    "add_opening_exception": Page(only(CENTRE_MANAGER), method="POST"),
    "add_room": Page(only(CENTRE_MANAGER), method="POST"),
    "answer_finding": Page(only(CENTRE_MANAGER), method="PUT"),
    "apply_for_accreditation": Page(only(CENTRE_MANAGER), method="POST"),
    "assess_requirements": Page(only(CENTRE_MANAGER), method="PUT"),
    "attach_accreditation_evidence": Page(only(CENTRE_MANAGER), method="POST"),
    "authorise_staff": Page(only(SCHEME_OWNER), method="POST"),
    "change_machine": Page(only(CENTRE_MANAGER), method="PUT"),
    "change_room": Page(only(CENTRE_MANAGER), method="PUT"),
    "decide_accreditation": Page(only(SCHEME_OWNER), method="POST"),
    "declare_no_conflict": Page(only(AUDITOR), method="POST"),
    "describe_centre": Page(only(CENTRE_MANAGER), method="PUT"),
    "download_accreditation_evidence": Page(only(CENTRE_MANAGER, AUDITOR, SCHEME_OWNER)),
    "end_authorisation": Page(only(CENTRE_MANAGER, SCHEME_OWNER), method="POST"),
    "lift_suspension": Page(only(SCHEME_OWNER), method="PUT"),
    "list_accreditations": Page(CENTRE_MANAGERS | SCHEME_OWNERS | {AUDITOR}),
    "list_accredited_centres": Page(EVERYBODY),
    "list_authorisations": Page(CENTRE_MANAGERS | SCHEME_OWNERS),
    "list_due": Page(CENTRE_MANAGERS | SCHEME_OWNERS | {AUDITOR}),
    "plan_audit": Page(only(SCHEME_OWNER), method="PUT"),
    "postpone_finding": Page(only(SCHEME_OWNER), method="PUT"),
    "publish_checklist": Page(only(SCHEME_OWNER), method="POST"),
    "remove_accreditation_evidence": Page(only(CENTRE_MANAGER), method="DELETE"),
    "remove_opening_exception": Page(only(CENTRE_MANAGER), method="DELETE"),
    "resolve_finding": Page(only(AUDITOR), method="POST"),
    "set_opening_hours": Page(only(CENTRE_MANAGER), method="PUT"),
    "show_accreditation": Page(only(CENTRE_MANAGER, AUDITOR, SCHEME_OWNER)),
    "show_place": Page(only(CENTRE_MANAGER)),
    "submit_self_assessment": Page(only(CENTRE_MANAGER), method="POST"),
    "suspend_accreditation": Page(only(SCHEME_OWNER), method="POST"),
    "withdraw_accreditation": Page(only(SCHEME_OWNER), method="POST"),
    "write_protocol": Page(only(AUDITOR), method="POST"),
    # decision
    "decide": Page(only(EXAMINER), about="talked", method="POST"),
    "list_cases_to_decide": Page(only(EXAMINER)),
    "list_own_decisions": Page(SIGNED_IN),
    "show_case_for_decision": Page(only(EXAMINER), about="talked"),
    "show_decision": Page(only(SELF, EXAMINER, SCHEME_OWNER), about="decided"),
    # credentials
    "award_certificate": Page(only(EXAMINER, SCHEME_OWNER), about="decided", method="POST"),
    "get_credential": Page(EVERYBODY),
    "list_own_certificates": Page(SIGNED_IN),
    "revoke_certificate": Page(only(SCHEME_OWNER), method="POST"),
    "show_awards": Page(SCHEME_OWNERS | {EXAMINER}),
    "show_certificate": Page(only(SCHEME_OWNER)),
    "verify_certificate": Page(EVERYBODY),
    # development
    "agree_plan": Page(only(EMPLOYER, TEST_LEADER), about="talked", method="POST"),
    "cancel_course_group": Page(only(TRAINING_PROVIDER), method="DELETE"),
    "cancel_enrolment": Page(only(SELF, EMPLOYER), about="talked", method="DELETE"),
    "change_plan_step": Page(only(SELF), about="talked", method="PUT"),
    "draft_plan": Page(only(SELF, COLLEAGUE), about="talked", method="POST"),
    "enrol": Page(SIGNED_IN, method="POST"),
    "enrol_employee": Page(only(EMPLOYER), about="idle", method="POST"),
    "enter_course_attendance": Page(only(TRAINING_PROVIDER), method="PUT"),
    "finish_course_group": Page(only(TRAINING_PROVIDER), method="POST"),
    "import_course_list": Page(only(TRAINING_PROVIDER), method="POST"),
    "list_course_groups": Page(SIGNED_IN),
    "list_courses": Page(SIGNED_IN),
    "list_own_courses": Page(SIGNED_IN),
    "list_own_gaps": Page(only(SELF, COLLEAGUE), about="talked"),
    "list_plans": Page(EMPLOYERS | TEST_LEADERS),
    "list_provided_courses": Page(only(TRAINING_PROVIDER)),
    "list_provided_groups": Page(only(TRAINING_PROVIDER)),
    "make_hand_over": Page(SIGNED_IN, method="POST"),
    "open_course_group": Page(only(TRAINING_PROVIDER), method="POST"),
    "propose_plan": Page(only(SELF), about="talked", method="POST"),
    "show_course_group": Page(only(TRAINING_PROVIDER)),
    "show_own_plan": Page(only(SELF), about="talked"),
    "show_plan": Page(only(EMPLOYER, TEST_LEADER), about="talked"),
    "take_back_plan": Page(only(SELF), about="talked", method="DELETE"),
    "withdraw_course": Page(only(TRAINING_PROVIDER), method="DELETE"),
    # supply
    "show_cell": Page(only(EMPLOYER)),
    "show_matrix": Page(only(EMPLOYER)),
}


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
    "invite_contact": {**SOMEBODY, "email": "ny@exempel.se"},
    "invite_employee": {**SOMEBODY, "email": "ny@exempel.se"},
    "note_incident": {"kind": "technical", "text": "Strömmen gick."},
    "note_entries": {"entries": []},
    "make_token": {"name": "Lön", "scopes": ["person:read"], "days": 30},
    "rate_area": {"level": 3},
    "register_company": {"name": "Nya AB", **COMPANY},
    "revoke_certificate": {"reason": "Fel person."},
    "make_hand_over": {"recipient": "TSL"},
    "open_course_group": {"municipality_code": "0680", "seats": 3, "periods": []},
    "save_answer": {"posted": {}},
    "terminate_sitting": {"reason": "illness"},
    "unlock_assessment": {"reason": "Fel moment."},
    "set_requirement": {"level": 2, "accepted_kinds": ["theory_tested"], "importance": 3},
    "set_validity_rule": {"from_on": "2026-01-01", "shown_months": 36},
}
FILES = {
    "attach_evidence": ("prov.pdf", b"%PDF-1.4 prov"),
    "attach_accreditation_evidence": ("prov.pdf", b"%PDF-1.4 prov"),
    "import_course_list": ("kurser.csv", b"Kurs\nRita\n"),
    "import_scheme": ("modell.yaml", b"areas: []"),
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
    values = {**_values(route, world, story), "area_version_id": areas[0].area_version_id}
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
    last_on = {"last_on": today.isoformat()}
    return {
        **SAME_FOR_ALL,
        **bodies_of_booking(world),
        **OF_CENTRES,
        **bodies_of_centres(world),
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
        "replan_sitting": tested_on,
    }
