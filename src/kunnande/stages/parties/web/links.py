"""An invitation's link on its way to the one who is invited: by e-mail, and shown once."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.mail import send_mail
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpResponse

    from kunnande.stages.parties.queries import Organisation, SignedInRequest
    from kunnande.stages.parties.services import IssuedInvitation

logger = logging.getLogger(__name__)
_KEY = "issued_invitation"


def hand_over(
    request: SignedInRequest,
    issued: IssuedInvitation,
    *,
    back: str,
    organisation: Organisation | None = None,
) -> HttpResponse:
    """Send the link and lead to the page that shows it once."""
    invitation = issued.invitation
    link = request.build_absolute_uri(reverse("parties:invitation", args=[issued.token]))
    request.session[_KEY] = {
        "link": link,
        "name": invitation.person.name,
        "email": invitation.email,
        "back": reverse(back, args=[organisation.pk] if organisation else []),
    }
    context = {"invitation": invitation, "link": link, "inviter": str(request.user)}
    try:
        send_mail(
            subject=_("%(organisation)s bjuder in dig till Kunnande")
            % {"organisation": " ".join(invitation.organisation.name.split())},
            message=render_to_string("parties/invitation_email.txt", context),
            from_email=None,
            recipient_list=[invitation.email],
        )
    except (OSError, SMTPException):
        logger.exception("The invitation %s could not be sent.", invitation.pk)
        messages.warning(
            request, _("E-posten gick inte att skicka. Kopiera länken och ge den på annat sätt.")
        )
    return redirect("parties:invited")


def take_over(request: SignedInRequest) -> dict[str, Any] | None:
    """Return what the page shows, and forget it."""
    issued: dict[str, Any] | None = request.session.pop(_KEY, None)
    return issued
