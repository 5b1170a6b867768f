from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, cast, get_args

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from kunnande.stages.credentials import queries, services
from kunnande.stages.credentials.queries import Certificate
from kunnande.stages.credentials.web.forms import FindForm, RevokeForm, WalletForm
from kunnande.stages.credentials.web.papers import print_certificate
from kunnande.stages.decision.queries import Decision, get_decision

if TYPE_CHECKING:
    from uuid import UUID

    from django.http.response import HttpResponseBase

    from kunnande.stages.parties.queries import SignedInRequest, ViewerRequest

CREDENTIAL_TYPE = "application/vc+ld+json"


@require_safe
def find(request: ViewerRequest) -> HttpResponse:
    form = FindForm(request.GET or None)
    if form.is_valid():
        return redirect("credentials:verify", form.cleaned_data["nummer"])
    return render(request, "credentials/find.html", {"form": form})


@require_safe
@never_cache
def verify(request: ViewerRequest, public_id: UUID) -> HttpResponse:
    try:
        certificate = queries.get_public_certificate(public_id, at=timezone.now())
    except Certificate.DoesNotExist:
        page = render(request, "credentials/unknown.html", {"form": FindForm()}, status=404)
        return _unindexed(page)
    context = {"certificate": certificate, "form": FindForm()}
    return _unindexed(render(request, "credentials/verify.html", context))


@require_safe
@never_cache
def document(request: ViewerRequest, public_id: UUID) -> HttpResponse:
    try:
        text = queries.get_document_text(public_id)
    except Certificate.DoesNotExist as error:
        raise Http404 from error
    response = HttpResponse(text.encode("utf-8"), content_type=CREDENTIAL_TYPE)
    response["Content-Disposition"] = 'attachment; filename="bevis.json"'
    return _open_to_wallets(response)


@require_safe
@never_cache
def form(request: ViewerRequest, public_id: UUID, form: str) -> HttpResponse:
    if form not in get_args(queries.Form):
        raise Http404
    try:
        written = queries.get_form(public_id, cast("queries.Form", form), at=timezone.now())
    except (Certificate.DoesNotExist, queries.NotAuthenticError) as error:
        raise Http404 from error
    except queries.IssuerKeyMissingError:
        return HttpResponse(status=503)
    response = HttpResponse(written.content, content_type=written.media_type)
    response["Content-Disposition"] = f'attachment; filename="bevis.{form}"'
    return _open_to_wallets(response)


@require_safe
@never_cache
def paper(request: ViewerRequest, public_id: UUID, language: str) -> HttpResponse:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    try:
        with translation.override(language):
            printed = _print(public_id)
    except Certificate.DoesNotExist as error:
        raise Http404 from error
    response = HttpResponse(printed, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="bevis-{language}.pdf"'
    response["Content-Language"] = language
    return _unindexed(response)


@require_safe
def did(request: ViewerRequest) -> HttpResponse:
    try:
        text = _as_text(queries.get_did_document())
    except queries.NoIssuerError as error:
        raise Http404 from error
    return _open_to_wallets(HttpResponse(text, content_type="application/did+json"))


@require_safe
@cache_control(no_cache=True)
def status(request: ViewerRequest, list_id: int) -> HttpResponseBase:
    try:
        text = _as_text(queries.get_status_list_credential(list_id))
    except queries.UnknownStatusListError as error:
        raise Http404 from error
    except queries.IssuerKeyMissingError:
        return HttpResponse(status=503)
    # A copy may be kept but is asked for anew each time: a revocation takes effect at once.
    etag = f'"{hashlib.sha256(text.encode("utf-8")).hexdigest()}"'
    response = _open_to_wallets(HttpResponse(text, content_type=CREDENTIAL_TYPE))
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
@cache_control(no_cache=True)
def token_status(request: ViewerRequest, list_id: int) -> HttpResponseBase:
    try:
        token = queries.get_token_status_list(list_id, at=timezone.now())
    except (queries.UnknownStatusListError, queries.NoWalletKeyError) as error:
        raise Http404 from error
    except queries.IssuerKeyMissingError:
        return HttpResponse(status=503)
    # A signature of this kind is new each time; what it covers is not.
    covered = token.rpartition(".")[0]
    etag = f'"{hashlib.sha256(covered.encode("ascii")).hexdigest()}"'
    response = _open_to_wallets(HttpResponse(token, content_type="application/statuslist+jwt"))
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


@require_POST
@never_cache
def wallet(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    try:
        certificate = queries.get_own_certificate(public_id, request.user.person_id)
    except Certificate.DoesNotExist as error:
        raise Http404 from error
    form = WalletForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(each[0]) for each in form.errors.values()))
        return redirect("credentials:mine")
    try:
        text = queries.get_wallet_certificate(
            certificate,
            areas=form.cleaned_data["areas"],
            holder_key=form.cleaned_data["holder_key"],
            at=timezone.now(),
        )
    except queries.NotAuthenticError as error:
        raise Http404 from error
    except queries.HolderKeyError as error:
        messages.error(request, str(error))
        return redirect("credentials:mine")
    except (queries.IssuerKeyMissingError, queries.NoWalletKeyError):
        messages.error(request, _("Utfärdaren kan inte göra plånboksfiler just nu."))
        return redirect("credentials:mine")
    response = HttpResponse(text, content_type="application/dc+sd-jwt")
    response["Content-Disposition"] = 'attachment; filename="bevis.sd-jwt"'
    return _unindexed(response)


