"""Who may open what and see whose, by hand from the recommended access matrix of GDPR practice.

A second table, made from the domain's matrix and not from the site's own: where the two disagree,
one of them is wrong. Everybody is named by their relation to the person an address is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

VISITOR = "visitor"
SELF = "the person themselves"
COLLEAGUE = "somebody else at the same company"
STRANGER = "somebody at another company"
EMPLOYER = "the person's employer"
OTHER_EMPLOYER = "another employer"
TEST_LEADER = "a test leader where the person is tested"
OTHER_TEST_LEADER = "a test leader elsewhere"
EXAMINER = "an examiner"
SCHEME_OWNER = "the owner of the scheme"
OTHER_SCHEME_OWNER = "the owner of another scheme"
CENTRE_MANAGER = "the manager of the centre where the person is tested"
OTHER_CENTRE_MANAGER = "the manager of another centre"
ASSESSOR = "an assessor where the person is tested"
OTHER_ASSESSOR = "an assessor elsewhere"
AUDITOR = "an auditor of the scheme's centres"
NODE_COORDINATOR = "a coordinator of a regional node"
TRAINING_PROVIDER = "a provider of courses"
COACH = "a coach of companies"
UNION_REPRESENTATIVE = "a representative of a union"
PROGRAMME_OWNER = "the owner of the programme the person is in"
ECONOMIST = "the economist of the programme the person is in"
EVALUATOR = "an evaluator of the programme the person is in"

PEOPLE = frozenset({SELF, COLLEAGUE, STRANGER})
EMPLOYERS = frozenset({EMPLOYER, OTHER_EMPLOYER})
TEST_LEADERS = frozenset({TEST_LEADER, OTHER_TEST_LEADER})
SCHEME_OWNERS = frozenset({SCHEME_OWNER, OTHER_SCHEME_OWNER})
CENTRE_MANAGERS = frozenset({CENTRE_MANAGER, OTHER_CENTRE_MANAGER})
ASSESSORS = frozenset({ASSESSOR, OTHER_ASSESSOR})
# At a theory session; an assessor has to do with practical ones.
AT_OUR_CENTRE = frozenset({TEST_LEADER, CENTRE_MANAGER})
AT_CENTRES = TEST_LEADERS | CENTRE_MANAGERS | ASSESSORS
AT_THE_OWNER = frozenset({PROGRAMME_OWNER, ECONOMIST})
INDEPENDENT = frozenset({
    EXAMINER, AUDITOR, NODE_COORDINATOR, TRAINING_PROVIDER, COACH, UNION_REPRESENTATIVE,
    PROGRAMME_OWNER, ECONOMIST, EVALUATOR,
})  # fmt: skip
SIGNED_IN = PEOPLE | EMPLOYERS | AT_CENTRES | INDEPENDENT | SCHEME_OWNERS
EVERYBODY = SIGNED_IN | {VISITOR}
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Page:
    """Who may open a page, and where in their journey the person stands whom it is about."""

    opens_to: frozenset[str]
    about: str = "awarded"
    method: str = "GET"


def only(*who: str) -> frozenset[str]:
    return frozenset(who)


PAGES: Mapping[str, Page] = {
    # home
    "home:accessibility": Page(EVERYBODY),
    "home:competence": Page(SIGNED_IN),
    "home:demo_sign_in": Page(EVERYBODY),
    "home:employees": Page(only(EMPLOYER)),
    "home:employees_export": Page(only(EMPLOYER)),
    "home:language": Page(EVERYBODY, method="POST"),
    "home:my_data": Page(SIGNED_IN),
    "home:my_data_file": Page(SIGNED_IN),
    "home:new_share": Page(SIGNED_IN),
    "home:privacy": Page(EVERYBODY),
    "home:register_company": Page(SCHEME_OWNERS),
    "home:scheme_file": Page(only(SCHEME_OWNER)),
    "home:schemes": Page(SCHEME_OWNERS),
    # the link is itself the permission
    "home:shared": Page(EVERYBODY),
    "home:shares": Page(SIGNED_IN),
    "home:start": Page(EVERYBODY),
    "home:who_has_seen": Page(SIGNED_IN),
    "home:withdraw_share": Page(only(SELF), method="POST"),
    # accounts
    "account_change_password": Page(SIGNED_IN),
    "account_login": Page(EVERYBODY),
    "account_logout": Page(EVERYBODY),
    "account_reset_password": Page(EVERYBODY),
    "account_reset_password_done": Page(EVERYBODY),
    "account_reset_password_from_key": Page(EVERYBODY),
    "account_reset_password_from_key_done": Page(EVERYBODY),
    "account_set_password": Page(SIGNED_IN),
    # parties: an invitation's link is itself the permission
    "parties:invitation": Page(EVERYBODY, about="invited"),
    "parties:invite_contact": Page(SCHEME_OWNERS),
    "parties:invite_employee": Page(only(EMPLOYER)),
    "parties:invited": Page(EMPLOYERS | SCHEME_OWNERS),
    "parties:organisations": Page(SCHEME_OWNERS),
    "parties:renew_invitation": Page(only(EMPLOYER), about="invited", method="POST"),
    "parties:revoke_token": Page(only(SELF), method="POST"),
    "parties:tokens": Page(SIGNED_IN),
    # framework
    "framework:products": Page(SIGNED_IN),
    "framework:publish": Page(only(SCHEME_OWNER), method="POST"),
    "framework:validity": Page(only(SCHEME_OWNER)),
    "framework:version": Page(SIGNED_IN),
    # disclosure: the person answers, the employer reads the terms
    "disclosure:agreement": Page(only(SELF, COLLEAGUE), about="registered"),
    "disclosure:company": Page(only(EMPLOYER)),
    # requirements: a company's own
    "requirements:areas": Page(only(EMPLOYER)),
    "requirements:assign": Page(only(EMPLOYER)),
    "requirements:change": Page(only(EMPLOYER)),
    "requirements:create": Page(only(EMPLOYER)),
    "requirements:end_holding": Page(only(EMPLOYER), method="POST"),
    "requirements:import_columns": Page(only(EMPLOYER)),
    "requirements:import_people": Page(only(EMPLOYER)),
    "requirements:import_preview": Page(only(EMPLOYER)),
    "requirements:import_template": Page(EMPLOYERS),
    "requirements:remove_requirement": Page(only(EMPLOYER), method="POST"),
    "requirements:requirement": Page(only(EMPLOYER)),
    "requirements:role": Page(only(EMPLOYER)),
    "requirements:roles": Page(only(EMPLOYER)),
    "requirements:roles_export": Page(only(EMPLOYER)),
    # cases: the employer knows the status, the examiner what supports a decision
    "cases:begin": Page(only(SELF), about="registered", method="POST"),
    "cases:download": Page(only(SELF), about="admitted"),
    "cases:mine": Page(SIGNED_IN),
    "cases:open": Page(only(EMPLOYER)),
    "cases:rate": Page(only(SELF), about="admitted"),
    "cases:remove": Page(only(SELF), about="admitted", method="POST"),
    "cases:review": Page(only(SELF), about="admitted"),
    # itembank: live items are read by the one who owns them
    "itembank:bank": Page(SCHEME_OWNERS),
    "itembank:picture": Page(only(SCHEME_OWNER), about="running"),
    "itembank:preview": Page(only(SCHEME_OWNER), about="running"),
    # measurement: how hard the items are is told to the one who owns them
    "measurement:order": Page(SCHEME_OWNERS, method="POST"),
    "measurement:scales": Page(SCHEME_OWNERS),
    # booking: one's own, one's employees', and those at one's centre; a node sees no names
    "booking:allow": Page(AT_OUR_CENTRE, about="mapped", method="POST"),
    "booking:answer": Page(only(SELF), about="mapped", method="POST"),
    "booking:attendance": Page(AT_OUR_CENTRE, about="mapped", method="POST"),
    "booking:book_employees": Page(only(EMPLOYER)),
    "booking:calendar": Page(only(SELF), about="mapped"),
    "booking:call_off": Page(AT_OUR_CENTRE, about="mapped", method="POST"),
    "booking:cancel": Page(AT_OUR_CENTRE | {SELF, EMPLOYER}, about="mapped", method="POST"),
    "booking:close": Page(AT_OUR_CENTRE, about="mapped", method="POST"),
    "booking:company": Page(only(EMPLOYER)),
    "booking:confirm": Page(only(SELF), about="mapped"),
    "booking:fill": Page(AT_OUR_CENTRE | {NODE_COORDINATOR}, about="mapped", method="POST"),
    "booking:hold": Page(only(SELF), about="mapped", method="POST"),
    "booking:leave": Page(only(SELF), about="mapped", method="POST"),
    "booking:mine": Page(SIGNED_IN),
    "booking:move": Page(AT_OUR_CENTRE | {SELF, EMPLOYER}, about="mapped"),
    "booking:needs": Page(SIGNED_IN),
    "booking:open": Page(TEST_LEADERS | CENTRE_MANAGERS),
    "booking:open_proposed": Page(only(TEST_LEADER, CENTRE_MANAGER), method="POST"),
    "booking:proposals": Page(TEST_LEADERS | CENTRE_MANAGERS),
    "booking:schedule": Page(only(NODE_COORDINATOR)),
    "booking:schedules": Page(only(NODE_COORDINATOR)),
    "booking:send_schedule": Page(only(NODE_COORDINATOR), method="POST"),
    "booking:stop_schedule": Page(only(NODE_COORDINATOR), method="POST"),
    "booking:session": Page(AT_OUR_CENTRE | {NODE_COORDINATOR}, about="mapped"),
    "booking:sessions": Page(AT_CENTRES | {NODE_COORDINATOR}),
    "booking:send_stop_letters": Page(only(CENTRE_MANAGER, SCHEME_OWNER), method="POST"),
    "booking:share": Page(only(EMPLOYER), method="POST"),
    "booking:stop": Page(only(CENTRE_MANAGER, SCHEME_OWNER, NODE_COORDINATOR)),
    "booking:stops": Page(CENTRE_MANAGERS | SCHEME_OWNERS | {NODE_COORDINATOR}),
    "booking:times": Page(only(SELF), about="mapped"),
    "booking:wait": Page(only(SELF), about="mapped", method="POST"),
    # testing: a test leader's own sessions, as long as the case is being tried
    "testing:board": Page(only(TEST_LEADER)),
    "testing:check_in": Page(only(TEST_LEADER), about="planned"),
    "testing:done": Page(only(SELF), about="tested"),
    "testing:feedback": Page(only(TEST_LEADER), about="tested"),
    "testing:hand_in": Page(only(SELF), about="running", method="POST"),
    "testing:incident": Page(only(TEST_LEADER)),
    "testing:leading": Page(TEST_LEADERS),
    "testing:picture": Page(only(SELF), about="running"),
    "testing:plan": Page(TEST_LEADERS, about="mapped"),
    "testing:prepare": Page(only(TEST_LEADER), method="POST"),
    "testing:pulse": Page(only(SELF), about="running"),
    "testing:question": Page(only(SELF), about="running"),
    "testing:replan": Page(only(TEST_LEADER), about="planned"),
    "testing:result": Page(only(SELF, TEST_LEADER), about="talked"),
    "testing:review": Page(only(SELF), about="running"),
    "testing:save": Page(only(SELF), about="running", method="POST"),
    "testing:sitting": Page(only(SELF), about="planned"),
    "testing:start": Page(only(SELF), about="planned", method="POST"),
    "testing:steer": Page(only(TEST_LEADER), method="POST"),
    "testing:terminate": Page(only(TEST_LEADER), about="planned"),
    # practice: an assessor's own assessments, as long as the case is being tried
    "practice:assessing": Page(ASSESSORS),
    "practice:cancel": Page(only(TEST_LEADER), about="assessable"),
    "practice:locked": Page(SCHEME_OWNERS | {EXAMINER}),
    "practice:mine": Page(only(SELF), about="assessing"),
    "practice:note": Page(only(ASSESSOR), about="assessing", method="POST"),
    "practice:plan": Page(TEST_LEADERS, about="mapped"),
    "practice:planning": Page(TEST_LEADERS),
    "practice:prepare": Page(only(TEST_LEADER), method="POST"),
    "practice:protocol": Page(only(ASSESSOR), about="assessing"),
    "practice:protocol_version": Page(only(SCHEME_OWNER)),
    "practice:protocols": Page(SCHEME_OWNERS),
    "practice:result": Page(only(SELF, ASSESSOR, TEST_LEADER, EXAMINER), about="assessed"),
    "practice:sign": Page(only(ASSESSOR), about="assessing", method="POST"),
    "practice:start": Page(only(ASSESSOR), about="assessing", method="POST"),
    "practice:stop": Page(only(ASSESSOR), about="assessing"),
    "practice:talk": Page(only(ASSESSOR, TEST_LEADER), about="assessed"),
    "practice:unlock": Page(only(EXAMINER, SCHEME_OWNER), about="assessed"),
    "practice:unsigned": Page(only(ASSESSOR), about="assessing"),
    # centres
    "centres:accreditation": Page(only(CENTRE_MANAGER, AUDITOR, SCHEME_OWNER)),
    "centres:accreditations": Page(CENTRE_MANAGERS | SCHEME_OWNERS | {AUDITOR}),
    "centres:add_exception": Page(only(CENTRE_MANAGER)),
    "centres:add_machine": Page(only(CENTRE_MANAGER)),
    "centres:add_room": Page(only(CENTRE_MANAGER)),
    "centres:answer_finding": Page(only(CENTRE_MANAGER)),
    "centres:apply": Page(only(CENTRE_MANAGER)),
    "centres:attach": Page(only(CENTRE_MANAGER), method="POST"),
    "centres:authorisations": Page(CENTRE_MANAGERS | SCHEME_OWNERS),
    "centres:authorise": Page(only(SCHEME_OWNER)),
    "centres:change_machine": Page(only(CENTRE_MANAGER)),
    "centres:change_room": Page(only(CENTRE_MANAGER)),
    "centres:checklists": Page(SCHEME_OWNERS),
    "centres:decide": Page(only(SCHEME_OWNER)),
    "centres:declare": Page(only(AUDITOR), method="POST"),
    "centres:describe": Page(only(CENTRE_MANAGER)),
    "centres:download": Page(only(CENTRE_MANAGER, AUDITOR, SCHEME_OWNER)),
    "centres:due": Page(CENTRE_MANAGERS | SCHEME_OWNERS | {AUDITOR}),
    "centres:end_authorisation": Page(only(CENTRE_MANAGER, SCHEME_OWNER)),
    "centres:find": Page(EVERYBODY),
    "centres:hours": Page(only(CENTRE_MANAGER)),
    "centres:lift": Page(only(SCHEME_OWNER)),
    "centres:place": Page(only(CENTRE_MANAGER)),
    "centres:plan_audit": Page(only(SCHEME_OWNER)),
    "centres:postpone_finding": Page(only(SCHEME_OWNER)),
    "centres:protocol": Page(only(AUDITOR)),
    "centres:publish_checklist": Page(only(SCHEME_OWNER)),
    "centres:remove": Page(only(CENTRE_MANAGER), method="POST"),
    "centres:remove_exception": Page(only(CENTRE_MANAGER), method="POST"),
    "centres:resolve_finding": Page(only(AUDITOR), method="POST"),
    "centres:self_assess": Page(only(CENTRE_MANAGER)),
    "centres:submit": Page(only(CENTRE_MANAGER), method="POST"),
    "centres:suspend": Page(only(SCHEME_OWNER)),
    "centres:withdraw": Page(only(SCHEME_OWNER)),
    # decision
    "decision:case": Page(only(EXAMINER), about="talked"),
    "decision:letter": Page(only(SELF), about="talked"),
    "decision:paper": Page(only(SELF), about="decided"),
    "decision:ready": Page(only(EXAMINER)),
    "decision:show": Page(only(SELF, EXAMINER, SCHEME_OWNER), about="decided"),
    # development: a plan is its person's, and those it is shown to read it
    "development:call_off": Page(only(TRAINING_PROVIDER), method="POST"),
    "development:cancel": Page(only(SELF, EMPLOYER), about="talked", method="POST"),
    "development:confirm_upload": Page(only(TRAINING_PROVIDER), method="POST"),
    "development:courses": Page(SIGNED_IN),
    "development:decline": Page(only(TRAINING_PROVIDER), method="POST"),
    "development:demand": Page(only(NODE_COORDINATOR)),
    "development:draft": Page(only(SELF, COLLEAGUE), about="talked", method="POST"),
    "development:end_representation": Page(only(EMPLOYER), method="POST"),
    "development:enrol": Page(SIGNED_IN, method="POST"),
    "development:finish": Page(only(TRAINING_PROVIDER), method="POST"),
    "development:group": Page(only(TRAINING_PROVIDER)),
    "development:hand_over": Page(SIGNED_IN),
    "development:join": Page(only(EMPLOYER)),
    "development:joint": Page(only(EMPLOYER)),
    "development:mine": Page(SIGNED_IN),
    "development:new_group": Page(only(TRAINING_PROVIDER)),
    "development:occasion": Page(only(TRAINING_PROVIDER)),
    "development:offer": Page(only(TRAINING_PROVIDER), method="POST"),
    "development:offered": Page(only(TRAINING_PROVIDER)),
    "development:plan": Page(only(EMPLOYER, TEST_LEADER), about="talked"),
    "development:plans": Page(EMPLOYERS | TEST_LEADERS),
    "development:propose": Page(only(SELF), about="talked", method="POST"),
    "development:propose_group": Page(only(NODE_COORDINATOR)),
    "development:proposed": Page(only(TRAINING_PROVIDER)),
    "development:settle": Page(only(TRAINING_PROVIDER), method="POST"),
    "development:staff": Page(only(EMPLOYER)),
    "development:step": Page(only(SELF), about="talked"),
    "development:take_back": Page(only(SELF), about="talked", method="POST"),
    "development:template": Page(only(TRAINING_PROVIDER)),
    "development:union_numbers": Page(only(UNION_REPRESENTATIVE)),
    "development:unions": Page(only(EMPLOYER)),
    "development:upload": Page(only(TRAINING_PROVIDER)),
    "development:withdraw": Page(only(TRAINING_PROVIDER), method="POST"),
    # the API's own description; its operations are in operations.py
    "about_api:document": Page(EVERYBODY),
    "about_api:show": Page(EVERYBODY),
}
