"""What an address names, if the viewer may have to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.urls import reverse

from kunnande.stages.parties.queries import Role, organisations_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from kunnande.stages.centres.models import Accreditation
    from kunnande.stages.parties.queries import Organisation, SignedInRequest, Viewer

    Found = TypeVar("Found")


def find(get: Callable[[int, Viewer], Found], number: int, request: SignedInRequest) -> Found:
    """Return what a query gets for the viewer, or say that the page is not there."""
    try:
        return get(number, request.viewer)
    except ObjectDoesNotExist as error:
        raise Http404 from error


def find_own_centre(request: SignedInRequest, organisation_id: int) -> Organisation:
    centre = organisations_of(request.viewer, Role.CENTRE_MANAGER).filter(pk=organisation_id)
    if found := centre.first():
        return found
    raise Http404


def address_of(accreditation: Accreditation) -> str:
    return reverse("centres:accreditation", args=[accreditation.pk])
