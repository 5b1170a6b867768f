from kunnande.stages.practice.models.assessments import (
    Assessment,
    AssessmentState,
    AssessorPart,
    Operation,
    OperationKind,
    PracticalAreaResult,
    PracticalTalk,
    Unlocking,
)
from kunnande.stages.practice.models.protocols import (
    Descriptor,
    PracticalCriterion,
    ProductProtocol,
    Protocol,
    ProtocolVersion,
    SafetyStop,
)

__all__ = [
    "Assessment",
    "AssessmentState",
    "AssessorPart",
    "Descriptor",
    "Operation",
    "OperationKind",
    "PracticalAreaResult",
    "PracticalCriterion",
    "PracticalTalk",
    "ProductProtocol",
    "Protocol",
    "ProtocolVersion",
    "SafetyStop",
    "Unlocking",
]
