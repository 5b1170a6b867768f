from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from kunnande.engines.verifiable_credentials import MomentTextError, NaiveMomentError
from kunnande.engines.verifiable_credentials.moments import format_moment, parse_moment


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_is_written_reads_back_to_the_second(moment):
    assert parse_moment(format_moment(moment)) == moment.replace(microsecond=0)


def test_a_moment_is_written_in_utc():
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))

    assert format_moment(summer) == "2026-07-01T10:00:00Z"


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(NaiveMomentError):
        format_moment(datetime(2026, 7, 1, tzinfo=UTC).replace(tzinfo=None))


@pytest.mark.parametrize(
    "text",
    ["2026-11-22", "2026-11-22T09:30:00", "2026-02-30T09:30:00Z", "20261122T093000Z", "i morgon"],
)
def test_other_text_is_refused(text):
    with pytest.raises(MomentTextError):
        parse_moment(text)
