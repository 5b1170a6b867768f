from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kunnande.stages.booking.queries import Need, SessionKind
from kunnande.stages.booking.services import FARTHEST_KM, MOST_MINUTES, SessionPlan
from kunnande.stages.centres.queries import (
    SpokenLanguage,
    StaffKind,
    get_place,
    list_accredited_centres,
    list_authorised,
    list_machines,
    list_rooms,
)
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import (
    Municipality,
    OrganisationKind,
    get_organisation,
    list_organisations,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kunnande.stages.booking.queries import BookableRow
    from kunnande.stages.framework.queries import Product
    from kunnande.stages.parties.queries import Organisation, User

ARRANGED = [(value, words) for value, words in Need.choices if value != Need.EXTRA_TIME]


class NearForm(forms.Form):
    """From where, and in which language; asked in the address, so that a list can be sent on."""

    near = forms.ChoiceField(label=_("Närmast"), choices=Municipality.choices)
    language = forms.ChoiceField(
        label=_("Språk"), choices=[("", _("Alla")), *SpokenLanguage.choices], required=False
    )


class WaitForm(forms.Form):
    municipality_code = forms.ChoiceField(label=_("Från"), choices=Municipality.choices)
    within_km = forms.IntegerField(
        label=_("Högst så många kilometer bort"), min_value=1, max_value=FARTHEST_KM, initial=60
    )
    centre = forms.TypedChoiceField(
        label=_("Testcenter"),
        help_text=_("Väljer du ett testcenter gäller inte avståndet."),
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, product_id: int, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["centre"]
        if isinstance(field, forms.ChoiceField):
            cards = list_accredited_centres(product_id, on=on)
            named = [(card.centre_id, f"{card.name}, {card.municipality}") for card in cards]
            field.choices = [("", _("Vilket som helst")), *named]


class NeedsForm(forms.Form):
    """What one needs; every box that is empty is taken back."""

    kinds = forms.MultipleChoiceField(
        label=_("Jag behöver"),
        choices=ARRANGED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    minutes = forms.IntegerField(
        label=_("Längre tid, i minuter"),
        help_text=_("Lämna tomt om du inte behöver längre tid."),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
    )


class ShareForm(forms.Form):
    percent = forms.IntegerField(
        label=_("Så många procent av ett skift får vara borta samma dag"),
        min_value=1,
        max_value=100,
    )
    from_on = forms.DateField(
        label=_("Från och med"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class TimesForm(forms.Form):
    """Which test a company books for."""

    product = forms.TypedChoiceField(label=_("Validering"), coerce=int)
    kind = forms.ChoiceField(label=_("Sort"), choices=SessionKind.choices)

    def __init__(self, *args: Any, products: Iterable[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "product", [(p.pk, localised(p, "name")) for p in products])


class EmployeesForm(forms.Form):
    cases = forms.TypedMultipleChoiceField(
        label=_("Anställda"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, rows: Iterable[BookableRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.case.pk, f"{row.name}, {row.team}".rstrip(", ")) for row in rows]
        choose_among(self, "cases", choices)


class FillForm(forms.Form):
    seats = forms.IntegerField(label=_("Antal platser att erbjuda"), min_value=1)


class SessionForm(forms.Form):
    """A session at one centre, for one product and kind; the choices are what is there."""

    on = forms.DateField(
        label=_("Dag"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    starts = forms.TimeField(
        label=_("Börjar"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("Slutar"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.ChoiceField(label=_("Plats"))
    seats = forms.IntegerField(label=_("Antal platser"), min_value=1)
    leader = forms.TypedChoiceField(label=_("Leds av"), coerce=int)
    language = forms.ChoiceField(label=_("Språk"), choices=SpokenLanguage.choices)
    machines = forms.TypedMultipleChoiceField(
        label=_("Maskiner"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    meets = forms.MultipleChoiceField(
        label=_("Det här ordnar vi för den som behöver"),
        choices=ARRANGED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    extra_minutes = forms.IntegerField(
        label=_("Längre tid, i minuter, för den som behöver"),
        min_value=0,
        max_value=MOST_MINUTES,
        initial=0,
    )

    def __init__(
        self,
        *args: Any,
        centre: Organisation,
        product: Product,
        kind: str,
        on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.centre, self.product, self.kind = centre, product, kind
        is_theory = kind == SessionKind.THEORY
        as_kind = StaffKind.TEST_LEADER if is_theory else StaffKind.ASSESSOR
        self.staff: dict[int, User] = {
            user.pk: user
            for user in list_authorised(product.pk, kind=as_kind, centre_id=centre.pk, on=on)
        }
        self.rooms = {f"room-{room.pk}": room for room in list_rooms(centre.pk)}
        self.own_machines = {machine.pk: machine for machine in list_machines(centre.pk)}
        choose_among(self, "leader", [(pk, str(user)) for pk, user in self.staff.items()])
        choose_among(self, "machines", [(pk, m.name) for pk, m in self.own_machines.items()])
        choose_among(self, "place", self._places())
        offered = get_place(centre.pk).accessibility
        self.initial.setdefault("meets", [kind for kind in offered if kind in Need.values])

    def plan(self) -> SessionPlan:
        """Return what was filled in as what is to be opened."""
        given = self.cleaned_data
        room = self.rooms.get(given["place"])
        company_id = int(given["place"].removeprefix("company-")) if room is None else 0
        return SessionPlan(
            centre=self.centre,
            product=self.product,
            kind=self.kind,
            starts_at=timezone.make_aware(datetime.combine(given["on"], given["starts"])),
            ends_at=timezone.make_aware(datetime.combine(given["on"], given["ends"])),
            seats=given["seats"],
            leader=self.staff[given["leader"]],
            language=given["language"],
            room=room,
            at_company=None if room else get_organisation(company_id),
            machines=tuple(self.own_machines[pk] for pk in given["machines"]),
            meets=frozenset(given["meets"]),
            extra_minutes=given["extra_minutes"],
        )

    def _places(self) -> list[tuple[str, str]]:
        rooms = [(key, f"{room} ({room.seats})") for key, room in self.rooms.items()]
        if not get_place(self.centre.pk).travels:
            return rooms
        companies = list_organisations(OrganisationKind.COMPANY)
        return rooms + [(f"company-{company.pk}", company.name) for company in companies]


def choose_among(
    form: forms.Form, name: str, choices: list[tuple[int, str]] | list[tuple[str, str]]
) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
