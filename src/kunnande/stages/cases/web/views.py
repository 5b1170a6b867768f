from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kunnande.stages.cases import services
from kunnande.stages.cases.queries import (
    Case,
    CaseState,
    NoSuchStepError,
    RatingPage,
    cases_of_employees_visible_to,
    get_own_case,
    get_rating_page,
    list_case_pages,
    list_rating_steps,
)
from kunnande.stages.cases.web.forms import OpenCaseForm
from kunnande.stages.framework.queries import localised
from kunnande.stages.parties.queries import Role, get_organisation, get_person

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import SignedInRequest


@require_http_methods(["GET", "POST"])
def open_for_employee(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    if organisation_id not in request.viewer.organisations(Role.EMPLOYER):
        raise PermissionDenied
    today = timezone.localdate()
    organisation = get_organisation(organisation_id)
    form = OpenCaseForm(request.POST or None, organisation=organisation, on=today)
    if request.method == "POST" and form.is_valid():
        person = get_person(form.cleaned_data["person"])
        try:
            services.open_case(
                person=person,
                product_version_id=form.cleaned_data["product_version"],
                employer=organisation,
                by=request.user,
                at=timezone.now(),
            )
        except services.CaseAlreadyOpenError as error:
            form.add_error("person", str(error))
        else:
            messages.success(request, _("%(name)s är anmäld.") % {"name": person.name})
            return redirect("cases:open", organisation_id)
    cases = cases_of_employees_visible_to(request.viewer, on=today).filter(employer=organisation)
    context = {
        "organisation": organisation,
        "form": form,
        "rows": [
            (case, localised(case.product_version.product, "name"))
            for case in cases.order_by("-opened_at", "-id")[:200]
        ],
    }
    return render(request, "cases/open.html", context, status=422 if form.errors else 200)


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    person_id = request.viewer.person_id
    pages = list_case_pages(person_id, on=timezone.localdate()) if person_id else []
    return render(request, "cases/mine.html", {"pages": pages})


@require_POST
def begin(request: SignedInRequest, case_id: int) -> HttpResponse:
    case = _own(request, case_id)
    try:
        services.admit(case=case, by=request.user, at=timezone.now())
    except services.DisclosureUnansweredError as error:
        messages.info(request, str(error))
        return redirect("disclosure:agreement", case.employer_id)
    except services.WrongStateError:
        # A second press of the button, or an old tab: the case is past this step already.
        return redirect("cases:mine")
    return redirect("cases:rate", case_id, 1)


@require_http_methods(["GET", "POST"])
def rate(request: SignedInRequest, case_id: int, number: int) -> HttpResponse:
    case = _own(request, case_id)
    if case.state == CaseState.REGISTERED:
        return redirect("cases:mine")
    page = _page(case, number)
    problem = file_problem = ""
    if request.method == "POST":
        file_problem = _attach(request, case, page)
        problem = _keep(request, case, page)
        if request.htmx:
            return render(request, "cases/_saved.html", {"problem": problem})
        if not problem and not file_problem:
            return _next_of(request, case, page)
        page = _page(case, number)
    context = {"case": case, "page": page, "problem": problem, "file_problem": file_problem}
    return render(
        request, "cases/rate.html", context, status=422 if problem or file_problem else 200
    )


@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, case_id: int) -> HttpResponse:
    case = _own(request, case_id)
    if case.state == CaseState.REGISTERED:
        return redirect("cases:mine")
    problem = ""
    if request.method == "POST":
        try:
            services.submit_self_rating(case=case, by=request.user, at=timezone.now())
        except services.AreasUnratedError as error:
            problem = str(error)
        except (services.AlreadySubmittedError, services.WrongStateError) as error:
            messages.info(request, str(error))
            return redirect("cases:mine")
        else:
            messages.success(request, _("Din bedömning är inlämnad. Nu kan ett prov planeras."))
            return redirect("cases:mine")
    context = {"case": case, "steps": list_rating_steps(case), "problem": problem}
    return render(request, "cases/review.html", context, status=422 if problem else 200)


def _own(request: SignedInRequest, case_id: int) -> Case:
    try:
        return get_own_case(case_id, request.viewer)
    except Case.DoesNotExist as error:
        raise Http404 from error


def _page(case: Case, number: int) -> RatingPage:
    try:
        return get_rating_page(case, number)
    except NoSuchStepError as error:
        raise Http404 from error


def _attach(request: SignedInRequest, case: Case, page: RatingPage) -> str:
    """Keep the file that came along and return what is to be mended, nothing when it is kept."""
    upload = request.FILES.get("file")
    if upload is None:
        return _("Välj en fil först.") if "attach" in request.POST else ""
    try:
        services.attach_evidence(
            case=case,
            area_version_id=page.step.area.area_version_id,
            name=upload.name or "",
            # One byte past the limit is enough to refuse a file without holding all of it.
            content=upload.read(services.LARGEST_FILE_BYTES + 1),
            by=request.user,
            at=timezone.now(),
        )
    except services.RefusedFileError as error:
        return str(error)
    messages.success(request, _("Filen är sparad. Bara du och den som beslutar ser den."))
    return ""


def _keep(request: SignedInRequest, case: Case, page: RatingPage) -> str:
    """Save the chosen level and return what is to be mended, nothing when it is saved."""
    chosen = request.POST.get("level", "")
    if page.is_submitted:
        return ""
    if chosen not in {str(choice.value) for choice in page.choices}:
        return "" if {"attach", "later"} & request.POST.keys() else _("Välj det som stämmer bäst.")
    try:
        services.rate_area(
            case=case,
            area_version_id=page.step.area.area_version_id,
            level=int(chosen),
            by=request.user,
            at=timezone.now(),
        )
    except (services.AlreadySubmittedError, services.WrongStateError) as error:
        return str(error)
    return ""


def _next_of(request: SignedInRequest, case: Case, page: RatingPage) -> HttpResponse:
    if "attach" in request.POST:
        return redirect("cases:rate", case.pk, page.step.number)
    if "later" in request.POST:
        messages.success(request, _("Sparat. Fortsätt när det passar dig."))
        return redirect("cases:mine")
    if page.step.number == page.step.of:
        return redirect("cases:review", case.pk)
    return redirect("cases:rate", case.pk, page.step.number + 1)
