"""A stop begins or ends, and what it means is passed on."""

from datetime import timedelta

from kunnande.site import journey
from kunnande.stages.booking.tests.builders import NEXT_WEEK, minutes
from kunnande.stages.centres import services as centres
from kunnande.stages.parties.tests.builders import NOON, a_service_user

LATER = minutes(5)
FORTNIGHT = NEXT_WEEK + timedelta(days=7)


def suspend(accreditation, owner, *, on=NEXT_WEEK):
    centres.suspend_accreditation(
        accreditation=accreditation, from_on=on, reason="other", by=owner, at=NOON
    )


def lift(accreditation, owner, *, last):
    centres.lift_suspension(accreditation=accreditation, to_on=last, by=owner, at=NOON)


def pass_on(at=LATER):
    return journey.pass_on(by=a_service_user(), at=at)
