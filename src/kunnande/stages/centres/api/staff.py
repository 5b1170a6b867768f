from django.http import Http404
from django.utils import timezone
from ninja import Router
from ninja.pagination import paginate

from kunnande.stages.centres import queries, services
from kunnande.stages.centres.api.place_schemas import (
    AuthorisationIn,
    AuthorisationOut,
    AuthorisationRowOut,
    EndIn,
)
from kunnande.stages.centres.queries import Authorisation, AuthorisationRow
from kunnande.stages.parties.queries import SignedInRequest

router = Router(tags=["Test centres"])


@router.get("/authorisations", response=list[AuthorisationRowOut], summary="List authorisations")
@paginate
def list_authorisations(request: SignedInRequest) -> list[AuthorisationRow]:
    return queries.list_authorisation_rows(request.viewer, on=timezone.localdate())


@router.post(
    "/centres/{int:centre_id}/authorisations",
    response={201: AuthorisationOut},
    summary="Authorise a test leader or an assessor",
)
def authorise_staff(
    request: SignedInRequest, centre_id: int, asked: AuthorisationIn
) -> Authorisation:
    now = timezone.now()
    on = timezone.localdate(now)
    centre = queries.centres_of_scheme(request.viewer).get(pk=centre_id)
    products = {p.pk: p for p in queries.list_products_of(request.viewer, on=on)}
    staff = {user.pk: user for _kind, user in queries.list_staff(centre, on=on)}
    if asked.product_id not in products or asked.user_id not in staff:
        raise Http404
    return services.authorise_staff(
        user=staff[asked.user_id],
        mandate=services.Mandate(
            product=products[asked.product_id],
            kind=asked.kind,
            centre=centre,
            from_on=asked.from_on,
            to_on=asked.to_on,
            grounds=asked.grounds,
        ),
        by=request.user,
        at=now,
    )


@router.post(
    "/authorisations/{int:authorisation_id}/end",
    response={204: None},
    summary="End an authorisation before its last day",
)
def end_authorisation(request: SignedInRequest, authorisation_id: int, end: EndIn) -> None:
    services.end_authorisation(
        authorisation=queries.get_authorisation_to_end(authorisation_id, request.viewer),
        on=end.on,
        reason=end.reason,
        by=request.user,
        at=timezone.now(),
    )
