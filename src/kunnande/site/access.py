"""The one table of who may open which page, and the middleware that keeps it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from kunnande.site import errors
from kunnande.stages.parties.queries import Role, User, Viewer, ViewerRequest, get_viewer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)

VISITOR = "visitor"
PERSON = "person"
EMPLOYER = Role.EMPLOYER.value
TEST_LEADER = Role.TEST_LEADER.value
EXAMINER = Role.EXAMINER.value
SCHEME_OWNER = Role.SCHEME_OWNER.value
CENTRE_MANAGER = Role.CENTRE_MANAGER.value
AUDITOR = Role.AUDITOR.value
ASSESSOR = Role.ASSESSOR.value
NODE_COORDINATOR = Role.NODE_COORDINATOR.value
TRAINING_PROVIDER = Role.TRAINING_PROVIDER.value
COACH = Role.COACH.value
UNION_REPRESENTATIVE = Role.UNION_REPRESENTATIVE.value

SIGNED_IN = frozenset({PERSON, *Role.values})
EVERYBODY = SIGNED_IN | {VISITOR}
API_NAMESPACE = "api"
# Those who work at a test centre's sessions.
AT_SESSIONS = frozenset({CENTRE_MANAGER, TEST_LEADER, ASSESSOR})

# Whoever is not named can not open the page; a page that is not named can not be opened.
# "For whom" is decided by visible_to(viewer) in the room's queries.
ROUTES: Mapping[str, frozenset[str]] = {
    # home
    "home:accessibility": EVERYBODY,
    "home:competence": frozenset({PERSON}),
    "home:demo_sign_in": EVERYBODY,
    "home:employees": frozenset({EMPLOYER}),
    "home:employees_export": frozenset({EMPLOYER}),
    "home:language": EVERYBODY,
    "home:my_data": frozenset({PERSON}),
    "home:my_data_file": frozenset({PERSON}),
    "home:new_share": frozenset({PERSON}),
    "home:privacy": EVERYBODY,
    "home:register_company": frozenset({SCHEME_OWNER}),
    "home:scheme_file": frozenset({SCHEME_OWNER}),
    "home:schemes": frozenset({SCHEME_OWNER}),
    "home:shared": EVERYBODY,
    "home:shares": frozenset({PERSON}),
    "home:start": EVERYBODY,
    "home:who_has_seen": frozenset({PERSON}),
    "home:withdraw_share": frozenset({PERSON}),
    # accounts
    "account_change_password": SIGNED_IN,
    "account_login": EVERYBODY,
    "account_logout": EVERYBODY,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY,
    "account_reset_password_from_key_done": EVERYBODY,
    "account_set_password": SIGNED_IN,
    # parties
    "parties:invitation": EVERYBODY,
    "parties:invite_contact": frozenset({SCHEME_OWNER}),
    "parties:invite_employee": frozenset({EMPLOYER}),
    "parties:invited": frozenset({EMPLOYER, SCHEME_OWNER}),
    "parties:organisations": frozenset({SCHEME_OWNER}),
    "parties:renew_invitation": frozenset({EMPLOYER}),
    "parties:revoke_token": SIGNED_IN,
    "parties:tokens": SIGNED_IN,
    # framework
    "framework:products": SIGNED_IN,
    "framework:publish": frozenset({SCHEME_OWNER}),
    "framework:validity": frozenset({SCHEME_OWNER}),
    "framework:version": SIGNED_IN,
    # disclosure
    "disclosure:agreement": frozenset({PERSON}),
    "disclosure:company": frozenset({EMPLOYER}),
    # requirements
    "requirements:areas": frozenset({EMPLOYER}),
    "requirements:assign": frozenset({EMPLOYER}),
    "requirements:change": frozenset({EMPLOYER}),
    "requirements:create": frozenset({EMPLOYER}),
    "requirements:end_holding": frozenset({EMPLOYER}),
    "requirements:import_columns": frozenset({EMPLOYER}),
    "requirements:import_people": frozenset({EMPLOYER}),
    "requirements:import_preview": frozenset({EMPLOYER}),
    "requirements:import_template": frozenset({EMPLOYER}),
    "requirements:remove_requirement": frozenset({EMPLOYER}),
    "requirements:requirement": frozenset({EMPLOYER}),
    "requirements:role": frozenset({EMPLOYER}),
    "requirements:roles": frozenset({EMPLOYER}),
    "requirements:roles_export": frozenset({EMPLOYER}),
    # cases
    "cases:begin": frozenset({PERSON}),
    "cases:download": frozenset({PERSON, EXAMINER}),
    "cases:mine": frozenset({PERSON}),
    "cases:open": frozenset({EMPLOYER}),
    "cases:rate": frozenset({PERSON}),
    "cases:remove": frozenset({PERSON}),
    "cases:review": frozenset({PERSON}),
    # itembank
    "itembank:bank": frozenset({SCHEME_OWNER}),
    "itembank:picture": frozenset({SCHEME_OWNER}),
    "itembank:preview": frozenset({SCHEME_OWNER}),
    # booking
    "booking:allow": AT_SESSIONS,
    "booking:answer": frozenset({PERSON}),
    "booking:attendance": AT_SESSIONS,
    "booking:book_employees": frozenset({EMPLOYER}),
    "booking:calendar": frozenset({PERSON}),
    "booking:call_off": AT_SESSIONS,
    "booking:cancel": frozenset({PERSON}),
    "booking:close": AT_SESSIONS,
    "booking:company": frozenset({EMPLOYER}),
    "booking:confirm": frozenset({PERSON}),
    "booking:fill": AT_SESSIONS | {NODE_COORDINATOR},
    "booking:hold": frozenset({PERSON}),
    "booking:leave": frozenset({PERSON}),
    "booking:mine": frozenset({PERSON}),
    "booking:move": frozenset({PERSON}),
    "booking:needs": frozenset({PERSON}),
    "booking:open": frozenset({CENTRE_MANAGER, TEST_LEADER}),
    "booking:session": AT_SESSIONS | {NODE_COORDINATOR},
    "booking:sessions": AT_SESSIONS | {NODE_COORDINATOR},
    "booking:send_stop_letters": frozenset({CENTRE_MANAGER, SCHEME_OWNER}),
    "booking:share": frozenset({EMPLOYER}),
    "booking:stop": frozenset({CENTRE_MANAGER, SCHEME_OWNER, NODE_COORDINATOR}),
    "booking:stops": frozenset({CENTRE_MANAGER, SCHEME_OWNER, NODE_COORDINATOR}),
    "booking:times": frozenset({PERSON}),
    "booking:wait": frozenset({PERSON}),
    # testing
    "testing:board": frozenset({TEST_LEADER}),
    "testing:check_in": frozenset({TEST_LEADER}),
    "testing:done": frozenset({PERSON}),
    "testing:feedback": frozenset({TEST_LEADER}),
    "testing:hand_in": frozenset({PERSON}),
    "testing:incident": frozenset({TEST_LEADER}),
    "testing:leading": frozenset({TEST_LEADER}),
    "testing:picture": frozenset({PERSON}),
    "testing:plan": frozenset({TEST_LEADER}),
    "testing:prepare": frozenset({TEST_LEADER}),
    "testing:pulse": frozenset({PERSON}),
    "testing:question": frozenset({PERSON}),
    "testing:replan": frozenset({TEST_LEADER}),
    "testing:result": frozenset({PERSON, TEST_LEADER}),
    "testing:review": frozenset({PERSON}),
    "testing:save": frozenset({PERSON}),
    "testing:sitting": frozenset({PERSON}),
    "testing:start": frozenset({PERSON}),
    "testing:steer": frozenset({TEST_LEADER}),
    "testing:terminate": frozenset({TEST_LEADER}),
    # practice
    "practice:assessing": frozenset({ASSESSOR}),
    "practice:cancel": frozenset({TEST_LEADER}),
    "practice:locked": frozenset({EXAMINER, SCHEME_OWNER}),
    "practice:mine": frozenset({PERSON}),
    "practice:note": frozenset({ASSESSOR}),
    "practice:plan": frozenset({TEST_LEADER}),
    "practice:planning": frozenset({TEST_LEADER}),
    "practice:protocol": frozenset({ASSESSOR}),
    "practice:result": frozenset({PERSON, ASSESSOR, TEST_LEADER, EXAMINER}),
    "practice:sign": frozenset({ASSESSOR}),
    "practice:start": frozenset({ASSESSOR}),
    "practice:stop": frozenset({ASSESSOR}),
    "practice:talk": frozenset({ASSESSOR, TEST_LEADER}),
    "practice:unlock": frozenset({EXAMINER, SCHEME_OWNER}),
    # centres
    "centres:accreditation": frozenset({CENTRE_MANAGER, AUDITOR, SCHEME_OWNER}),
    "centres:accreditations": frozenset({CENTRE_MANAGER, AUDITOR, SCHEME_OWNER}),
    "centres:add_exception": frozenset({CENTRE_MANAGER}),
    "centres:add_machine": frozenset({CENTRE_MANAGER}),
    "centres:add_room": frozenset({CENTRE_MANAGER}),
    "centres:answer_finding": frozenset({CENTRE_MANAGER}),
    "centres:apply": frozenset({CENTRE_MANAGER}),
    "centres:attach": frozenset({CENTRE_MANAGER}),
    "centres:authorisations": frozenset({CENTRE_MANAGER, SCHEME_OWNER}),
    "centres:authorise": frozenset({SCHEME_OWNER}),
    "centres:change_machine": frozenset({CENTRE_MANAGER}),
    "centres:change_room": frozenset({CENTRE_MANAGER}),
    "centres:checklists": frozenset({SCHEME_OWNER}),
    "centres:decide": frozenset({SCHEME_OWNER}),
    "centres:declare": frozenset({AUDITOR}),
    "centres:describe": frozenset({CENTRE_MANAGER}),
    "centres:download": frozenset({CENTRE_MANAGER, AUDITOR, SCHEME_OWNER}),
    "centres:due": frozenset({CENTRE_MANAGER, AUDITOR, SCHEME_OWNER}),
    "centres:end_authorisation": frozenset({CENTRE_MANAGER, SCHEME_OWNER}),
    "centres:find": EVERYBODY,
    "centres:hours": frozenset({CENTRE_MANAGER}),
    "centres:lift": frozenset({SCHEME_OWNER}),
    "centres:place": frozenset({CENTRE_MANAGER}),
    "centres:plan_audit": frozenset({SCHEME_OWNER}),
    "centres:postpone_finding": frozenset({SCHEME_OWNER}),
    "centres:protocol": frozenset({AUDITOR}),
    "centres:publish_checklist": frozenset({SCHEME_OWNER}),
    "centres:remove": frozenset({CENTRE_MANAGER}),
    "centres:remove_exception": frozenset({CENTRE_MANAGER}),
    "centres:resolve_finding": frozenset({AUDITOR}),
    "centres:self_assess": frozenset({CENTRE_MANAGER}),
    "centres:submit": frozenset({CENTRE_MANAGER}),
    "centres:suspend": frozenset({SCHEME_OWNER}),
    "centres:withdraw": frozenset({SCHEME_OWNER}),
    # decision
    "decision:case": frozenset({EXAMINER}),
    "decision:letter": frozenset({PERSON}),
    "decision:paper": frozenset({PERSON}),
    "decision:ready": frozenset({EXAMINER}),
    "decision:show": frozenset({PERSON, EXAMINER, SCHEME_OWNER}),
    # credentials
    "credentials:award": frozenset({EXAMINER, SCHEME_OWNER}),
    "credentials:awards": frozenset({EXAMINER, SCHEME_OWNER}),
    "credentials:did": EVERYBODY,
    "credentials:document": EVERYBODY,
    "credentials:find": EVERYBODY,
    "credentials:mine": frozenset({PERSON}),
    "credentials:paper": EVERYBODY,
    "credentials:revoke": frozenset({SCHEME_OWNER}),
    "credentials:status": EVERYBODY,
    "credentials:verify": EVERYBODY,
    # development
    "development:call_off": frozenset({TRAINING_PROVIDER}),
    "development:cancel": frozenset({PERSON, EMPLOYER}),
    "development:courses": SIGNED_IN,
    "development:draft": frozenset({PERSON}),
    "development:enrol": frozenset({PERSON}),
    "development:finish": frozenset({TRAINING_PROVIDER}),
    "development:group": frozenset({TRAINING_PROVIDER}),
    "development:hand_over": frozenset({PERSON}),
    "development:mine": frozenset({PERSON}),
    "development:new_group": frozenset({TRAINING_PROVIDER}),
    "development:occasion": frozenset({TRAINING_PROVIDER}),
    "development:offered": frozenset({TRAINING_PROVIDER}),
    "development:plan": frozenset({EMPLOYER, TEST_LEADER}),
    "development:plans": frozenset({EMPLOYER, TEST_LEADER}),
    "development:propose": frozenset({PERSON}),
    "development:staff": frozenset({EMPLOYER}),
    "development:step": frozenset({PERSON}),
    "development:take_back": frozenset({PERSON}),
    "development:template": frozenset({TRAINING_PROVIDER}),
    "development:upload": frozenset({TRAINING_PROVIDER}),
    "development:withdraw": frozenset({TRAINING_PROVIDER}),
    # supply
    "supply:cell": frozenset({EMPLOYER}),
    "supply:matrix": frozenset({EMPLOYER}),
    "supply:matrix_export": frozenset({EMPLOYER}),
    # the API and what is told of it; each operation asks by its own name
    "about_api:document": EVERYBODY,
    "about_api:show": EVERYBODY,
    # centres, through the API
    "api:add_machine": frozenset({CENTRE_MANAGER}),
    "api:add_opening_exception": frozenset({CENTRE_MANAGER}),
    "api:add_room": frozenset({CENTRE_MANAGER}),
    "api:answer_finding": frozenset({CENTRE_MANAGER}),
    "api:apply_for_accreditation": frozenset({CENTRE_MANAGER}),
    "api:assess_requirements": frozenset({CENTRE_MANAGER}),
    "api:attach_accreditation_evidence": frozenset({CENTRE_MANAGER}),
    "api:authorise_staff": frozenset({SCHEME_OWNER}),
    "api:change_machine": frozenset({CENTRE_MANAGER}),
    "api:change_room": frozenset({CENTRE_MANAGER}),
    "api:decide_accreditation": frozenset({SCHEME_OWNER}),
    "api:declare_no_conflict": frozenset({AUDITOR}),
    "api:describe_centre": frozenset({CENTRE_MANAGER}),
    "api:download_accreditation_evidence": frozenset({CENTRE_MANAGER, AUDITOR, SCHEME_OWNER}),
    "api:end_authorisation": frozenset({CENTRE_MANAGER, SCHEME_OWNER}),
    "api:lift_suspension": frozenset({SCHEME_OWNER}),
    "api:list_accreditations": frozenset({CENTRE_MANAGER, AUDITOR, SCHEME_OWNER}),
    "api:list_accredited_centres": EVERYBODY,
    "api:list_authorisations": frozenset({CENTRE_MANAGER, SCHEME_OWNER}),
    "api:list_due": frozenset({CENTRE_MANAGER, AUDITOR, SCHEME_OWNER}),
    "api:plan_audit": frozenset({SCHEME_OWNER}),
    "api:postpone_finding": frozenset({SCHEME_OWNER}),
    "api:publish_checklist": frozenset({SCHEME_OWNER}),
    "api:remove_accreditation_evidence": frozenset({CENTRE_MANAGER}),
    "api:remove_opening_exception": frozenset({CENTRE_MANAGER}),
    "api:resolve_finding": frozenset({AUDITOR}),
    "api:set_opening_hours": frozenset({CENTRE_MANAGER}),
    "api:show_accreditation": frozenset({CENTRE_MANAGER, AUDITOR, SCHEME_OWNER}),
    "api:show_place": frozenset({CENTRE_MANAGER}),
    "api:submit_self_assessment": frozenset({CENTRE_MANAGER}),
    "api:suspend_accreditation": frozenset({SCHEME_OWNER}),
    "api:withdraw_accreditation": frozenset({SCHEME_OWNER}),
    "api:write_protocol": frozenset({AUDITOR}),
    "api:add_minutes": frozenset({TEST_LEADER}),
    "api:agree_plan": frozenset({EMPLOYER, TEST_LEADER}),
    "api:answer_agreement": frozenset({PERSON}),
    "api:cancel_course_group": frozenset({TRAINING_PROVIDER}),
    "api:cancel_enrolment": frozenset({PERSON, EMPLOYER}),
    "api:change_plan_step": frozenset({PERSON}),
    "api:draft_plan": frozenset({PERSON}),
    "api:enrol": frozenset({PERSON}),
    "api:enrol_employee": frozenset({EMPLOYER}),
    "api:enter_course_attendance": frozenset({TRAINING_PROVIDER}),
    "api:finish_course_group": frozenset({TRAINING_PROVIDER}),
    "api:import_course_list": frozenset({TRAINING_PROVIDER}),
    "api:list_course_groups": SIGNED_IN,
    "api:list_courses": SIGNED_IN,
    "api:list_own_courses": frozenset({PERSON}),
    "api:list_own_gaps": frozenset({PERSON}),
    "api:list_plans": frozenset({EMPLOYER, TEST_LEADER}),
    "api:list_provided_courses": frozenset({TRAINING_PROVIDER}),
    "api:list_provided_groups": frozenset({TRAINING_PROVIDER}),
    "api:make_hand_over": frozenset({PERSON}),
    "api:open_course_group": frozenset({TRAINING_PROVIDER}),
    "api:propose_plan": frozenset({PERSON}),
    "api:show_course_group": frozenset({TRAINING_PROVIDER}),
    "api:show_own_plan": frozenset({PERSON}),
    "api:show_plan": frozenset({EMPLOYER, TEST_LEADER}),
    "api:take_back_plan": frozenset({PERSON}),
    "api:withdraw_course": frozenset({TRAINING_PROVIDER}),
    "api:assign_role": frozenset({EMPLOYER}),
    "api:attach_evidence": frozenset({PERSON}),
    "api:award_certificate": frozenset({EXAMINER, SCHEME_OWNER}),
    "api:begin_case": frozenset({PERSON}),
    "api:change_email": SIGNED_IN,
    "api:change_role": frozenset({EMPLOYER}),
    "api:check_identity": frozenset({TEST_LEADER}),
    "api:choose_columns": frozenset({EMPLOYER}),
    "api:choose_language": frozenset({PERSON}),
    "api:confirm_import": frozenset({EMPLOYER}),
    "api:correct_name": frozenset({PERSON}),
    "api:create_role": frozenset({EMPLOYER}),
    "api:decide": frozenset({EXAMINER}),
    "api:download_evidence": frozenset({PERSON, EXAMINER}),
    "api:end_holding": frozenset({EMPLOYER}),
    "api:enter_code": frozenset({PERSON}),
    "api:finish_sitting": frozenset({PERSON}),
    "api:flag_item": frozenset({PERSON}),
    "api:get_agreement": frozenset({PERSON}),
    "api:get_certificate_paper": EVERYBODY,
    "api:get_credential": EVERYBODY,
    "api:get_decision_paper": frozenset({PERSON}),
    "api:get_employees_file": frozenset({EMPLOYER}),
    "api:get_import_template": frozenset({EMPLOYER}),
    "api:get_item": frozenset({SCHEME_OWNER}),
    "api:get_item_picture": frozenset({SCHEME_OWNER}),
    "api:get_letter": frozenset({PERSON}),
    "api:get_matrix_file": frozenset({EMPLOYER}),
    "api:get_me": SIGNED_IN,
    "api:get_my_data": frozenset({PERSON}),
    "api:get_picture": frozenset({PERSON}),
    "api:get_product": SIGNED_IN,
    "api:get_pulse": frozenset({PERSON}),
    "api:get_question": frozenset({PERSON}),
    "api:get_role": frozenset({EMPLOYER}),
    "api:get_roles_file": frozenset({EMPLOYER}),
    "api:get_scheme_file": frozenset({SCHEME_OWNER}),
    "api:hold_feedback_talk": frozenset({TEST_LEADER}),
    "api:import_scheme": frozenset({SCHEME_OWNER}),
    "api:invite_contact": frozenset({SCHEME_OWNER}),
    "api:invite_employee": frozenset({EMPLOYER}),
    "api:issue_code": frozenset({TEST_LEADER}),
    "api:list_agreements": frozenset({EMPLOYER}),
    "api:list_areas": frozenset({EMPLOYER}),
    "api:list_cases": frozenset({EMPLOYER}),
    "api:list_cases_to_decide": frozenset({EXAMINER}),
    "api:list_cases_to_plan": frozenset({TEST_LEADER}),
    "api:list_cases_to_talk": frozenset({TEST_LEADER}),
    "api:list_competence": frozenset({PERSON}),
    "api:list_employees": frozenset({EMPLOYER}),
    "api:list_forms": frozenset({TEST_LEADER}),
    "api:list_incidents": frozenset({TEST_LEADER}),
    "api:list_items": frozenset({SCHEME_OWNER}),
    "api:list_looks": frozenset({PERSON}),
    "api:list_organisations": frozenset({SCHEME_OWNER}),
    "api:list_own_cases": frozenset({PERSON}),
    "api:list_own_certificates": frozenset({PERSON}),
    "api:list_own_decisions": frozenset({PERSON}),
    "api:list_own_sittings": frozenset({PERSON}),
    "api:list_products": SIGNED_IN,
    "api:list_questions": frozenset({PERSON}),
    "api:list_rated_areas": frozenset({PERSON}),
    "api:list_role_templates": frozenset({EMPLOYER}),
    "api:list_roles": frozenset({EMPLOYER}),
    "api:list_shares": frozenset({PERSON}),
    "api:list_sittings": frozenset({TEST_LEADER}),
    "api:list_tokens": SIGNED_IN,
    "api:make_share": frozenset({PERSON}),
    "api:make_token": SIGNED_IN,
    "api:note_incident": frozenset({TEST_LEADER}),
    "api:open_case": frozenset({EMPLOYER}),
    "api:open_share": EVERYBODY,
    "api:open_start": frozenset({TEST_LEADER}),
    "api:pause_sittings": frozenset({TEST_LEADER}),
    "api:plan_sitting": frozenset({TEST_LEADER}),
    "api:prepare_sittings": frozenset({TEST_LEADER}),
    "api:preview_import": frozenset({EMPLOYER}),
    "api:publish_version": frozenset({SCHEME_OWNER}),
    "api:rate_area": frozenset({PERSON}),
    "api:register_company": frozenset({SCHEME_OWNER}),
    "api:remove_evidence": frozenset({PERSON}),
    "api:remove_requirement": frozenset({EMPLOYER}),
    "api:renew_invitation": frozenset({EMPLOYER}),
    "api:replan_sitting": frozenset({TEST_LEADER}),
    "api:resume_sittings": frozenset({TEST_LEADER}),
    "api:revoke_certificate": frozenset({SCHEME_OWNER}),
    "api:revoke_token": SIGNED_IN,
    "api:save_answer": frozenset({PERSON}),
    "api:set_requirement": frozenset({EMPLOYER}),
    "api:set_validity_rule": frozenset({SCHEME_OWNER}),
    "api:show_awards": frozenset({EXAMINER, SCHEME_OWNER}),
    "api:show_board": frozenset({TEST_LEADER}),
    "api:show_case_for_decision": frozenset({EXAMINER}),
    "api:show_cell": frozenset({EMPLOYER}),
    "api:show_certificate": frozenset({SCHEME_OWNER}),
    "api:show_decision": frozenset({PERSON, EXAMINER, SCHEME_OWNER}),
    "api:show_matrix": frozenset({EMPLOYER}),
    "api:show_result": frozenset({PERSON, TEST_LEADER}),
    "api:stage_import": frozenset({EMPLOYER}),
    "api:show_retakes": frozenset({TEST_LEADER}),
    "api:start_sitting": frozenset({PERSON}),
    "api:submit_self_rating": frozenset({PERSON}),
    "api:terminate_sitting": frozenset({TEST_LEADER}),
    "api:cancel_assessment": frozenset({TEST_LEADER}),
    "api:hold_practical_talk": frozenset({ASSESSOR, TEST_LEADER}),
    "api:list_assessments_at_centres": frozenset({TEST_LEADER}),
    "api:list_assessments_locked": frozenset({EXAMINER, SCHEME_OWNER}),
    "api:list_assessments_to_make": frozenset({ASSESSOR}),
    "api:list_cases_to_assess": frozenset({TEST_LEADER}),
    "api:list_own_assessments": frozenset({PERSON}),
    "api:list_protocols": frozenset({TEST_LEADER}),
    "api:note_entries": frozenset({ASSESSOR}),
    "api:plan_assessment": frozenset({TEST_LEADER}),
    "api:show_practical_result": frozenset({PERSON, ASSESSOR, TEST_LEADER, EXAMINER}),
    "api:show_protocol": frozenset({ASSESSOR}),
    "api:sign_assessment": frozenset({ASSESSOR}),
    "api:sign_own_assessment": frozenset({PERSON}),
    "api:start_assessment": frozenset({ASSESSOR}),
    "api:unlock_assessment": frozenset({EXAMINER, SCHEME_OWNER}),
    "api:verify_certificate": EVERYBODY,
    "api:withdraw_share": frozenset({PERSON}),
    # booking, through the API
    "api:accept_offer": frozenset({PERSON}),
    "api:add_accommodation": frozenset({PERSON}),
    "api:allow_rebooking": AT_SESSIONS,
    "api:book_for_employees": frozenset({EMPLOYER}),
    "api:cancel_booking": frozenset({PERSON}),
    "api:cancel_session": AT_SESSIONS,
    "api:close_session": AT_SESSIONS,
    "api:confirm_booking": frozenset({PERSON}),
    "api:decline_offer": frozenset({PERSON}),
    "api:enter_attendance": AT_SESSIONS,
    "api:fill_session": AT_SESSIONS | {NODE_COORDINATOR},
    "api:get_calendar": frozenset({PERSON}),
    "api:hold_seat": frozenset({PERSON}),
    "api:join_waiting_list": frozenset({PERSON}),
    "api:leave_waiting_list": frozenset({PERSON}),
    "api:list_bookable_employees": frozenset({EMPLOYER}),
    "api:list_company_bookings": frozenset({EMPLOYER}),
    "api:list_free_times": frozenset({PERSON}),
    "api:list_own_bookings": frozenset({PERSON}),
    "api:list_own_needs": frozenset({PERSON}),
    "api:list_sessions": AT_SESSIONS | {NODE_COORDINATOR},
    "api:list_waiting": frozenset({PERSON}),
    "api:move_booking": frozenset({PERSON}),
    "api:open_session": frozenset({CENTRE_MANAGER, TEST_LEADER}),
    "api:remove_accommodation": frozenset({PERSON}),
    "api:list_stops": frozenset({CENTRE_MANAGER, SCHEME_OWNER, NODE_COORDINATOR}),
    "api:send_stop_letters": frozenset({CENTRE_MANAGER, SCHEME_OWNER}),
    "api:set_release_share": frozenset({EMPLOYER}),
    "api:show_session": AT_SESSIONS | {NODE_COORDINATOR},
    "api:show_stop": frozenset({CENTRE_MANAGER, SCHEME_OWNER, NODE_COORDINATOR}),
}


class AccessMiddleware:
    """Let a request reach its view only if the table names one of the viewer's roles."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: ViewerRequest) -> HttpResponseBase:
        request.viewer = _viewer_of(request)
        return self.get_response(request)

    def process_view(
        self,
        request: ViewerRequest,
        view: Callable[..., HttpResponseBase],  # noqa: ARG002 - Django's signature
        args: tuple[Any, ...],  # noqa: ARG002
        kwargs: dict[str, Any],  # noqa: ARG002
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match and match.namespace == API_NAMESPACE:
            # One address holds several operations: api.guard asks this table for each.
            return None
        name = match.view_name if match else ""
        allowed = ROUTES.get(name)
        if allowed is None:
            logger.error("The route %r is not in the access table.", name)
            return errors.forbidden(request)
        if allowed & roles_of(request.viewer):
            return None
        if request.user.is_authenticated:
            return errors.forbidden(request)
        return _ask_to_sign_in(request)


def roles_of(viewer: Viewer) -> frozenset[str]:
    """Return what the access table calls this viewer; everybody signed in acts as themselves."""
    if not viewer.user_id:
        return frozenset({VISITOR})
    return frozenset({PERSON, *viewer.acts_for})


def may_open(view_name: str, viewer: Viewer) -> bool:
    return bool(ROUTES.get(view_name, frozenset()) & roles_of(viewer))


def _viewer_of(request: HttpRequest) -> Viewer:
    if isinstance(request.user, User):
        return get_viewer(request.user, on=timezone.localdate())
    return Viewer(user_id=0, person_id=None)


def _ask_to_sign_in(request: ViewerRequest) -> HttpResponseBase:
    if request.method not in {"GET", "HEAD"} and "HX-Request" not in request.headers:
        return errors.signed_out(request)
    page = request.headers.get("HX-Current-URL") or request.get_full_path()
    address = f"{resolve_url('account_login')}?{urlencode({REDIRECT_FIELD_NAME: page})}"
    if "HX-Request" in request.headers:
        return HttpResponseClientRedirect(address)
    return redirect(address)
