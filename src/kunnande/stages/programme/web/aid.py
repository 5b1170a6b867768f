"""State aid of one company: declared, given, what is left, and the letter of each grant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kunnande.engines.documents import typeset
from kunnande.stages.parties.services import ImproperOrganisationNumberError
from kunnande.stages.programme import services
from kunnande.stages.programme.models import AidGrant
from kunnande.stages.programme.queries import NoRuleError, engagements_visible_to
from kunnande.stages.programme.queries.aid import get_headroom, list_aid
from kunnande.stages.programme.queries.grants import owns
from kunnande.stages.programme.web.money import WRITES
from kunnande.stages.programme.web.money_forms import BenefitForm, DeclarationForm
from kunnande.stages.programme.web.paging import page_of

if TYPE_CHECKING:
    from django.forms import Form

    from kunnande.stages.parties.queries import SignedInRequest
    from kunnande.stages.programme.models import Engagement

# Two forms of one page ask for the same words.
_BESIDE = "intyg_%s"


@require_http_methods(["GET", "POST"])
def aid(request: SignedInRequest, engagement_id: int) -> HttpResponse:
    engagement = _own(request, engagement_id)
    form = BenefitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.grant_aid(
                engagement=engagement, benefit=form.benefit(), by=request.user, at=timezone.now()
            )
        except (
            services.OutsideProgrammeError,
            services.ClosedCompanyError,
            services.ImproperAidError,
            services.NoDeclarationError,
            services.NoHeadroomError,
            NoRuleError,
        ) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Stödet är inskrivet. Brevet till företaget finns nedan."))
            return redirect("programme:aid", engagement_id)
    return _page(request, engagement, form=form, declaration_form=DeclarationForm(auto_id=_BESIDE))


@require_POST
def declare(request: SignedInRequest, engagement_id: int) -> HttpResponse:
    engagement = _own(request, engagement_id)
    form = DeclarationForm(request.POST, auto_id=_BESIDE)
    if form.is_valid():
        try:
            services.declare_aid(
                company=engagement.company,
                declaration=form.declaration(),
                by=request.user,
                at=timezone.now(),
            )
        except (services.ImproperDeclarationError, ImproperOrganisationNumberError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Intyget är inskrivet."))
            return redirect("programme:aid", engagement_id)
    return _page(request, engagement, form=BenefitForm(), declaration_form=form)


@require_safe
def aid_letter(request: SignedInRequest, aid_id: int) -> HttpResponse:
    rows = AidGrant.objects.select_related(
        "engagement__company", "engagement__programme__owner", "exchange", "granted_by__person"
    )
    given = get_object_or_404(rows, pk=aid_id)
    _own(request, given.engagement_id)
    headers = {"Content-Disposition": f'attachment; filename="stod-{given.pk}.pdf"'}
    return HttpResponse(print_letter(given), content_type="application/pdf", headers=headers)


def print_letter(given: AidGrant) -> bytes:
    """Return the letter that tells a company what it was given, in the active language."""
    engagement = given.engagement
    euro = f"{given.value_euro:.2f}".replace(".", ",")
    kronor = f"{given.value_kronor:.2f}".replace(".", ",")
    pairs = [
        (_("Företag"), engagement.company.name),
        (_("Organisationsnummer"), engagement.company.organisation_number),
        (_("Grund"), given.get_basis_display()),
        (_("Vad stödet är"), given.words),
        (_("Rätt till stödet från"), date_format(given.granted_on, "Y-m-d")),
        (_("Värde i kronor"), kronor),
        (_("Värde i euro"), euro),
        (_("Kurs"), f"{given.exchange.amount / 100:.2f} SEK = 100 EUR. {given.exchange.source}"),
    ]
    if given.percent is not None:
        pairs.append((_("Högst så stor del av kostnaden"), f"{given.percent} %"))
    facts = {
        "language": get_language() or "sv",
        "title": _("Beslut om stöd"),
        "programme": engagement.programme.name,
        "owner": engagement.programme.owner.name,
        "pairs": [list(pair) for pair in pairs],
        "signed": f"{given.granted_by}, {date_format(given.granted_at, 'Y-m-d')}",
    }
    return typeset(render_to_string("programme/aid_letter.typ"), facts, at=given.granted_at)


def _page(
    request: SignedInRequest, engagement: Engagement, *, form: Form, declaration_form: Form
) -> HttpResponse:
    context = {
        "engagement": engagement,
        "page": page_of(list_aid(engagement), request),
        "headroom": get_headroom(engagement.company, on=timezone.localdate()),
        "form": form,
        "declaration_form": declaration_form,
    }
    is_refused = form.is_bound or declaration_form.is_bound
    return render(request, "programme/aid.html", context, status=422 if is_refused else 200)


def _own(request: SignedInRequest, engagement_id: int) -> Engagement:
    found = get_object_or_404(engagements_visible_to(request.viewer), pk=engagement_id)
    if not owns(request.viewer, found.programme, *WRITES):
        raise Http404
    return found
