from dataclasses import fields
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router
from ninja.pagination import paginate

from kunnande.stages.parties.queries import Role, SignedInRequest, organisations_of
from kunnande.stages.programme import services
from kunnande.stages.programme.api.finding import month_in_address, participation_of, programme_of
from kunnande.stages.programme.api.schemas import (
    AttestationOut,
    CorrectMonthIn,
    Day,
    HourOut,
    HourProblemOut,
    MonthOut,
    MonthsPage,
    PartIn,
)
from kunnande.stages.programme.models import Attestation, Participation
from kunnande.stages.programme.queries import list_own_participations, participations_visible_to
from kunnande.stages.programme.queries.attesting import Month, list_months_of, took_part_in
from kunnande.stages.programme.queries.months import month_of, months_later

router = Router(tags=["Hours"])

_MONTH = "/participations/{int:participation_id}/months/{int:year}/{int:month}"


class MonthsIn(PartIn):
    """Which month, the one before this where none is named, and which people of it."""

    month_on: Day | None = None


@router.get(
    "/me/months", response=list[MonthOut], summary="List my own months of hours, the latest first"
)
@paginate
def list_own_months(request: SignedInRequest) -> list[MonthOut]:
    today = timezone.localdate()
    return [
        _month_out(month)
        for one in list_own_participations(request.viewer.person_id or 0)
        for month in list_months_of(one, until=today)
    ]


@router.get(_MONTH, response=MonthOut, summary="Read one person's month, hour by hour")
def show_month(request: SignedInRequest, participation_id: int, year: int, month: int) -> MonthOut:
    shown = services.show_month(
        participation=participation_of(request, participation_id),
        month_on=month_in_address(year, month),
        by=request.user,
        at=timezone.now(),
    )
    return _month_out(shown)


@router.put(
    f"{_MONTH}/signature",
    response=AttestationOut,
    summary="Sign my own month as its hours are entered now",
)
def sign_own_month(
    request: SignedInRequest, participation_id: int, year: int, month: int
) -> Attestation:
    return services.sign_own_month(
        participation=participation_of(request, participation_id),
        month_on=month_in_address(year, month),
        by=request.user,
        at=timezone.now(),
    )


@router.put(
    f"{_MONTH}/lock",
    response=AttestationOut,
    summary="Sign for the company what the person has signed; the month is locked",
)
def lock_month(
    request: SignedInRequest, participation_id: int, year: int, month: int
) -> Attestation:
    return services.lock_month(
        participation=participation_of(request, participation_id),
        month_on=month_in_address(year, month),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    f"{_MONTH}/corrections",
    response={201: AttestationOut},
    summary="Open a locked month for correction; it holds until the correction is locked",
)
def open_correction(
    request: SignedInRequest,
    participation_id: int,
    *,
    year: int,
    month: int,
    sent: CorrectMonthIn,
) -> Attestation:
    return services.open_correction(
        participation=participation_of(request, participation_id),
        month_on=month_in_address(year, month),
        reason=sent.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/organisations/{int:organisation_id}/months",
    response=MonthsPage,
    summary="Read one month of my company's people; each of them can see that it was read",
)
def list_staff_months(
    request: SignedInRequest, organisation_id: int, asked: Query[MonthsIn]
) -> MonthsPage:
    own = organisations_of(request.viewer, Role.EMPLOYER)
    company = get_object_or_404(own, pk=organisation_id)
    visible = participations_visible_to(request.viewer)
    return _months_of(request, visible.filter(company=company), asked)


@router.get(
    "/programmes/{int:programme_id}/months",
    response=MonthsPage,
    summary="Read one month of a programme's people; each of them can see that it was read",
)
def list_programme_months(
    request: SignedInRequest, programme_id: int, asked: Query[MonthsIn]
) -> MonthsPage:
    programme = programme_of(request, programme_id, Role.PROGRAMME_OWNER, Role.ECONOMIST)
    visible = participations_visible_to(request.viewer)
    return _months_of(request, visible.filter(programme=programme), asked)


def _months_of(
    request: SignedInRequest, rows: QuerySet[Participation], asked: MonthsIn
) -> MonthsPage:
    month_on = _month_or_last(asked.month_on)
    taking_part = rows.filter(took_part_in(month_on))
    months = services.show_months(
        participations=list(taking_part[asked.offset : asked.offset + asked.limit]),
        month_on=month_on,
        by=request.user,
        at=timezone.now(),
    )
    return MonthsPage(items=[_month_out(one) for one in months], count=taking_part.count())


def _month_or_last(day: date | None) -> date:
    return month_of(day) if day else months_later(month_of(timezone.localdate()), -1)


def _month_out(month: Month) -> MonthOut:
    names = ("month_on", "minutes", "counting_minutes", "has_changed")
    return MonthOut(
        **{name: getattr(month, name) for name in names},
        participation_id=month.participation.pk,
        is_locked=month.locked is not None,
        waits_for_person=month.waits_for_person,
        waits_for_company=month.waits_for_company,
        rows=[HourOut(**_values_of(one)) for one in month.rows],
        problems=[HourProblemOut(**_values_of(one)) for one in month.problems],
    )


def _values_of(one: Any) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one)}
