from datetime import datetime

from django.db.models import QuerySet
from ninja import Router, Schema
from ninja.pagination import paginate

from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import SignedInRequest
from kunnande.stages.practice import queries
from kunnande.stages.practice.queries import ProtocolVersion

router = Router(tags=["Practical assessments"])


class ProtocolVersionOut(Schema):
    id: int
    code: str
    version: str
    name: str
    assessors_needed: int
    total_minutes: int
    published_at: datetime | None

    @staticmethod
    def resolve_code(version: ProtocolVersion) -> str:
        return version.protocol.code

    @staticmethod
    def resolve_name(version: ProtocolVersion) -> str:
        return localised(version, "name")


class DescribedCriterionOut(Schema):
    position: int
    name: str
    weight: int
    is_critical: bool
    area_codes: list[str]
    descriptors: list[tuple[int, str]]


class ReadProtocolOut(Schema):
    """A whole protocol: its criteria with what each score looks like, and its limits."""

    protocol: ProtocolVersionOut
    task: str
    stops: list[str]
    minimum_percent: int
    critical_minimum: int
    criteria: list[DescribedCriterionOut]


@router.get(
    "/practical-protocols", response=list[ProtocolVersionOut], summary="List my scheme's protocols"
)
@paginate
def list_protocol_versions(request: SignedInRequest) -> QuerySet[ProtocolVersion]:
    return queries.list_protocol_versions(request.viewer)


@router.get(
    "/practical-protocols/{int:protocol_version_id}",
    response=ReadProtocolOut,
    summary="Read one protocol",
)
def get_protocol_version(request: SignedInRequest, protocol_version_id: int) -> dict[str, object]:
    read = queries.get_protocol_version(protocol_version_id, request.viewer)
    return {
        "protocol": read.version,
        "task": localised(read.version, "task"),
        "stops": list(read.stops),
        "minimum_percent": read.limits.minimum_percent,
        "critical_minimum": read.limits.critical_minimum,
        "criteria": [
            {
                "position": row.position,
                "name": localised(row, "name"),
                "weight": row.weight,
                "is_critical": row.is_critical,
                "area_codes": row.area_codes,
                "descriptors": [
                    (text.score, localised(text, "text")) for text in row.descriptors.all()
                ],
            }
            for row in read.criteria
        ],
    }
