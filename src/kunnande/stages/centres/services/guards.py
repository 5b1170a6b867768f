"""What stops whoever is not accredited or authorised on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kunnande.stages.centres import queries
from kunnande.stages.centres.models import StaffKind
from kunnande.stages.centres.queries.standing import is_stopped
from kunnande.stages.centres.services.refusals import RefusalError

if TYPE_CHECKING:
    from datetime import date


class NotAccreditedError(RefusalError, PermissionError):
    """The centre is not accredited for the product on the day."""


class NotAuthorisedError(RefusalError, PermissionError):
    """The person is not authorised for the product at the centre on the day."""


class CentreStoppedError(RefusalError, PermissionError):
    """The centre's accreditation is suspended or withdrawn on the day."""


def refuse_stopped(*, centre_id: int, product_id: int, on: date) -> None:
    """Refuse what rests on a centre that is suspended or withdrawn. Raises CentreStoppedError."""
    if is_stopped(centre_id, product_id, on=on):
        raise CentreStoppedError(
            _(
                "Testcentret där provet gjordes är vilande eller har förlorat sin ackreditering. "
                "Vänta tills modellägaren har gett besked."
            )
        )


def refuse_unaccredited(*, centre_id: int, product_id: int, on: date) -> None:
    """Refuse what a centre may not do on a day. Raises NotAccreditedError."""
    if not queries.is_accredited(centre_id, product_id, on=on):
        raise NotAccreditedError(
            _("Testcentret är inte ackrediterat för det här den dagen. Välj ett annat testcenter.")
        )


def refuse_unauthorised(
    *, user_id: int, product_id: int, kind: str, centre_id: int, on: date
) -> None:
    """Refuse what somebody may not do on a day. Raises NotAuthorisedError."""
    if queries.is_authorised(user_id, product_id, kind=kind, centre_id=centre_id, on=on):
        return
    if kind == StaffKind.ASSESSOR:
        raise NotAuthorisedError(
            _("Bedömaren saknar behörighet för det här på testcentret den dagen. Välj en annan.")
        )
    raise NotAuthorisedError(
        _("Provledaren saknar behörighet för det här på testcentret den dagen. Välj en annan.")
    )
