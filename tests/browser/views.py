"""Every page, by how a browser test comes to it."""

# Who looks at which pages, found by following links from the start page.
BY_LINKS = {
    "visitor": """home:start home:accessibility home:privacy account_login account_reset_password
        credentials:find centres:find""",
    "employer": """home:start home:employees supply:matrix supply:cell supply:work_list
        supply:staffing supply:board
        supply:attest supply:words supply:placements supply:history supply:deviate supply:plan
        supply:log programme:staff programme:enter programme:other_support
        requirements:roles requirements:role requirements:create requirements:change
        requirements:areas requirements:requirement requirements:assign
        requirements:import_people parties:invite_employee parties:labour
        parties:end_employment cases:open booking:company
        development:plans development:staff development:joint development:unions""",
    "test-leader": """home:start testing:leading testing:plan testing:replan testing:feedback
        testing:board testing:incident booking:sessions practice:planning""",
    "examiner": """home:start decision:ready decision:case credentials:awards credentials:verify
        practice:locked ledger:withdraw""",
    "scheme-owner": """home:start framework:products framework:validity framework:version
        itembank:bank itembank:preview measurement:scales parties:organisations
        parties:invite_contact home:register_company centres:accreditations centres:accreditation
        centres:authorisations centres:due centres:authorise centres:checklists
        centres:publish_checklist
        credentials:awards credentials:revoke home:schemes parties:tokens
        practice:protocols practice:protocol_version
        about_api:show""",
    "centre-manager": """home:start centres:accreditations centres:accreditation centres:due
        centres:apply centres:authorisations centres:place centres:describe centres:add_room
        centres:change_room centres:add_machine centres:change_machine centres:hours
        centres:add_exception centres:end_authorisation""",
    "auditor": "home:start centres:accreditations centres:accreditation centres:due",
    "assessor": "home:start practice:assessing",
    "training-provider": """home:start development:offered development:upload
        development:new_group development:proposed""",
    "node-coordinator": """home:start booking:schedules development:demand
        development:propose_group programme:companies programme:company programme:engage
        programme:node_steering""",
    "programme-owner": """home:start programme:overview programme:steering programme:indicators
        programme:indicator programme:reports programme:report programme:partners programme:calls
        programme:people programme:month programme:leave programme:budget programme:enter_grant
        programme:set_targets programme:counted programme:companies programme:company
        programme:engage programme:costs programme:claims""",
    "economist": """home:start programme:overview programme:budget programme:budget_line
        programme:costs programme:claims programme:people""",
    "evaluator": "home:start programme:overview programme:steering programme:extracts",
    "union-representative": "home:start development:union_numbers",
    "person": """home:start home:competence home:who_has_seen cases:mine disclosure:agreement
        account_change_password account_set_password credentials:mine home:my_data home:shares
        home:new_share parties:gender programme:mine booking:mine
        booking:needs development:mine development:courses
        development:hand_over""",
}
# Pages that need something done first: tests of their own go there.
AFTER_SOMETHING = """programme:aid programme:claim programme:cost programme:set_budget
    development:join
    booking:proposals booking:schedule supply:coached supply:measure supply:new_measure
    supply:plan_words testing:check_in testing:terminate cases:rate cases:review
    testing:sitting testing:question testing:review
    testing:done testing:result decision:show parties:invitation parties:invited
    disclosure:company home:shared requirements:import_columns requirements:import_preview
    account_reset_password_done account_reset_password_from_key
    account_reset_password_from_key_done account_logout booking:book_employees booking:confirm
    booking:move booking:open booking:session booking:stop booking:stops booking:times
    centres:answer_finding centres:decide centres:lift centres:plan_audit centres:postpone_finding
    centres:protocol centres:self_assess centres:suspend centres:withdraw development:group
    development:occasion development:plan development:step practice:cancel practice:mine
    practice:plan practice:protocol practice:result practice:stop practice:talk practice:unlock
    practice:unsigned"""
# No browser test looks at these yet; the room's own tests read their words.
NOT_LOOKED_AT = "programme:call"
# They answer with a redirection, a file or a few words for a script.
NOT_PAGES = """booking:open_proposed booking:send_schedule booking:stop_schedule
    supply:adopt_plan supply:draft_plan supply:evidence supply:let_coach supply:plan_file
    supply:plan_paper supply:remove_measure supply:stop_coach
    programme:correct programme:participant_file
    programme:aid_letter programme:claim_file programme:declare_aid programme:import_costs
    programme:close_line
    programme:extract programme:report_paper programme:report_text
    booking:allow booking:answer booking:attendance booking:calendar booking:call_off
    booking:cancel booking:close booking:fill booking:hold booking:leave booking:send_stop_letters
    booking:share booking:wait centres:attach centres:declare centres:download centres:remove
    centres:remove_exception centres:resolve_finding centres:submit cases:begin cases:download
    cases:remove credentials:award credentials:did credentials:document credentials:paper
    credentials:form credentials:token_status credentials:wallet
    credentials:status about_api:document decision:letter decision:paper development:call_off
    development:cancel development:confirm_upload development:draft development:enrol
    development:finish development:propose development:take_back development:template
    development:withdraw development:offer development:decline development:settle
    development:end_representation framework:publish
    home:demo_sign_in home:employees_export home:language home:my_data_file home:scheme_file
    home:withdraw_share itembank:picture measurement:order parties:renew_invitation
    parties:revoke_token parties:end_labour parties:take_back_gender
    practice:note practice:prepare practice:sign practice:start requirements:end_holding
    requirements:import_template requirements:remove_requirement requirements:roles_export
    supply:matrix_export supply:end_deviation supply:forget_view supply:save_view
    testing:hand_in testing:picture testing:prepare testing:pulse
    testing:save testing:start testing:steer"""
