from datetime import date, datetime
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.pagination import paginate
from pydantic import AfterValidator, StringConstraints

from kunnande.stages.parties import services
from kunnande.stages.parties.queries import (
    AccessToken,
    EmployeeRow,
    Role,
    SignedInRequest,
    find_employee,
    get_person,
    list_employees as list_rows,
    list_organisation_rows,
    organisations_of,
    organisations_visible_to,
)

router = Router(tags=["Organisations and people"])


def _read_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError(str(error.message)) from error
    return text


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254),
    AfterValidator(_read_email),
    Field(json_schema_extra={"format": "email"}),
]


class ActingFor(Schema):
    role: str
    organisation_id: int


class Me(Schema):
    user_id: int
    person_id: int | None
    name: str
    acts_for: list[ActingFor]


class NameIn(Schema):
    given_name: Name
    family_name: Name


class LanguageIn(Schema):
    language: Literal["sv", "en"]


class EmailIn(Schema):
    email: Email


class TokenIn(Schema):
    name: Name
    scopes: list[str] = Field(min_length=1, max_length=50)
    days: Literal[services.TOKEN_DAYS]  # type: ignore[valid-type]


class TokenOut(Schema):
    id: int
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class IssuedTokenOut(Schema):
    """The secret is told this once."""

    token: TokenOut
    secret: str


class OrganisationOut(Schema):
    id: int
    kind: str
    name: str
    organisation_number: str
    municipality: str
    members: int
    invited: int


class EmployeeOut(Schema):
    person_id: int
    name: str
    team: str
    from_on: date
    has_account: bool
    is_invited: bool
    email: str


class ContactIn(Schema):
    given_name: Name
    family_name: Name
    email: Email


class EmployeeIn(ContactIn):
    team: str = Field("", max_length=100)
    identity_number: str = Field("", max_length=13)


class InvitationOut(Schema):
    """The link opens the account and is told this once; no e-mail is sent."""

    person_id: int
    email: str
    expires_at: datetime
    link: str


@router.get("/me", response=Me, summary="Say who is calling, and in which roles")
def get_me(request: SignedInRequest) -> Me:
    viewer = request.viewer
    return Me(
        user_id=viewer.user_id,
        person_id=viewer.person_id,
        name=str(request.user),
        acts_for=[
            ActingFor(role=role, organisation_id=organisation_id)
            for role in sorted(viewer.acts_for)
            for organisation_id in sorted(viewer.organisations(role))
        ],
    )


@router.put("/me/name", response=Me, summary="Let my own name read as I say")
def correct_name(request: SignedInRequest, name: NameIn) -> Me:
    person = services.correct_name(by=request.user, at=timezone.now(), **name.dict())
    request.user.person = person
    return get_me(request)


@router.put("/me/language", response={204: None}, summary="Choose the language of letters to me")
def choose_language(request: SignedInRequest, chosen: LanguageIn) -> None:
    services.choose_language(language=chosen.language, by=request.user, at=timezone.now())


@router.put(
    "/me/email",
    response={204: None},
    summary="Let my account open at another address; signed in only, not with a key",
)
def change_email(request: SignedInRequest, address: EmailIn) -> None:
    services.refuse_keys(user=request.user)
    services.change_email(email=address.email, by=request.user, at=timezone.now())


@router.get("/me/tokens", response=list[TokenOut], summary="List my keys for programs")
@paginate
def list_tokens(request: SignedInRequest) -> list[AccessToken]:
    return services.list_tokens(user=request.user)


@router.post(
    "/me/tokens",
    response={201: IssuedTokenOut},
    summary="Make a key for a program; signed in only, not with a key",
)
def make_token(request: SignedInRequest, token: TokenIn) -> services.IssuedToken:
    services.refuse_keys(user=request.user)
    return services.make_token(by=request.user, at=timezone.now(), **token.dict())


@router.delete(
    "/me/tokens/{int:token_id}",
    response={204: None},
    summary="Let a key open nothing more; signed in only, not with a key",
)
def revoke_token(request: SignedInRequest, token_id: int) -> None:
    services.refuse_keys(user=request.user)
    try:
        services.revoke_token(token_id=token_id, by=request.user, at=timezone.now())
    except services.UnknownTokenError as error:
        raise Http404 from error


@router.get(
    "/organisations", response=list[OrganisationOut], summary="List every organisation there is"
)
@paginate
def list_organisations(request: SignedInRequest) -> list[OrganisationOut]:
    return [
        OrganisationOut(
            id=row.organisation.pk,
            kind=row.organisation.kind,
            name=row.organisation.name,
            organisation_number=row.organisation.organisation_number,
            municipality=row.municipality,
            members=row.members,
            invited=row.invited,
        )
        for row in list_organisation_rows(at=timezone.now())
    ]


@router.post(
    "/organisations/{int:organisation_id}/contacts",
    response={201: InvitationOut},
    summary="Invite somebody to act for a company",
)
def invite_contact(
    request: SignedInRequest, organisation_id: int, contact: ContactIn
) -> InvitationOut:
    company = get_object_or_404(
        organisations_visible_to(request.viewer), pk=organisation_id, kind="company"
    )
    issued = services.invite_contact(
        organisation=company,
        role=Role.EMPLOYER,
        by=request.user,
        at=timezone.now(),
        **contact.dict(),
    )
    return _tell(request, issued)


@router.get(
    "/organisations/{int:organisation_id}/employees",
    response=list[EmployeeOut],
    summary="List the employees of today",
)
@paginate
def list_employees(request: SignedInRequest, organisation_id: int) -> list[EmployeeRow]:
    company = get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
    return list_rows(company, on=timezone.localdate())


@router.post(
    "/organisations/{int:organisation_id}/employees",
    response={201: InvitationOut},
    summary="Register, employ and invite somebody",
)
def invite_employee(
    request: SignedInRequest, organisation_id: int, employee: EmployeeIn
) -> InvitationOut:
    company = get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
    issued = services.invite_employee(
        organisation=company, by=request.user, at=timezone.now(), **employee.dict()
    )
    return _tell(request, issued)


@router.post(
    "/organisations/{int:organisation_id}/employees/{int:person_id}/invitation",
    response={201: InvitationOut},
    summary="Make a new link for an employee without an account; the earlier one stops working",
)
def renew_invitation(
    request: SignedInRequest, organisation_id: int, person_id: int
) -> InvitationOut:
    company = get_object_or_404(organisations_of(request.viewer, Role.EMPLOYER), pk=organisation_id)
    now = timezone.now()
    employee = find_employee(company, person_id, on=timezone.localdate(now))
    if employee is None or not employee.email or employee.has_account:
        raise Http404
    issued = services.invite(
        person=get_person(person_id),
        organisation=company,
        email=employee.email,
        by=request.user,
        at=now,
    )
    return _tell(request, issued)


def _tell(request: SignedInRequest, issued: services.IssuedInvitation) -> InvitationOut:
    invitation = issued.invitation
    return InvitationOut(
        person_id=invitation.person_id,
        email=invitation.email,
        expires_at=invitation.expires_at,
        link=request.build_absolute_uri(reverse("parties:invitation", args=[issued.token])),
    )
