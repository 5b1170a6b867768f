"""What an exclusion constraint compares: whole columns as one-value ranges, and times of day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db.models import F, Func, Q, Value


def never_twice_at_once(column: str, *, name: str, condition: Q) -> ExclusionConstraint:
    """Return the constraint that one room, person or machine is in one place at a time."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            # The embedded server has no btree_gist: a one-value range stands in for equality.
            (
                Func(F(column), F(column), Value("[]"), function="int8range"),
                RangeOperators.OVERLAPS,
            ),
            # Half-open: what ends at ten leaves room for what begins at ten.
            (
                Func(
                    "starts_at",
                    "ends_at",
                    function="tstzrange",
                    output_field=DateTimeRangeField(),
                ),
                RangeOperators.OVERLAPS,
            ),
        ],
        condition=condition,
    )
