"""Read, show and score QTI 3.0 items. Values in, values out; the key stays on the server."""

from .answers import UnknownResponseError, read_responses
from .archives import UnreadablePackageError
from .checking import Report, check_item
from .declarations import OutcomeDeclaration, ResponseDeclaration, UndeliverableItemError
from .documents import UnreadableItemError
from .items import Item, read_item, read_scorable_item
from .limits import find_broken_limits
from .packages import Package, PackagedItem, read_package, write_package
from .scoring import ENGINE_VERSION, Score, correct_responses, score
from .stimuli import Stimulus, read_stimulus
from .values import Response
from .views import CandidateView, Companions, Field, show
from .writing import upgrade

__all__ = [
    "ENGINE_VERSION",
    "CandidateView",
    "Companions",
    "Field",
    "Item",
    "OutcomeDeclaration",
    "Package",
    "PackagedItem",
    "Report",
    "Response",
    "ResponseDeclaration",
    "Score",
    "Stimulus",
    "UndeliverableItemError",
    "UnknownResponseError",
    "UnreadableItemError",
    "UnreadablePackageError",
    "check_item",
    "correct_responses",
    "find_broken_limits",
    "read_item",
    "read_package",
    "read_responses",
    "read_scorable_item",
    "read_stimulus",
    "score",
    "show",
    "upgrade",
    "write_package",
]
