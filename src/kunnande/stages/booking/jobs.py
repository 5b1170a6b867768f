"""By the clock: give back what was not confirmed, offer what is free, and write to people."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from time import monotonic
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy
from procrastinate.contrib.django import app

from kunnande.stages.booking import services
from kunnande.stages.booking.queries import (
    LetterKind,
    find_alternatives,
    get_calendar_file,
    get_letter_row,
    list_due_letters,
    list_stop_letters_to_send,
    write_stop_letter,
)
from kunnande.stages.booking.services.counting import count_schedule
from kunnande.stages.parties.queries import list_accounts_of
from kunnande.stages.parties.services import get_service_user

if TYPE_CHECKING:
    from kunnande.stages.booking.queries import BookingRow, DueLetter
    from kunnande.stages.parties.queries import User

logger = logging.getLogger(__name__)

_WORDS = {
    LetterKind.CONFIRMED: (
        gettext_lazy("Din tid är bokad"),
        gettext_lazy("Din tid är bokad. Ta med legitimation."),
    ),
    LetterKind.REMINDER: (
        gettext_lazy("Snart är det dags för ditt prov"),
        gettext_lazy("Du har en bokad tid. Ta med legitimation."),
    ),
    LetterKind.OFFERED: (
        gettext_lazy("Det finns en plats för dig"),
        gettext_lazy("En plats har blivit ledig. Tacka ja eller nej i Kunnande."),
    ),
    LetterKind.CANCELLED: (
        gettext_lazy("Din tid är inställd"),
        gettext_lazy("Testcentret har ställt in tillfället. Du kan välja en ny tid."),
    ),
}


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="pass_on_seats")
def pass_on_seats(timestamp: int) -> tuple[int, int]:  # noqa: ARG001 - procrastinate passes the minute
    """Return how many seats were given back, and how many were offered to those waiting."""
    now = timezone.now()
    by = get_service_user(name="jobs", at=now)
    return services.lapse_holds(by=by, at=now), services.offer_free_seats(by=by, at=now)


@app.task(queue="planning")
def make_schedule(schedule_id: int) -> str:
    """Plan sessions for those who wait, and return how it went."""
    began = monotonic()
    schedule = count_schedule(
        schedule_id=schedule_id,
        elapsed=lambda: monotonic() - began,
        now=timezone.now,
        on=timezone.localdate(),
        by=get_service_user(name="jobs", at=timezone.now()),
    )
    return str(schedule.state)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="send_booking_letters")
def send_booking_letters(timestamp: int) -> int:  # noqa: ARG001 - procrastinate passes the minute
    """Send what is due and return how many letters went; what could not go is tried again."""
    now = timezone.now()
    by = get_service_user(name="jobs", at=now)
    due = list_due_letters(at=now)
    accounts = list_accounts_of(letter.person_id for letter in due)
    sent = 0
    for letter in due:
        account = accounts.get(letter.person_id)
        if account is None:
            continue
        try:
            # Noted first and sent last: a letter that does not go is not noted either.
            with transaction.atomic():
                if services.note_letter(
                    booking_id=letter.booking_id, kind=letter.kind, by=by, at=now
                ):
                    _send(letter, account)
                    sent += 1
        except (OSError, SMTPException):
            logger.exception("A letter to %s could not be sent.", account.trail_name)
    return sent


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="post_stop_letters")
def post_stop_letters(timestamp: int) -> int:  # noqa: ARG001 - procrastinate passes the minute
    """Send the approved letters about times that are stopped, and return how many went."""
    now = timezone.now()
    by = get_service_user(name="jobs", at=now)
    letters = list_stop_letters_to_send()
    accounts = list_accounts_of(letter.person_id for letter in letters)
    nearest = find_alternatives(letters, at=now)
    sent = 0
    for letter in letters:
        account = accounts.get(letter.person_id)
        if account is None:
            continue
        try:
            with transaction.atomic(), translation.override(account.language):
                if services.note_stop_letter(letter_id=letter.pk, by=by, at=now):
                    text = write_stop_letter(letter, nearest[letter.pk])
                    EmailMessage(text.subject, text.body, None, [account.email]).send()
                    sent += 1
        except (OSError, SMTPException):
            logger.exception("A letter to %s could not be sent.", account.trail_name)
    return sent


def _send(letter: DueLetter, account: User) -> None:
    with translation.override(account.language):
        row = get_letter_row(letter.booking_id)
        subject, first = _WORDS[LetterKind(letter.kind)]
        lines = (
            str(first),
            _when_and_where(row),
            _until(row) if letter.kind == LetterKind.OFFERED else "",
            _("Logga in och öppna Mina bokningar. Där kan du byta tid eller avboka."),
            f"https://{settings.PUBLIC_HOST}/" if settings.PUBLIC_HOST else "",
        )
        message = EmailMessage(
            str(subject), "\n\n".join(filter(None, lines)), None, [account.email]
        )
        if letter.kind != LetterKind.OFFERED:
            file = get_calendar_file(row.booking).decode()
            message.attach("provtid.ics", file, "text/calendar")
        message.send()


def _when_and_where(row: BookingRow) -> str:
    starts_at = timezone.localtime(row.session.starts_at)
    return _("%(what)s den %(day)s kl. %(clock)s, %(place)s.") % {
        "what": row.product_name,
        "day": date_format(starts_at, "j F Y"),
        "clock": date_format(starts_at, "H.i"),
        "place": row.place,
    }


def _until(row: BookingRow) -> str:
    until = timezone.localtime(row.booking.held_until or row.session.starts_at)
    return _("Platsen hålls för dig till den %(day)s kl. %(clock)s.") % {
        "day": date_format(until, "j F"),
        "clock": date_format(until, "H.i"),
    }
