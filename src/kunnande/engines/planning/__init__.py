"""Plan who is tested where and when, which courses run, and what happens when people leave."""

from .assignment import JobPlan, Jobs, assign_jobs, read_jobs
from .values import ImproperInstanceError, Progress, SolverError, Watch, gap

__all__ = [
    "ImproperInstanceError",
    "JobPlan",
    "Jobs",
    "Progress",
    "SolverError",
    "Watch",
    "assign_jobs",
    "gap",
    "read_jobs",
]
