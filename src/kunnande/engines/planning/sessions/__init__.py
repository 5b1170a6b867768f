"""Test sessions: who is tested where and when, by whom."""

from .checking import SessionCheck, check_sessions
from .examples import example_instance
from .planning import Habit, book_in_turn, plan_sessions
from .reading import read_instance, read_plan, write_plan
from .reasons import Lack, Obstacle, Placement, explain
from .regions import independent_parts, joined
from .replanning import Cause, Move, Replanned, replan
from .values import Duty, Half, Instance, Missing, Plan, Sitting, Visit

__all__ = [
    "Cause",
    "Duty",
    "Habit",
    "Half",
    "Instance",
    "Lack",
    "Missing",
    "Move",
    "Obstacle",
    "Placement",
    "Plan",
    "Replanned",
    "SessionCheck",
    "Sitting",
    "Visit",
    "book_in_turn",
    "check_sessions",
    "example_instance",
    "explain",
    "independent_parts",
    "joined",
    "plan_sessions",
    "read_instance",
    "read_plan",
    "replan",
    "write_plan",
]
