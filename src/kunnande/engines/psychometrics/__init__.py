"""Measure what people can: calibrate items, score people, and say how sure that is."""

from .beta_scores import TrueScores, livingston_lewis, true_scores
from .calibration import Calibration, calibrate
from .conditional import ConditionalCalibration, calibrate_conditionally
from .decisions import (
    Decisions,
    Grid,
    ImproperCutError,
    chance_of_error,
    lee,
    normal_grid,
    rudner,
    rudner_of_people,
)
from .dif import Dif, DifMethod, GroupsTooSmallError, detect_dif
from .information import bank_information, item_information
from .item_fit import ItemFit, item_fit
from .linking import ImproperLinkError, Link, mean_sigma
from .maximisation import GuessingPrior
from .model_fit import ModelFit, model_fit
from .person_fit import PersonFit, person_fit
from .quadrature import Latent
from .reliability import (
    Alpha,
    Omega,
    alpha,
    empirical_reliability,
    marginal_reliability,
    omega,
)
from .scoring import Abilities, Method, Prior, score
from .splitting import SplitTest, andersen_test
from .standard_errors import ItemErrors, LatentErrors, item_errors, latent_errors
from .starting import Status
from .values import (
    MISSING,
    Bank,
    ImproperItemError,
    ImproperResponsesError,
    Item,
    Model,
    Responses,
    bank_of,
    items_of,
    responses_of,
)

__all__ = [
    "MISSING",
    "Abilities",
    "Alpha",
    "Bank",
    "Calibration",
    "ConditionalCalibration",
    "Decisions",
    "Dif",
    "DifMethod",
    "Grid",
    "GroupsTooSmallError",
    "GuessingPrior",
    "ImproperCutError",
    "ImproperItemError",
    "ImproperLinkError",
    "ImproperResponsesError",
    "Item",
    "ItemErrors",
    "ItemFit",
    "Latent",
    "LatentErrors",
    "Link",
    "Method",
    "Model",
    "ModelFit",
    "Omega",
    "PersonFit",
    "Prior",
    "Responses",
    "SplitTest",
    "Status",
    "TrueScores",
    "alpha",
    "andersen_test",
    "bank_information",
    "bank_of",
    "calibrate",
    "calibrate_conditionally",
    "chance_of_error",
    "detect_dif",
    "empirical_reliability",
    "item_errors",
    "item_fit",
    "item_information",
    "items_of",
    "latent_errors",
    "lee",
    "livingston_lewis",
    "marginal_reliability",
    "mean_sigma",
    "model_fit",
    "normal_grid",
    "omega",
    "person_fit",
    "responses_of",
    "rudner",
    "rudner_of_people",
    "score",
    "true_scores",
]
