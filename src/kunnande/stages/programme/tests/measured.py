"""A small set of indicators and questions, and a programme that has chosen it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kunnande.stages.programme import services
from kunnande.stages.programme.models import IndicatorSet, Participation
from kunnande.stages.programme.tests.builders import BEGINS, Funded

if TYPE_CHECKING:
    from datetime import datetime

IN_WORK = ["employed", "short_time", "laid_off", "notified", "dismissed", "self_employed"]


def indicator(code: str, moment: str = "entry", counted: str = "people", **conditions: Any) -> Any:
    return {
        "code": code,
        "moment": moment,
        "counted": counted,
        "name": {"sv": code, "en": code},
        "definition": {"sv": "Så här.", "en": "Like this."},
        "source": "exempel",
        "conditions": conditions,
    }


SETS = {
    "sets": [
        {
            "code": "sample",
            "name": {"sv": "Exempel", "en": "Sample"},
            "source": "exempel",
            "leaving_days": 28,
            "later_months": 6,
            "qualifications": ["certificate"],
            "indicators": [
                indicator("IN"),
                indicator("EMPLOYED", status=IN_WORK),
                indicator("YOUNG", age_to=29),
                indicator("OLD", age_from=55),
                indicator("SCHOOL", education=["isced_3_4"]),
                indicator("SMALL", counted="companies", size=["micro", "small"]),
                indicator("HEALTH", counted="elsewhere"),
                indicator("VALUE", counted="money"),
                indicator("QUALIFIED", "leaving", qualified=True),
                indicator(
                    "IMPROVED",
                    "later",
                    status=IN_WORK,
                    answers=[{"question": "change", "any_of": ["stable", "promoted"]}],
                ),
            ],
        }
    ]
}
CHANGES = ("stable", "promoted", "higher_pay", "nothing")


def question(code: str, kind: str, *choices: str) -> dict[str, Any]:
    told = [{"code": one, "sv": one, "en": one} for one in choices]
    return {"code": code, "kind": kind, "sv": f"{code}?", "en": f"{code}?", "choices": told}


def questions(moment: str, version: int, *asked: dict[str, Any], since: date = BEGINS) -> Any:
    told = {"moment": moment, "version": version, "from": since, "source": "exempel"}
    return {**told, "questions": list(asked)}


QUESTIONS = {
    "questionnaires": [
        questions("leaving", 1, question("situation", "one", "employed", "job_seeker")),
        questions(
            "later",
            1,
            question("situation", "one", "employed", "job_seeker"),
            question("change", "many", *CHANGES),
        ),
    ]
}
LEFT_ON = date(2026, 4, 30)


class Measured(Funded):
    """A programme of ten people that is measured by the sample set."""

    def __init__(self) -> None:
        super().__init__()
        services.import_indicators(package=SETS, **self.acting)
        services.import_questionnaires(package=QUESTIONS, **self.acting)
        self.grant = services.enter_grant(
            programme=self.programme,
            grant=services.Grant(BEGINS, people=10, women=4, men=6, amount_ore=1, source="B1"),
            **self.acting,
        )
        self.indicator_set = IndicatorSet.objects.get()
        services.choose_indicator_set(
            grant=self.grant, indicator_set=self.indicator_set, **self.acting
        )

    def left(self, number: str = "", on: date = LEFT_ON, **changed: Any) -> Participation:
        """Return somebody who has left the programme."""
        participation = self.enter(self.employee(number), **changed)
        return services.leave_programme(
            participation=participation, on=on, reason="completed", **self.acting
        )

    def answer(
        self, participation: Participation, moment: str, at: datetime, **answers: list[str]
    ) -> Any:
        return services.answer_follow_up(
            participation=participation, moment=moment, answers=answers, by=self.leader, at=at
        )
