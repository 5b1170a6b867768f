"""A funded programme with the first company in it, and one person who takes part."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kunnande.stages.parties.queries import (
    OrganisationKind,
    Role,
    get_viewer,
    organisations_of,
)
from kunnande.stages.programme.models import (
    AidGrant,
    BudgetLine,
    CostEntry,
    Engagement,
    IndicatorSet,
    Participation,
    PaymentClaim,
    Programme,
    Report,
)
from kunnande.stages.programme.services import (
    Benefit,
    Cost,
    Grant,
    Line,
    add_partner,
    choose_indicator_set,
    draft_report,
    engage_company,
    enter_cost,
    enter_grant,
    enter_participant,
    grant_aid,
    import_indicators,
    import_questionnaires,
    import_rules,
    open_claim,
    register_programme,
    set_budget,
    take_step,
)
from kunnande.stages.programme.tests.builders import RULES
from kunnande.stages.programme.tests.measured import QUESTIONS, SETS

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import Organisation, User

    from .stories import Side, Story, World


class Funding:
    """What a programme's owner does before anybody's hours are told of."""

    world: World
    began_at: datetime
    funder: Organisation

    def acting(self, at: datetime, by: User | None = None) -> dict[str, Any]:
        raise NotImplementedError

    def organisation(self, name: str, kind: str) -> Organisation:
        raise NotImplementedError

    def member(self, organisation: Organisation, role: str, name: str) -> User:
        raise NotImplementedError

    def funders(self) -> dict[str, User]:
        """Return who acts for the owner of the programme, by what the world calls them."""
        self.funder = self.organisation("Programägaren", OrganisationKind.PROGRAMME_OWNER)
        return {
            "programme_owner": self.member(self.funder, Role.PROGRAMME_OWNER, "funded"),
            "economist": self.member(self.funder, Role.ECONOMIST, "economist"),
            "evaluator": self.member(self.funder, Role.EVALUATOR, "evaluator"),
        }

    def fund(self, side: Side) -> None:
        """Let the first company agree with its node to take part, and one of its people enter."""
        if side.name != "A":
            return
        acting = self.acting(self.began_at, self.world.programme_owner)
        on = timezone.localdate(self.began_at)
        viewer = get_viewer(self.world.node_coordinator, on=on)
        node = organisations_of(viewer, Role.NODE_COORDINATOR).get()
        import_rules(package=RULES, **acting)
        programme = register_programme(
            code="P",
            name="Programmet",
            owner=self.funder,
            from_on=on,
            to_on=on + timedelta(days=900),
            **acting,
        )
        self.measure(programme)
        add_partner(programme=programme, organisation=node, part="node", from_on=on, **acting)
        engagement = engage_company(
            programme=programme, company=side.company, employees=20, on=on, node=node, **acting
        )
        for step in ("aid_checked", "agreed"):
            take_step(engagement=engagement, step=step, on=on, **acting)
        enter_participant(
            programme=programme,
            person=side.stories["awarded"].person,
            company=side.company,
            on=on,
            **acting,
        )

        self.spend(programme, engagement)

    def spend(self, programme: Programme, engagement: Engagement) -> None:
        """Let money be divided and spent, a claim be begun, and the company be given a benefit."""
        acting = self.acting(self.began_at, self.world.programme_owner)
        lines = [Line("1", "Tjänster", "actual", {None: 0})]
        set_budget(grant=programme.grants.get(), lines=lines, **acting)
        on = programme.from_on
        cost = Cost("1", on, "Lokal", "Faktura 1", amount_ore=1)
        enter_cost(programme=programme, cost=cost, **acting)
        open_claim(programme=programme, **acting)
        benefit = Benefit("none", "Ett första samtal", on, 0)
        grant_aid(engagement=engagement, benefit=benefit, **acting)

    def measure(self, programme: Programme) -> None:
        """Let the funder say what is counted, and a report be begun."""
        acting = self.acting(self.began_at, self.world.programme_owner)
        import_indicators(package=SETS, **acting)
        import_questionnaires(package=QUESTIONS, **acting)
        grant = enter_grant(
            programme=programme,
            grant=Grant(programme.from_on, people=10, amount_ore=1, source="Beslut 1"),
            **acting,
        )
        indicator_set = IndicatorSet.objects.get()
        choose_indicator_set(grant=grant, indicator_set=indicator_set, **acting)
        days = {"from_on": programme.from_on, "to_on": programme.to_on}
        draft_report(programme=programme, kind="progress", **days, **acting)


def bodies_of_programme(side: Side, story: Story) -> dict[str, dict[str, Any]]:
    """Return what is sent to the operations of a programme."""
    engagement, today = Engagement.objects.get(), timezone.localdate()
    entered_on = Participation.objects.get().entered_on.isoformat()
    node = {"organisation_id": engagement.node_id, "part": "node"}
    support = {"words": "Annat stöd", "from_on": entered_on, "to_on": entered_on}
    return {
        **bodies_of_money(entered_on),
        "add_partner": {**node, "from_on": entered_on},
        "answer_follow_up": {"answers": {}},
        "choose_indicator_set": {"indicator_set_id": IndicatorSet.objects.get().pk},
        "draft_report": {"kind": "final", "from_on": entered_on, "to_on": entered_on},
        "engage_company": {
            "company_id": side.company.pk,
            "employees": 20,
            "on": entered_on,
            "node_id": engagement.node_id,
        },
        "enter_grant": {
            "from_on": today.isoformat(),
            "people": 5,
            "amount_ore": 1,
            "source": "Beslut 2",
        },
        "enter_other_support": support,
        "enter_participant": {
            "programme_id": engagement.programme_id,
            "person_id": story.person.pk,
            "on": entered_on,
        },
        "leave_programme": {"on": today.isoformat(), "reason": "new_job"},
        "make_participant_file": {"month_on": (today.replace(day=1) - timedelta(1)).isoformat()},
        "note_unanswered_call": {"next_on": today.isoformat()},
        "open_correction": {"reason": "Kursdagen var kortare."},
        "save_report": {"words": {}},
        "take_step": {"step": "mapped", "on": today.isoformat()},
    }


def bodies_of_money(on: str) -> dict[str, dict[str, Any]]:
    """Return what is sent to the operations of a programme's money."""
    written = {"on": on, "words": "Lokal", "amount_ore": 1, "evidence": "Faktura 2"}
    cost = {**written, "line_code": "1"}
    line = {"code": "1", "name": "Tjänster", "kind": "actual", "whole_ore": 0}
    return {
        "close_line": {"on": on},
        "commit_money": written,
        "correct_cost": {**written, "reason": "Kostnaden var högre."},
        "declare_aid": {"signed_on": on, "signatory": "Chefen", "evidence": "Pärm 1"},
        "enter_cost": cost,
        "enter_costs": {"costs": [cost]},
        "grant_aid": {
            "basis": "none",
            "words": "Ett samtal",
            "granted_on": on,
            "value_ore": 0,
        },
        "set_budget": {"lines": [line]},
        "set_targets": {"nodes": [], "sizes": [{"size": "small", "people": 1}]},
    }


def values_of_programme() -> dict[str, Any]:
    """Return what addresses of a programme name: its one company, its one person, last month."""
    participation = Participation.objects.get()
    before = timezone.localdate().replace(day=1) - timedelta(days=1)
    return {
        "aid_id": AidGrant.objects.get().pk,
        "budget_line_id": BudgetLine.objects.get().pk,
        "claim_id": PaymentClaim.objects.get().pk,
        "cost_id": CostEntry.objects.get().pk,
        "indicator_code": "IN",
        "engagement_id": Engagement.objects.get().pk,
        "grant_number": 1,
        "measure": "hours",
        "moment": "leaving",
        "month": before.month,
        "part": "all",
        "participation_id": participation.pk,
        "programme_id": Programme.objects.get().pk,
        "report_id": Report.objects.get().pk,
        "version_number": 1,
        "year": before.year,
    }
