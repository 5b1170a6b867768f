"""A person's own links: what they show to whom, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kunnande.site.home.shared import list_shareable
from kunnande.site.templatetags.kunnande import day
from kunnande.stages.credentials.queries import list_certificates_of
from kunnande.stages.disclosure import services
from kunnande.stages.disclosure.queries import list_shares
from kunnande.stages.framework.queries import list_latest_versions, localised
from kunnande.stages.parties.queries import get_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.http import HttpResponse

    from kunnande.stages.disclosure.queries import Share
    from kunnande.stages.parties.queries import Person, SignedInRequest

_KEY = "issued_share"
_USUAL_DAYS = 30
AREA, CERTIFICATE = "area", "certificate"
Choice = tuple[str, str]


@dataclass(frozen=True)
class ShareRow:
    """A link in the person's list: what it shows, in words, and whether it is open."""

    share: Share
    shows: tuple[str, ...]
    is_open: bool


class ShareForm(forms.Form):
    recipient = forms.CharField(
        label=gettext_lazy("Vem är länken till?"),
        max_length=200,
        help_text=gettext_lazy("Till exempel ett företag. Den som öppnar länken ser det här."),
    )
    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Vad ska länken visa?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Bara det du kryssar för syns."),
    )
    last_on = forms.DateField(
        label=gettext_lazy("Sista dag"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Därefter visar länken ingenting. Du kan dra tillbaka den förr."),
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def list_chosen(self) -> dict[str, Any]:
        """Return what was chosen as the service takes it."""
        pairs = [value.partition(":") for value in self.cleaned_data["chosen"]]
        return {
            "area_ids": [int(key) for kind, _colon, key in pairs if kind == AREA],
            "certificate_ids": [UUID(key) for kind, _colon, key in pairs if kind == CERTIFICATE],
            "recipient": self.cleaned_data["recipient"],
            "last_on": self.cleaned_data["last_on"],
        }


@require_safe
def shares(request: SignedInRequest) -> HttpResponse:
    person = _person(request)
    issued: dict[str, str] = request.session.pop(_KEY, {})
    rows = list_share_rows(person.pk, at=timezone.now())
    return render(request, "home/shares.html", {"rows": rows, "issued": issued})


@require_http_methods(["GET", "POST"])
def new_share(request: SignedInRequest) -> HttpResponse:
    now = timezone.localtime()
    person = _person(request)
    choices = list_choices(person.pk, at=now)
    usual = {"last_on": now.date() + timedelta(days=_USUAL_DAYS)}
    form = ShareForm(request.POST or None, choices=choices, initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            issued = services.make_share(
                person=person, by=request.user, at=now, **form.list_chosen()
            )
        except services.ImproperShareError as error:
            form.add_error(None, str(error))
        else:
            address = reverse("home:shared", args=[issued.token])
            request.session[_KEY] = {
                "link": request.build_absolute_uri(address),
                "recipient": issued.share.recipient,
            }
            return redirect("home:shares")
    context = {"form": form, "has_choices": bool(choices)}
    return render(request, "home/new_share.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_share(request: SignedInRequest, share_id: int) -> HttpResponse:
    try:
        services.withdraw_share(share_id=share_id, by=request.user, at=timezone.now())
    except services.UnknownShareError as error:
        raise Http404 from error
    messages.success(request, _("Länken är tillbakadragen. Den visar inget mer."))
    return redirect("home:shares")


def list_share_rows(person_id: int, *, at: datetime) -> list[ShareRow]:
    """Return a person's links with what each shows, in words."""
    found = list_shares(person_id)
    areas = _area_names(area_id for share in found for area_id in share.area_ids)
    certificates = _certificate_names(person_id, at) if _some_certificate(found) else {}
    today = timezone.localdate(at)
    return [
        ShareRow(
            share=share,
            shows=(
                *(certificates[key] for key in share.certificate_ids if key in certificates),
                *sorted(areas[key] for key in share.area_ids if key in areas),
            ),
            is_open=share.is_open_on(today),
        )
        for share in found
    ]


def list_choices(person_id: int, *, at: datetime) -> list[Choice]:
    """Return what somebody can show others today: certificates first, then areas."""
    names = _certificate_names(person_id, at)
    shown = list_shareable(person_id, on=timezone.localdate(at))
    named = _area_names(statement.area_id for statement in shown)
    areas = sorted((name, area_id) for area_id, name in named.items())
    return [
        *((f"{CERTIFICATE}:{key}", name) for key, name in names.items()),
        *((f"{AREA}:{area_id}", name) for name, area_id in areas),
    ]


def _area_names(area_ids: Iterable[int]) -> dict[int, str]:
    versions = list_latest_versions(area_ids)
    return {area_id: localised(version, "name") for area_id, version in versions.items()}


def _certificate_names(person_id: int, at: datetime) -> dict[UUID, str]:
    return {
        certificate.public_id: _("Bevis: %(name)s, %(day)s")
        % {"name": certificate.claims.name, "day": day(certificate.claims.issued_on)}
        for certificate in list_certificates_of(person_id, at=at)
        if certificate.claims
    }


def _some_certificate(found: Iterable[Share]) -> bool:
    return any(share.certificate_ids for share in found)


def _person(request: SignedInRequest) -> Person:
    if request.viewer.person_id is None:
        raise Http404
    return get_person(request.viewer.person_id)
