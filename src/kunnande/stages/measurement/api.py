from datetime import datetime

from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from kunnande.stages.measurement import services
from kunnande.stages.measurement.queries import ScaleRow, list_scales
from kunnande.stages.parties.queries import SignedInRequest

router = Router(tags=["Measurement"])


class ScaleOut(Schema):
    code: str
    name: str
    ran_at: datetime
    sittings: int
    items: int
    found: int
    has_converged: bool
    deviation: float | None


class OrderedOut(Schema):
    owners: int


@router.get(
    "/calibrations",
    response=list[ScaleOut],
    summary="List the latest calibration of each area of my scheme",
)
@paginate
def list_calibrations(request: SignedInRequest) -> tuple[ScaleRow, ...]:
    return list_scales(request.viewer)


@router.post(
    "/calibrations",
    response={202: OrderedOut},
    summary="Have the items of my scheme calibrated in the background",
)
def order_calibration(request: SignedInRequest) -> Status[OrderedOut]:
    owners = services.order_calibration(by=request.user, at=timezone.now())
    return Status(202, OrderedOut(owners=owners))
