"""Read, show and score QTI 3.0 items. Values in, values out; the key stays on the server."""

from .answers import UnknownResponseError, read_responses
from .archives import UnreadablePackageError
from .arrangement import Place, arrange
from .assessments import read_assessment
from .checking import Report, check_item
from .declarations import OutcomeDeclaration, ResponseDeclaration, UndeliverableItemError
from .documents import UnreadableItemError
from .grading import ItemResult, Sitting, find_next, grade, seconds_left
from .instructions import show_instructions, show_test_feedback
from .items import Item, read_item, read_scorable_item
from .limits import find_broken_limits
from .outlines import Assessment, ItemReference, list_references
from .packages import Package, PackagedItem, PackagedTest, read_package, write_package
from .scoring import ENGINE_VERSION, Score, correct_responses, score
from .stimuli import Stimulus, read_stimulus
from .values import Response
from .views import CandidateView, Companions, Field, show
from .writing import upgrade

__all__ = [
    "ENGINE_VERSION",
    "Assessment",
    "CandidateView",
    "Companions",
    "Field",
    "Item",
    "ItemReference",
    "ItemResult",
    "OutcomeDeclaration",
    "Package",
    "PackagedItem",
    "PackagedTest",
    "Place",
    "Report",
    "Response",
    "ResponseDeclaration",
    "Score",
    "Sitting",
    "Stimulus",
    "UndeliverableItemError",
    "UnknownResponseError",
    "UnreadableItemError",
    "UnreadablePackageError",
    "arrange",
    "check_item",
    "correct_responses",
    "find_broken_limits",
    "find_next",
    "grade",
    "list_references",
    "read_assessment",
    "read_item",
    "read_package",
    "read_responses",
    "read_scorable_item",
    "read_stimulus",
    "score",
    "seconds_left",
    "show",
    "show_instructions",
    "show_test_feedback",
    "upgrade",
    "write_package",
]
