"""Workforce: who stays, what stops when few leave, and the cheapest training against it."""

from .examples import example_company
from .projection import (
    Projection,
    how_many_stay,
    leaves_within,
    project,
    shortage_probability,
)
from .robustness import (
    BusFactor,
    Trainings,
    area_bus_factors,
    cheapest_trainings,
    company_bus_factor,
    role_bus_factors,
)
from .values import Company, Flows, Shock, read_company

__all__ = [
    "BusFactor",
    "Company",
    "Flows",
    "Projection",
    "Shock",
    "Trainings",
    "area_bus_factors",
    "cheapest_trainings",
    "company_bus_factor",
    "example_company",
    "how_many_stay",
    "leaves_within",
    "project",
    "read_company",
    "role_bus_factors",
    "shortage_probability",
]
