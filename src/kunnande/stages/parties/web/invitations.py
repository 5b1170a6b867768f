from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kunnande.stages.parties import services
from kunnande.stages.parties.web.forms import ChoosePasswordForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import Invitation, ViewerRequest


@require_http_methods(["GET", "POST"])
@never_cache
def accept(request: ViewerRequest, token: str) -> HttpResponse:
    try:
        invitation = services.get_open_invitation(token=token, at=timezone.now())
        return _answer(request, token, invitation)
    except services.UnknownInvitationError as error:
        return _closed(request, str(error), 404)
    except (services.InvitationUsedError, services.InvitationExpiredError) as error:
        return _closed(request, str(error), 410)


def _answer(request: ViewerRequest, token: str, invitation: Invitation) -> HttpResponse:
    has_account = hasattr(invitation.person, "user")
    is_theirs = has_account and request.viewer.person_id == invitation.person_id
    # Somebody else's open session must not swallow the invitation; an account needs its owner.
    may_answer = is_theirs or not (has_account or request.viewer.user_id)
    form = None if has_account else ChoosePasswordForm(request.POST or None)
    if request.method == "POST" and may_answer and (form is None or form.is_valid()):
        password = form.cleaned_data["password"] if form else ""
        try:
            user = services.accept_invitation(token=token, password=password, at=timezone.now())
        except ValidationError as error:
            if form:
                form.add_error("password", error)
        else:
            if not has_account:
                language = get_language() or user.language
                login(
                    request,
                    services.choose_language(language=language, by=user, at=timezone.now()),
                )
            messages.success(
                request, _("Välkommen till %(name)s.") % {"name": invitation.organisation.name}
            )
            return redirect("home:start")
    context = {
        "invitation": invitation,
        "form": form,
        "has_account": has_account,
        "may_answer": may_answer,
    }
    return render(request, "parties/invitation.html", context)


def _closed(request: ViewerRequest, reason: str, status: int) -> HttpResponse:
    context = {"reason": reason}
    return render(request, "parties/invitation_closed.html", context, status=status)
