"""Moments as xsd:dateTimeStamp text."""

import re
from datetime import UTC, datetime

_DATE_TIME_STAMP = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)", re.ASCII
)


class NaiveMomentError(ValueError):
    """A moment without a time zone can not be written in a credential."""


class MomentTextError(ValueError):
    """The text is not a date, a time and a time zone."""


def format_moment(moment: datetime) -> str:
    """Return the moment in UTC with whole seconds.

    Parameters
    ----------
    moment
        With a time zone; fractions of a second are dropped.

    Returns
    -------
    str
        ``xsd:dateTimeStamp`` text that ends with ``Z``.

    Raises
    ------
    NaiveMomentError
        If the moment has no time zone.

    References
    ----------
    W3C Verifiable Credentials Data Model 2.0, section 4.9 (Validity Period).

    Examples
    --------
    >>> format_moment(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    '2026-11-22T09:30:00Z'
    """
    if moment.tzinfo is None:
        raise NaiveMomentError("Give the moment a time zone before it is written in a credential.")
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def parse_moment(text: str) -> datetime:
    """Return the moment that ``xsd:dateTimeStamp`` text names.

    Parameters
    ----------
    text
        Date, time and a mandatory time zone.

    Returns
    -------
    datetime
        With the time zone of the text.

    Raises
    ------
    MomentTextError
        If the text has another form, no time zone, or names no day that exists.

    Examples
    --------
    >>> parse_moment("2026-11-22T09:30:00Z").year
    2026
    """
    if not _DATE_TIME_STAMP.fullmatch(text):
        raise MomentTextError("Expected a date and time with a time zone.")
    try:
        return datetime.fromisoformat(text)
    except ValueError as cause:
        raise MomentTextError("The text names a day or time that does not exist.") from cause
