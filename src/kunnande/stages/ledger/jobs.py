"""Once a day: tell people that something they have shown is about to end."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kunnande.stages.ledger import services
from kunnande.stages.ledger.queries import list_due_reminders
from kunnande.stages.parties.queries import list_accounts_of
from kunnande.stages.parties.services import get_service_user

logger = logging.getLogger(__name__)


@app.periodic(cron="0 6 * * *")
@app.task(queueing_lock="remind_of_renewal")
def remind_of_renewal(timestamp: int) -> int:  # noqa: ARG001 - procrastinate passes the minute
    """Send what is due and return how many letters went; what could not go waits for tomorrow."""
    now = timezone.now()
    by = get_service_user(name="jobs", at=now)
    due = list_due_reminders(on=timezone.localdate(now))
    accounts = list_accounts_of(row.person_id for row in due)
    sent = 0
    for row in due:
        account = accounts.get(row.person_id)
        if account is None:
            continue
        try:
            # Noted first and sent last: a letter that does not go is not noted either.
            with transaction.atomic():
                ids, days = row.statement_ids, row.window_days
                if services.note_reminder(statement_ids=ids, window_days=days, by=by, at=now):
                    _send(account.email, account.language)
                    sent += 1
        except (OSError, SMTPException):
            logger.exception("A reminder to %s could not be sent.", account.trail_name)
    return sent


def _send(email: str, language: str) -> None:
    """Send a letter that says nothing of what ends: others may read somebody's letters."""
    with translation.override(language):
        lines = (
            _("Något du har visat att du kan gäller snart inte längre."),
            _("Logga in och öppna Min kompetens. Där står vad det är och vad du kan göra."),
            f"https://{settings.PUBLIC_HOST}/" if settings.PUBLIC_HOST else "",
        )
        subject = _("Något du har visat går snart ut")
        send_mail(subject, "\n\n".join(filter(None, lines)), None, [email])