@require_GET
@never_cache
def mine(request: SignedInRequest) -> HttpResponse:
    context = {
        "wallet": queries.get_wallet(request.user.person_id, at=timezone.now()),
        "address": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "credentials/mine.html", context)


@require_GET
@never_cache
def awards(request: SignedInRequest) -> HttpResponse:
    asked = request.GET.get("sida", "")
    number = int(asked) if asked.isdecimal() else 1
    page = services.show_awards(by=request.user, at=timezone.now(), number=number)
    return render(request, "credentials/awards.html", {"page": page})


@require_POST
def award(request: SignedInRequest, decision_id: int) -> HttpResponse:
    try:
        decision = get_decision(decision_id, request.viewer)
    except Decision.DoesNotExist as error:
        raise Http404 from error
    try:
        services.award_certificate(decision=decision, by=request.user, at=timezone.now())
    except services.NOT_AWARDED as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Beviset är utfärdat. Personen ser det bland sina bevis."))
    return redirect("credentials:awards")


@require_http_methods(["GET", "POST"])
@never_cache
def revoke(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    certificate, problem = _get_certificate_or_404(request, public_id), ""
    form = RevokeForm(request.POST or None)
    try:
        if form.is_valid():
            reason, now = form.cleaned_data["reason"], timezone.now()
            services.revoke_certificate(
                certificate=certificate, reason=reason, by=request.user, at=now
            )
            messages.success(request, _("Beviset är återkallat. Det syns utåt från och med nu."))
            return redirect("credentials:awards")
    except (services.AlreadyRevokedError, services.ReasonMissingError) as error:
        problem = str(error)
    shown = services.show_certificate(certificate=certificate, by=request.user, at=timezone.now())
    context = {"certificate": shown, "form": form, "problem": problem}
    return render(request, "credentials/revoke.html", context)


def _print(public_id: UUID) -> bytes:
    certificate = queries.get_public_certificate(public_id, at=timezone.now())
    if certificate.claims is None:
        # What the issuer has not said is not printed under the issuer's name.
        raise Certificate.DoesNotExist
    return print_certificate(
        certificate,
        certificate.claims,
        remaining=queries.list_remaining_areas(public_id),
        document=queries.get_document_text(public_id),
    )


def _get_certificate_or_404(request: SignedInRequest, public_id: UUID) -> Certificate:
    try:
        return queries.get_certificate(public_id, request.viewer)
    except Certificate.DoesNotExist as error:
        raise Http404 from error


def _as_text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _open_to_wallets(response: HttpResponse) -> HttpResponse:
    # Nothing here depends on who asks, so a wallet in a browser may read it from its own page.
    response["Access-Control-Allow-Origin"] = "*"
    return _unindexed(response)


def _unindexed(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
