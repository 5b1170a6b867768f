"""What an address of the API names, as far as whoever asks may have it."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from kunnande.stages.parties.queries import SignedInRequest
from kunnande.stages.programme.models import Participation, Programme
from kunnande.stages.programme.queries import participations_visible_to, programmes_visible_to
from kunnande.stages.programme.queries.grants import owns

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_MONTHS = 12


def programme_of(request: SignedInRequest, programme_id: int, *roles: str) -> Programme:
    """Return a programme whose owner the viewer acts for in one of the roles; else not found."""
    found = get_object_or_404(programmes_visible_to(request.viewer), pk=programme_id)
    if not owns(request.viewer, found, *roles):
        raise Http404
    return found


def participation_of(request: SignedInRequest, participation_id: int) -> Participation:
    return get_object_or_404(participations_visible_to(request.viewer), pk=participation_id)


def month_in_address(year: int, month: int) -> date:
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= _MONTHS):
        raise Http404
    return date(year, month, 1)
