"""Meet needs by choices that share limits, at the least cost, with a bound."""

from .choices import Choices, Chosen, Options, cost, holds, no_options, opened, unmet, used
from .generalised import JobPlan, Jobs, assign_jobs, choices_of, read_jobs
from .greedy import choose_greedily
from .parts import Part, resolve
from .relaxation import Relaxation, relax
from .solving import Assignment, assign

__all__ = [
    "Assignment",
    "Choices",
    "Chosen",
    "JobPlan",
    "Jobs",
    "Options",
    "Part",
    "Relaxation",
    "assign",
    "assign_jobs",
    "choices_of",
    "choose_greedily",
    "cost",
    "holds",
    "no_options",
    "opened",
    "read_jobs",
    "relax",
    "resolve",
    "unmet",
    "used",
]
