from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Router, Schema

from kunnande.stages.parties import services
from kunnande.stages.parties.models import Employment, LabourSpell
from kunnande.stages.parties.queries import Role, SignedInRequest, organisations_of
from kunnande.stages.parties.queries.labour import find_employment, list_labour_spells_during

router = Router(tags=["Organisations and people"])
_EMPLOYEE = "/organisations/{int:organisation_id}/employees/{int:person_id}"


class LabourSpellIn(Schema):
    status: str = Field(max_length=24)
    percent: int | None = Field(None, ge=1, le=100)
    from_on: date
    to_on: date | None = None


class LabourSpellOut(Schema):
    id: int
    status: str
    percent: int | None
    from_on: date
    to_on: date | None


class OfSpell(Schema):
    organisation_id: int
    person_id: int
    spell_id: int


class LastDayIn(Schema):
    to_on: date


@router.get(
    f"{_EMPLOYEE}/labour-spells",
    response=list[LabourSpellOut],
    summary="List how an employee stands on the labour market, spell by spell",
)
def list_labour_spells(
    request: SignedInRequest, organisation_id: int, person_id: int
) -> list[LabourSpell]:
    return list_labour_spells_during(_own_employment(request, organisation_id, person_id))


@router.post(
    f"{_EMPLOYEE}/labour-spells",
    response={201: LabourSpellOut},
    summary="Enter a spell beside those that hold",
)
def begin_labour_spell(
    request: SignedInRequest, organisation_id: int, person_id: int, told: LabourSpellIn
) -> LabourSpell:
    employment = _own_employment(request, organisation_id, person_id)
    return services.begin_labour_spell(
        person=employment.person, by=request.user, at=timezone.now(), **told.dict()
    )


@router.put(
    f"{_EMPLOYEE}/labour-spells/{{int:spell_id}}/last-day",
    response=LabourSpellOut,
    summary="Set the last day of a spell",
)
def end_labour_spell(
    request: SignedInRequest, spell: Path[OfSpell], last: LastDayIn
) -> LabourSpell:
    employment = _own_employment(request, spell.organisation_id, spell.person_id)
    for found in list_labour_spells_during(employment):
        if found.pk == spell.spell_id:
            return services.end_labour_spell(
                spell=found, to_on=last.to_on, by=request.user, at=timezone.now()
            )
    raise Http404


@router.put(
    f"{_EMPLOYEE}/last-day",
    response={204: None},
    summary="Set the last day of an employment; the person keeps their results",
)
def end_employment(
    request: SignedInRequest, organisation_id: int, person_id: int, last: LastDayIn
) -> None:
    services.end_employment(
        employment=_own_employment(request, organisation_id, person_id),
        to_on=last.to_on,
        by=request.user,
        at=timezone.now(),
    )


def _own_employment(request: SignedInRequest, organisation_id: int, person_id: int) -> Employment:
    company = get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
    found = find_employment(person_id, company.pk, on=timezone.localdate())
    if found is None:
        raise Http404
    return found
