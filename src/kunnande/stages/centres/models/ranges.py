"""What an exclusion constraint compares: whole columns as one-value ranges, and dated rows."""

from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.db.models import F, Func, Value


def identity(column: str) -> Func:
    """Return a column as a range of one value: the server has no btree_gist to compare it by."""
    return Func(F(column), F(column), Value("[]"), function="int8range")


def days(first: str, last: str) -> Func:
    """Return the days from one column to another, both included."""
    return Func(
        first,
        last,
        RangeBoundary(inclusive_lower=True, inclusive_upper=True),
        function="daterange",
        output_field=DateRangeField(),
    )
