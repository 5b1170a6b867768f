"""A test centre's session, written as a row: what may be opened is for the room's own tests."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kunnande.stages.booking.models import Session

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.framework.queries import Product

    from .stories import Side


def session_at(side: Side, product: Product, starts_at: datetime) -> Session:
    """Return a session of a side's centre, held at its company."""
    return Session.objects.create(
        centre=side.centre,
        at_company=side.company,
        product=product,
        kind="theory",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        language="sv",
        test_leader=side.test_leader,
        opened_at=starts_at - timedelta(days=1),
    )
