"""What somebody who leaves takes along, as paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kunnande.engines.documents import typeset
from kunnande.stages.development import services
from kunnande.stages.development.queries.plans import Means
from kunnande.stages.development.web.forms import HandOverForm
from kunnande.stages.parties.queries import Organisation, get_person, list_employers_of

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.development.queries import Proven, Suggestion
    from kunnande.stages.development.services import HandOverPackage
    from kunnande.stages.parties.queries import SignedInRequest


@require_http_methods(["GET", "POST"])
@never_cache
def hand_over(request: SignedInRequest) -> HttpResponse:
    now = timezone.localtime()
    person_id = request.viewer.person_id or 0
    employers = [one.pk for one in list_employers_of(person_id, on=now.date())]
    companies = Organisation.objects.filter(pk__in=employers).order_by("name")
    form = HandOverForm(request.POST or None, companies=companies)
    if request.method == "POST" and form.is_valid():
        package = services.make_hand_over(
            person=get_person(person_id),
            recipient=form.cleaned_data["recipient"],
            company=form.cleaned_data["company"],
            by=request.user,
            at=now,
        )
        return _as_pdf(print_hand_over(package, name=str(request.user), at=now))
    return render(request, "development/hand_over.html", {"form": form})


def print_hand_over(package: HandOverPackage, *, name: str, at: datetime) -> bytes:
    """Return the hand-over as paper, in the active language."""
    title = _("Överlämning för %(name)s") % {"name": name}
    facts = {
        "language": get_language(),
        "title": title,
        "holder": name,
        "recipient": package.recipient,
        "made": _("Gjord %(day)s") % {"day": date_format(package.made_on, "j F Y")},
        "company": package.company,
        "proven": [_proven(one) for one in package.proven],
        "remaining": [_remaining(one) for one in package.remaining],
        "number": f"{package.hand_over.pk}, {package.hand_over.sha256[:16]}",
    }
    return typeset(render_to_string("development/hand_over.typ"), facts, at=at)


def _proven(one: Proven) -> dict[str, str]:
    until = (
        _("gäller till %(day)s") % {"day": date_format(one.valid_until, "j F Y")}
        if one.valid_until
        else ""
    )
    shown = date_format(one.shown_on, "j F Y")
    level = _("nivå %(level)s") % {"level": one.level}
    return {
        "name": one.area,
        "detail": ", ".join(filter(None, [level, one.kind, shown, one.place, until])),
    }


def _remaining(one: Suggestion) -> dict[str, str]:
    asked = _("Rollen kräver nivå %(required)s, visat är nivå %(shown)s.") % {
        "required": one.gap.required_level,
        "shown": one.gap.shown_level,
    }
    closes = _("Kan stängas med: %(means)s.") % {"means": str(Means(one.means).label).lower()}
    return {"name": one.gap.name, "detail": f"{asked} {closes}"}


def _as_pdf(printed: bytes) -> HttpResponse:
    response = HttpResponse(printed, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="overlamning.pdf"'
    response["Content-Language"] = get_language() or "sv"
    return response
