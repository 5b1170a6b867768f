"""Measure what people can: calibrate items, score people, and say how sure that is."""

from .calibration import Calibration, calibrate
from .conditional import ConditionalCalibration, calibrate_conditionally
from .dif import Dif, DifMethod, GroupsTooSmallError, detect_dif
from .information import bank_information, item_information
from .item_fit import ItemFit, item_fit
from .linking import ImproperLinkError, Link, mean_sigma
from .maximisation import GuessingPrior
from .model_fit import ModelFit, model_fit
from .person_fit import PersonFit, person_fit
from .quadrature import Latent
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
    "Bank",
    "Calibration",
    "ConditionalCalibration",
    "Dif",
    "DifMethod",
    "GroupsTooSmallError",
    "GuessingPrior",
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
    "PersonFit",
    "Prior",
    "Responses",
    "SplitTest",
    "Status",
    "andersen_test",
    "bank_information",
    "bank_of",
    "calibrate",
    "calibrate_conditionally",
    "detect_dif",
    "item_errors",
    "item_fit",
    "item_information",
    "items_of",
    "latent_errors",
    "mean_sigma",
    "model_fit",
    "person_fit",
    "responses_of",
    "score",
]
