"""Plan who is tested where and when, which courses run, and what happens when people leave."""

from .assignment import JobPlan, Jobs, assign_jobs, read_jobs
from .sessions import (
    Habit,
    Instance,
    Plan,
    SessionCheck,
    book_in_turn,
    check_sessions,
    example_instance,
    independent_parts,
    joined,
    plan_sessions,
    read_instance,
    read_plan,
    write_plan,
)
from .values import ImproperInstanceError, Progress, SolverError, Watch, gap

__all__ = [
    "Habit",
    "ImproperInstanceError",
    "Instance",
    "JobPlan",
    "Jobs",
    "Plan",
    "Progress",
    "SessionCheck",
    "SolverError",
    "Watch",
    "assign_jobs",
    "book_in_turn",
    "check_sessions",
    "example_instance",
    "gap",
    "independent_parts",
    "joined",
    "plan_sessions",
    "read_instance",
    "read_jobs",
    "read_plan",
    "write_plan",
]
