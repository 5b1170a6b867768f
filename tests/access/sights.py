"""Where each kind of value may be shown, and to whom; by hand, as who may open what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .expectations import (
    ASSESSOR,
    AUDITOR,
    CENTRE_MANAGER,
    COACH,
    COLLEAGUE,
    ECONOMIST,
    EMPLOYER,
    EXAMINER,
    NOBODY,
    NODE_COORDINATOR,
    OTHER_SCHEME_OWNER,
    PROGRAMME_OWNER,
    SCHEME_OWNER,
    SELF,
    TEST_LEADER,
    TRAINING_PROVIDER,
    UNION_REPRESENTATIVE,
    only,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

# Where each kind of value may be shown at all; whoever is not named never sees it, on any page.
MAY_SEE: Mapping[str, frozenset[str]] = {
    "given": only(
        PROGRAMME_OWNER,
        ECONOMIST,
        SELF,
        EMPLOYER,
        TRAINING_PROVIDER,
        TEST_LEADER,
        ASSESSOR,
        EXAMINER,
        SCHEME_OWNER,
        CENTRE_MANAGER,
    ),
    "family": only(
        PROGRAMME_OWNER,
        ECONOMIST,
        SELF,
        EMPLOYER,
        TRAINING_PROVIDER,
        TEST_LEADER,
        ASSESSOR,
        EXAMINER,
        SCHEME_OWNER,
        CENTRE_MANAGER,
    ),
    "email": only(SELF, EMPLOYER),
    "team": only(SELF, EMPLOYER),
    "identity": only(SELF),
    "sealed": NOBODY,
    "filename": only(SELF, EXAMINER),
    "filecontent": only(SELF, EXAMINER),
    "summary": only(SELF, TEST_LEADER),
    "proposal": only(SELF, TEST_LEADER),
    "comment": only(SELF, ASSESSOR),
    "grounds": only(SELF, EXAMINER, SCHEME_OWNER),
    "reason": only(SCHEME_OWNER),
    "recipient": only(SELF),
    "company": only(
        PROGRAMME_OWNER,
        ECONOMIST,
        SELF,
        COLLEAGUE,
        EMPLOYER,
        TRAINING_PROVIDER,
        TEST_LEADER,
        EXAMINER,
        SCHEME_OWNER,
        OTHER_SCHEME_OWNER,
        CENTRE_MANAGER,
        COACH,
        NODE_COORDINATOR,
        UNION_REPRESENTATIVE,
    ),
    "centre": only(
        CENTRE_MANAGER,
        AUDITOR,
        SELF,
        COLLEAGUE,
        EMPLOYER,
        TEST_LEADER,
        ASSESSOR,
        EXAMINER,
        SCHEME_OWNER,
        OTHER_SCHEME_OWNER,
        NODE_COORDINATOR,
    ),
    "centrefile": only(CENTRE_MANAGER, AUDITOR, SCHEME_OWNER),
    "protocol": only(CENTRE_MANAGER, AUDITOR, SCHEME_OWNER),
    "role": only(SELF, COLLEAGUE, EMPLOYER, COACH),
    "contact": only(SELF, COLLEAGUE, EMPLOYER, SCHEME_OWNER),
    "leader": only(SELF, COLLEAGUE, EMPLOYER, TEST_LEADER, EXAMINER, SCHEME_OWNER, CENTRE_MANAGER),
}
# Which centres are accredited is public; who is tested where is not. A programme's owner picks
# partners among all organisations by name.
SHOWN_TO_ALL: Mapping[str, frozenset[str]] = {
    "booking:times": only("centre"),
    "centres:find": only("centre"),
    "list_accredited_centres": only("centre"),
    "programme:partners": only("centre"),
}

# An address that nobody can guess shows these to whoever has been given it.
SHOWN_BY_ADDRESS: Mapping[str, frozenset[str]] = {
    "credentials:document": only("given", "family", "centre"),
    "credentials:form": only("given", "family", "centre"),
    "credentials:paper": only("given", "family", "centre"),
    "credentials:verify": only("given", "family", "centre"),
    "home:shared": only("given", "family", "recipient", "centre"),
    "parties:invitation": only("given", "family", "email", "company"),
}

# How far somebody has come before those who test and decide have to do with them at all; and a
# test leader's sight of somebody ends with the decision.
BEFORE_A_TEST = frozenset({"idle", "invited", "registered", "admitted"})
BEFORE_A_DECISION = BEFORE_A_TEST | {
    "mapped", "planned", "running", "tested", "assessable", "assessing",
}  # fmt: skip
UNDECIDED = BEFORE_A_DECISION | {"talked", "assessed"}
# Whose name and company the provider of a course knows: those who have a seat.
IN_A_COURSE = frozenset({"", "talked"})
# Whom a programme's owner knows by name: the one person who takes part; and every company.
IN_THE_PROGRAMME = frozenset({("A", "awarded"), ("A", ""), ("B", "")})
AFTER_A_DECISION = frozenset({"decided", "awarded", "revoked", "former", "declined"})
NOT_BEING_TESTED = BEFORE_A_TEST | AFTER_A_DECISION
# One thing outlasts the decision: who has areas left to try at this centre, by name and nothing
# more. Each look is recorded, and the person sees it.
SHOWN_FOR_A_RETAKE: Mapping[str, frozenset[str]] = {
    "testing:leading": frozenset({"given", "family"}),
}
