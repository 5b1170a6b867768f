"""A scheme as a file: what its owner takes out, and what comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kunnande.site.content import exchange
from kunnande.stages.framework.queries import Scheme, get_scheme, schemes_visible_to
from kunnande.stages.framework.services import ImproperSchemeError
from kunnande.stages.parties.queries import Role, get_organisation

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import SignedInRequest

_ENDINGS = {"yaml": "yaml", "json": "json", "case": "case.json"}
_MOST_PROBLEMS = 50


class SchemeFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy("YAML eller JSON härifrån, eller CASE 1.1. Högst 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,.json"}),
    )


@require_http_methods(["GET", "POST"])
def schemes(request: SignedInRequest) -> HttpResponse:
    form = SchemeFileForm(request.POST or None, request.FILES or None)
    problems: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            scheme = _take_in(request, form.cleaned_data["file"].read(exchange.LARGEST + 1))
        except ImproperSchemeError as error:
            problems = error.problems
        else:
            messages.success(request, _("%(code)s är inläst som utkast.") % {"code": scheme.code})
            return redirect("framework:products")
    context = {
        "form": form,
        "problems": problems[:_MOST_PROBLEMS],
        "more": max(0, len(problems) - _MOST_PROBLEMS),
        "schemes": schemes_visible_to(request.viewer),
    }
    return render(request, "home/schemes.html", context, status=422 if problems else 200)


@require_safe
def scheme_file(request: SignedInRequest, scheme_code: str, kind: str) -> HttpResponse:
    if kind not in exchange.KINDS:
        raise Http404
    try:
        scheme = get_scheme(scheme_code, request.viewer)
    except Scheme.DoesNotExist as error:
        raise Http404 from error
    package = exchange.take_out(scheme)
    content = exchange.write(package, kind, creator=scheme.owner.name, at=timezone.now())
    name = f"{scheme.code}.{_ENDINGS[kind]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=exchange.KINDS[kind], headers=headers)


def _take_in(request: SignedInRequest, content: bytes) -> Scheme:
    owner = get_organisation(min(request.viewer.organisations(Role.SCHEME_OWNER)))
    return exchange.take_in(exchange.read(content), owner=owner, by=request.user, at=timezone.now())
