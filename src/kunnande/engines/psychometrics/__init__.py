"""Measure what people can: calibrate items, score people, and say how sure that is."""

from .adaptive import AdaptiveTest, ImproperLogError, Position, check_log, next_position
from .adaptive_rules import ImproperPlanError, Plan, Quota, StopRule
from .adaptive_simulation import Runs, Summary, control_exposure, simulate, summarise
from .agreement import (
    Intraclass,
    KappaWeights,
    Pair,
    complete_means,
    intraclass,
    kappa,
    pairs_of_raters,
)
from .assembly import Aim, Assembly, Goal, Result, assemble
from .assembly_conflict import Conflict
from .assembly_rules import Amount, Blueprint, Group, ImproperBlueprintError, Sets
from .assembly_solver import SolverError
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
from .linking import Drift, ImproperLinkError, Link, LinkMethod, drift, link, mean_sigma
from .maximisation import GuessingPrior
from .model_fit import ModelFit, model_fit
from .person_fit import PersonFit, person_fit
from .quadrature import Latent
from .rater_design import Ratings, Steps, ratings_of
from .raters import Contrast, MeanSquares, RaterCalibration, calibrate_raters, contrast
from .reliability import (
    Alpha,
    Omega,
    alpha,
    empirical_reliability,
    marginal_reliability,
    omega,
)
from .scoring import Abilities, Method, Prior, score
from .similarity import Alarms, Similarity, alarms, similarity
from .splitting import SplitTest, andersen_test
from .standard_errors import ItemErrors, LatentErrors, item_errors, latent_errors
from .standard_setting import (
    Booklet,
    Bookmarks,
    Panel,
    Place,
    Scales,
    ability_of_score,
    angoff,
    booklet,
    bookmarks,
    expected_score,
    scales_of_ability,
    scales_of_raw,
)
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
    "AdaptiveTest",
    "Aim",
    "Alarms",
    "Alpha",
    "Amount",
    "Assembly",
    "Bank",
    "Blueprint",
    "Booklet",
    "Bookmarks",
    "Calibration",
    "ConditionalCalibration",
    "Conflict",
    "Contrast",
    "Decisions",
    "Dif",
    "DifMethod",
    "Drift",
    "Goal",
    "Grid",
    "Group",
    "GroupsTooSmallError",
    "GuessingPrior",
    "ImproperBlueprintError",
    "ImproperCutError",
    "ImproperItemError",
    "ImproperLinkError",
    "ImproperLogError",
    "ImproperPlanError",
    "ImproperResponsesError",
    "Intraclass",
    "Item",
    "ItemErrors",
    "ItemFit",
    "KappaWeights",
    "Latent",
    "LatentErrors",
    "Link",
    "LinkMethod",
    "MeanSquares",
    "Method",
    "Model",
    "ModelFit",
    "Omega",
    "Pair",
    "Panel",
    "PersonFit",
    "Place",
    "Plan",
    "Position",
    "Prior",
    "Quota",
    "RaterCalibration",
    "Ratings",
    "Responses",
    "Result",
    "Runs",
    "Scales",
    "Sets",
    "Similarity",
    "SolverError",
    "SplitTest",
    "Status",
    "Steps",
    "StopRule",
    "Summary",
    "TrueScores",
    "ability_of_score",
    "alarms",
    "alpha",
    "andersen_test",
    "angoff",
    "assemble",
    "bank_information",
    "bank_of",
    "booklet",
    "bookmarks",
    "calibrate",
    "calibrate_conditionally",
    "calibrate_raters",
    "chance_of_error",
    "check_log",
    "complete_means",
    "contrast",
    "control_exposure",
    "detect_dif",
    "drift",
    "empirical_reliability",
    "expected_score",
    "intraclass",
    "item_errors",
    "item_fit",
    "item_information",
    "items_of",
    "kappa",
    "latent_errors",
    "lee",
    "link",
    "livingston_lewis",
    "marginal_reliability",
    "mean_sigma",
    "model_fit",
    "next_position",
    "normal_grid",
    "omega",
    "pairs_of_raters",
    "person_fit",
    "ratings_of",
    "responses_of",
    "rudner",
    "rudner_of_people",
    "scales_of_ability",
    "scales_of_raw",
    "score",
    "similarity",
    "simulate",
    "summarise",
    "true_scores",
]
