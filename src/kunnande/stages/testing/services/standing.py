"""Whether a test may be held at a centre, led by somebody, on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.centres.queries import StaffKind
from kunnande.stages.centres.services import refuse_unaccredited, refuse_unauthorised

if TYPE_CHECKING:
    from datetime import date


def refuse_delivery(*, centre_id: int, product_id: int, leader_id: int, on: date) -> None:
    """Refuse where the centre or the test leader may not hold tests of a product on a day.

    Raises NotAccreditedError, NotAuthorisedError.
    """
    refuse_unaccredited(centre_id=centre_id, product_id=product_id, on=on)
    refuse_unauthorised(
        user_id=leader_id,
        product_id=product_id,
        kind=StaffKind.TEST_LEADER,
        centre_id=centre_id,
        on=on,
    )
