import pytest

from kunnande.site.simulation.development import Wish
from kunnande.site.simulation.retakes import book_retakes
from kunnande.site.simulation.world import Company
from kunnande.stages.booking.models import Booking
from kunnande.stages.booking.tests.builders import a_session, a_site
from kunnande.stages.development.tests.retakes import COURSE_OVER, RETAKEN_ON, Returning
from kunnande.stages.parties.tests.builders import NOON, TODAY

pytestmark = pytest.mark.django_db


def test_whoever_has_gone_through_a_course_books_the_first_day_the_rule_allows():
    returning = Returning()
    returning.take_course()
    at_work = returning.get_employed(shares=True)
    site = a_site()
    a_session(site, on=TODAY.replace(day=30))
    a_session(site, on=RETAKEN_ON)
    company = Company(at_work.company, at_work.employer, ())

    booked = book_retakes([Wish(1, returning.person, company, NOON)] * 2, now=COURSE_OVER)

    assert booked == 1
    assert Booking.objects.get().starts_at.date() == RETAKEN_ON
