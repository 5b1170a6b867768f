"""Whether a practical assessment may be held at a centre, by some assessors, on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunnande.stages.centres.queries import StaffKind
from kunnande.stages.centres.services import refuse_unaccredited, refuse_unauthorised

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kunnande.stages.parties.queries import User


def refuse_delivery(
    assessors: Iterable[User], *, centre_id: int, product_id: int, on: date
) -> None:
    """Refuse where the centre or an assessor may not assess for a product on a day.

    Raises NotAccreditedError, NotAuthorisedError.
    """
    refuse_unaccredited(centre_id=centre_id, product_id=product_id, on=on)
    for assessor in assessors:
        refuse_unauthorised(
            user_id=assessor.pk,
            product_id=product_id,
            kind=StaffKind.ASSESSOR,
            centre_id=centre_id,
            on=on,
        )
