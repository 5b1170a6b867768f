from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kunnande.stages.centres import queries, services
from kunnande.stages.centres.queries import EndReason, StaffKind
from kunnande.stages.centres.web.asking import Question, ask
from kunnande.stages.centres.web.finding import find
from kunnande.stages.centres.web.forms import date_field
from kunnande.stages.centres.web.overview import PAGE_ROWS
from kunnande.stages.framework.queries import localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.http import HttpResponse

    from kunnande.stages.framework.queries import Product
    from kunnande.stages.parties.queries import Organisation, SignedInRequest, User


class AuthoriseForm(forms.Form):
    """Somebody at the centre, as what, for which product, between which days and why."""

    from_on = date_field(gettext_lazy("Från och med"))
    to_on = date_field(gettext_lazy("Till och med"))
    grounds = forms.CharField(
        label=gettext_lazy("Grund"),
        help_text=gettext_lazy("Vilken utbildning eller erfarenhet behörigheten vilar på."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        staff: Sequence[tuple[str, User]],
        products: Iterable[Product],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {f"{kind}:{user.pk}": (kind, user) for kind, user in staff}
        self.products = {product.pk: product for product in products}
        people = [
            (key, f"{user}, {str(StaffKind(kind).label).lower()}")
            for key, (kind, user) in self.staff.items()
        ]
        names = [(pk, localised(product, "name")) for pk, product in self.products.items()]
        self.fields["who"] = forms.ChoiceField(
            label=_("Person"), choices=[("", _("Välj")), *people]
        )
        self.fields["product"] = forms.TypedChoiceField(
            label=_("Validering"), choices=[("", _("Välj")), *names], coerce=int
        )
        self.order_fields(["who", "product"])

    def read_mandate(self, centre: Organisation) -> tuple[User, services.Mandate]:
        told = self.cleaned_data
        kind, user = self.staff[told["who"]]
        return user, services.Mandate(
            product=self.products[told["product"]],
            kind=kind,
            centre=centre,
            from_on=told["from_on"],
            to_on=told["to_on"],
            grounds=told["grounds"],
        )


class EndForm(forms.Form):
    on = date_field(gettext_lazy("Första dagen utan behörighet"))
    reason = forms.ChoiceField(label=gettext_lazy("Skäl"), choices=EndReason.choices)


@require_safe
def authorisations(request: SignedInRequest) -> HttpResponse:
    rows = queries.list_authorisation_rows(request.viewer, on=timezone.localdate())
    context = {
        "page": Paginator(rows, PAGE_ROWS).get_page(request.GET.get("sida")),
        "holding": sum(row.holds for row in rows),
        "centres": queries.centres_of_scheme(request.viewer),
    }
    return render(request, "centres/authorisations.html", context)


@require_http_methods(["GET", "POST"])
def authorise(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    on = timezone.localdate()
    centre = queries.centres_of_scheme(request.viewer).filter(pk=organisation_id).first()
    if centre is None:
        raise Http404
    form = AuthoriseForm(
        request.POST or None,
        staff=queries.list_staff(centre, on=on),
        products=queries.list_products_of(request.viewer, on=on),
    )
    question = Question(
        heading=_("Ge behörighet"),
        kicker=centre.name,
        intro=_("Behörigheten gäller en validering, på ett testcenter, mellan två dagar."),
        button=_("Ge behörighet"),
        done=_("Behörigheten är given."),
        back=reverse("centres:authorisations"),
    )

    def give(*, by: User, at: datetime, **_told: object) -> None:
        user, mandate = form.read_mandate(centre)
        services.authorise_staff(user=user, mandate=mandate, by=by, at=at)

    return ask(request, question, form, give)


@require_http_methods(["GET", "POST"])
def end_authorisation(request: SignedInRequest, authorisation_id: int) -> HttpResponse:
    held = find(queries.get_authorisation_to_end, authorisation_id, request)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    question = Question(
        heading=_("Avsluta behörigheten"),
        kicker=f"{held.user}, {held.centre.name}",
        intro=_(
            "Från den dagen kan personen inte leda prov eller bedöma. Det som är gjort gäller."
        ),
        button=_("Avsluta"),
        done=_("Behörigheten är avslutad."),
        back=reverse("centres:authorisations"),
        stops=True,
    )
    return ask(
        request,
        question,
        form,
        partial(services.end_authorisation, authorisation=held),
    )
