from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kunnande.stages.cases.services import LARGEST_FILE_BYTES, RefusedFileError
from kunnande.stages.centres import queries, services
from kunnande.stages.centres.web.asking import Question, ask, attempt, do
from kunnande.stages.centres.web.finding import address_of, find, find_own_centre
from kunnande.stages.centres.web.forms import ApplyForm, AttachForm, SelfAssessmentForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_http_methods(["GET", "POST"])
def apply(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    centre = find_own_centre(request, organisation_id)
    checklists = queries.list_checklists_in_force(on=timezone.localdate())
    products = {checklist.product_id: checklist.product for checklist in checklists}
    form = ApplyForm(request.POST or None, products=products.values())
    question = Question(
        heading=_("Ansök om ackreditering"),
        kicker=centre.name,
        intro=_(
            "Ni svarar på checklistan, två granskare kommer på besök, och modellägaren beslutar. "
            "Har ni redan en ackreditering fortsätter den nya när den går ut."
        ),
        button=_("Börja ansökan"),
        done=_("Ansökan är påbörjad. Svara på checklistan."),
        back=reverse("centres:accreditations"),
    )
    return ask(
        request,
        question,
        form,
        lambda *, product, **acting: services.apply_for_accreditation(
            centre=centre, product=products[product], **acting
        ),
    )


@require_http_methods(["GET", "POST"])
def self_assess(request: SignedInRequest, accreditation_id: int) -> HttpResponse:
    own = find(queries.get_accreditation_of_centre, accreditation_id, request)
    rows = queries.list_requirement_rows(own)
    form, problem = SelfAssessmentForm(request.POST or None, rows=rows), ""
    if request.method == "POST" and form.is_valid():
        problem = attempt(
            lambda: services.assess_requirements(
                accreditation=own, answers=form.read_answers(), by=request.user, at=timezone.now()
            )
        )
        if not problem:
            messages.success(request, _("Svaren är sparade."))
            return redirect(address_of(own))
    context = {
        "accreditation": own,
        "form": form,
        "problem": problem,
        "attach_form": AttachForm(rows=rows),
    }
    status = 422 if problem or form.errors else 200
    return render(request, "centres/self_assess.html", context, status=status)


@require_POST
def submit(request: SignedInRequest, accreditation_id: int) -> HttpResponse:
    own = find(queries.get_accreditation_of_centre, accreditation_id, request)
    return do(
        request,
        partial(services.submit_self_assessment, accreditation=own),
        done=_("Ansökan är inlämnad. Modellägaren bestämmer dag och granskare."),
        back=address_of(own),
    )


@require_POST
def attach(request: SignedInRequest, accreditation_id: int) -> HttpResponse:
    own = find(queries.get_accreditation_of_centre, accreditation_id, request)
    form = AttachForm(request.POST, request.FILES, rows=queries.list_requirement_rows(own))
    back = reverse("centres:self_assess", args=[own.pk])
    if not form.is_valid():
        messages.error(request, _("Välj ett krav och en fil."))
        return redirect(back)
    upload = form.cleaned_data["file"]
    try:
        services.attach_accreditation_evidence(
            accreditation=own,
            requirement_id=form.cleaned_data["requirement"],
            name=upload.name or "",
            # One byte past the limit is enough to refuse a file without holding all of it.
            content=upload.read(LARGEST_FILE_BYTES + 1),
            by=request.user,
            at=timezone.now(),
        )
    except (services.RefusalError, RefusedFileError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Filen är sparad. Granskarna och modellägaren ser den."))
    return redirect(back)


@require_safe
def download(request: SignedInRequest, file_id: int) -> FileResponse:
    evidence = find(queries.get_evidence_file, file_id, request)
    response = FileResponse(
        evidence.file.open("rb"),
        as_attachment=True,
        filename=evidence.name,
        content_type=evidence.media_type,
    )
    # Somebody's file is downloaded, never opened in a page of ours.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def remove(request: SignedInRequest, file_id: int) -> HttpResponse:
    evidence = find(queries.get_evidence_file, file_id, request)
    own = find(queries.get_accreditation_of_centre, evidence.accreditation_id, request)
    return do(
        request,
        partial(services.remove_accreditation_evidence, evidence=evidence),
        done=_("Filen är borttagen."),
        back=reverse("centres:self_assess", args=[own.pk]),
    )
