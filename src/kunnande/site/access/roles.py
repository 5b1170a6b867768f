"""As what somebody opens a page: not signed in, as themselves, or in a role."""

from __future__ import annotations

from kunnande.stages.parties.queries import Role

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
PROGRAMME_OWNER = Role.PROGRAMME_OWNER.value
ECONOMIST = Role.ECONOMIST.value
EVALUATOR = Role.EVALUATOR.value

SIGNED_IN = frozenset({PERSON, *Role.values})
EVERYBODY = SIGNED_IN | {VISITOR}
API_NAMESPACE = "api"
# Those who work at a test centre's sessions.
AT_SESSIONS = frozenset({CENTRE_MANAGER, TEST_LEADER, ASSESSOR})
