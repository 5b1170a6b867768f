from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kunnande.stages.centres import queries, services
from kunnande.stages.centres.web.asking import Question, ask
from kunnande.stages.centres.web.checklist_form import ChecklistForm
from kunnande.stages.centres.web.finding import address_of, find
from kunnande.stages.centres.web.forms import DecideForm, LiftForm, StopForm
from kunnande.stages.framework.queries import localised

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, accreditation_id: int) -> HttpResponse:
    asked = find(queries.get_accreditation_of_scheme, accreditation_id, request)
    form = DecideForm(request.POST or None)
    question = Question(
        heading=_("Besluta om ackreditering"),
        kicker=asked.centre.name,
        intro=_(
            "Läs protokollet först. Den som har granskat testcentret, eller hör till det, beslutar "
            "inte. Hur länge ackrediteringen gäller följer av checklistan."
        ),
        button=_("Besluta"),
        done=_("Beslutet är fattat."),
        back=address_of(asked),
    )
    return ask(
        request,
        question,
        form,
        partial(services.decide_accreditation, accreditation=asked),
    )


@require_http_methods(["GET", "POST"])
def suspend(request: SignedInRequest, accreditation_id: int) -> HttpResponse:
    asked = find(queries.get_accreditation_of_scheme, accreditation_id, request)
    form = StopForm(request.POST or None, initial={"on": timezone.localdate()})
    question = Question(
        heading=_("Gör ackrediteringen vilande"),
        kicker=asked.centre.name,
        intro=_("Bokning, prov och bevis stannar från den dagen. Tidigare resultat står kvar."),
        button=_("Gör vilande"),
        done=_("Ackrediteringen är vilande från den dagen."),
        back=address_of(asked),
        stops=True,
    )
    return ask(
        request,
        question,
        form,
        lambda *, on, **told: services.suspend_accreditation(
            accreditation=asked, from_on=on, **told
        ),
    )


@require_http_methods(["GET", "POST"])
def lift(request: SignedInRequest, accreditation_id: int) -> HttpResponse:
    asked = find(queries.get_accreditation_of_scheme, accreditation_id, request)
    form = LiftForm(request.POST or None, initial={"to_on": timezone.localdate()})
    question = Question(
        heading=_("Låt ackrediteringen gälla igen"),
        kicker=asked.centre.name,
        intro=_("Testcentret kan börja igen dagen efter den sista vilande dagen."),
        button=_("Sätt sista dagen"),
        done=_("Ackrediteringen gäller igen efter den dagen."),
        back=address_of(asked),
    )
    return ask(
        request,
        question,
        form,
        partial(services.lift_suspension, accreditation=asked),
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, accreditation_id: int) -> HttpResponse:
    asked = find(queries.get_accreditation_of_scheme, accreditation_id, request)
    form = StopForm(request.POST or None, initial={"on": timezone.localdate()})
    question = Question(
        heading=_("Återkalla ackrediteringen"),
        kicker=asked.centre.name,
        intro=_(
            "Det går inte att ångra. Testcentret behöver ansöka på nytt. "
            "Tidigare resultat står kvar."
        ),
        button=_("Återkalla"),
        done=_("Ackrediteringen är återkallad från den dagen."),
        back=address_of(asked),
        stops=True,
    )
    return ask(
        request,
        question,
        form,
        partial(services.withdraw_accreditation, accreditation=asked),
    )


@require_safe
def checklists(request: SignedInRequest) -> HttpResponse:
    on = timezone.localdate()
    context = {
        "checklists": queries.checklists_of(request.viewer),
        "products": queries.list_products_of(request.viewer, on=on),
    }
    return render(request, "centres/checklists.html", context)


@require_http_methods(["GET", "POST"])
def publish_checklist(request: SignedInRequest, product_id: int) -> HttpResponse:
    on = timezone.localdate()
    own = {p.pk: p for p in queries.list_products_of(request.viewer, on=on)}
    if product_id not in own:
        raise Http404
    product = own[product_id]
    form = ChecklistForm(request.POST or None, before=queries.find_checklist(product_id, on=on))
    question = Question(
        heading=_("Ny version av checklistan"),
        kicker=localised(product, "name"),
        intro=_("En publicerad checklista ändras aldrig. Pågående ansökningar behåller sin."),
        button=_("Publicera checklistan"),
        done=_("Checklistan är publicerad."),
        back=reverse("centres:checklists"),
    )
    return ask(
        request,
        question,
        form,
        lambda *, by, at, **told: services.publish_checklist(
            product=product,
            version=told["version"],
            valid_from=told["valid_from"],
            terms=form.read_terms(),
            requirements=told["requirements"],
            by=by,
            at=at,
        ),
    )
