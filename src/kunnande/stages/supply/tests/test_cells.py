from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from kunnande.stages.ledger.queries import ENDS_SOON_DAYS, CurrentStatement
from kunnande.stages.requirements.queries import Required
from kunnande.stages.supply.queries import cell_of

TODAY = date(2026, 11, 20)
KINDS = ("employer_attested", "documented", "theory_tested", "practically_assessed")
A_STATEMENT = CurrentStatement(
    id=1,
    person_id=3,
    area_id=7,
    area_version_id=70,
    level=3,
    kind="theory_tested",
    source="sitting:1",
    release_key="",
    place_id=None,
    stated_by="user:1",
    stated_at=datetime(2026, 11, 1, tzinfo=UTC),
    valid_until=None,
    is_released=True,
)


def required(level=3, *kinds):
    return Required(1, 7, level, frozenset(kinds or KINDS), 3)


def shown(level=3, kind="theory_tested", days=None):
    until = None if days is None else TODAY + timedelta(days=days)
    return A_STATEMENT._replace(level=level, kind=kind, valid_until=until)


def cell(demands, statements, *, is_sharing=True):
    return cell_of(7, demands, statements, is_sharing=is_sharing, on=TODAY)


statements = st.lists(
    st.builds(
        shown,
        st.integers(0, 4),
        st.sampled_from(KINDS),
        st.none() | st.integers(0, 400),
    ),
    max_size=6,
)
demands = st.lists(
    st.builds(
        lambda level, kinds: required(level, *kinds),
        st.integers(1, 4),
        st.sets(st.sampled_from(KINDS), min_size=1),
    ),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize(
    ("level", "state", "characters", "tone"),
    [(4, "met", "4", "ok"), (3, "met", "3", "ok"), (2, "remaining", "2/3", "gap")],
)
def test_a_cell_says_its_state_without_colour(level, state, characters, tone):
    found = cell([required(3)], [shown(level)])

    assert (found.state, found.written(), found.tone) == (state, characters, tone)


def test_nothing_shown_is_level_zero_of_what_is_required():
    assert cell([required(2)], []).written() == "0/2"


def test_what_is_not_required_is_not_weighed():
    found = cell([], [shown(4)])

    assert (found.state, found.written()) == ("none", "·")


def test_a_kind_of_proof_that_is_not_accepted_does_not_count():
    found = cell([required(2, "practically_assessed")], [shown(4, "theory_tested")])

    assert (found.state, found.held) == ("remaining", 0)


def test_two_roles_together_ask_for_the_higher_level_and_what_both_accept():
    both = [required(2, "documented", "theory_tested"), required(3, "theory_tested")]

    assert cell(both, [shown(3, "documented")]).state == "remaining"
    assert cell(both, [shown(3, "theory_tested")]).state == "met"


@pytest.mark.parametrize(
    ("days", "state"),
    [(None, "met"), (ENDS_SOON_DAYS + 1, "met"), (ENDS_SOON_DAYS, "soon"), (0, "soon")],
)
def test_a_cell_says_when_its_proof_ends_soon(days, state):
    assert cell([required(3)], [shown(3, days=days)]).state == state


def test_a_lasting_proof_at_the_level_keeps_a_cell_from_ending_soon():
    found = cell([required(3)], [shown(4, days=10), shown(3, "documented")])

    assert found.state == "met"


def test_where_nothing_is_shared_nothing_is_said_to_remain():
    found = cell([required(3)], [], is_sharing=False)

    assert (found.state, found.written(), found.tone) == ("unshared", "–", "self")


def test_what_the_company_attested_itself_counts_though_nothing_is_shared():
    found = cell([required(3)], [shown(3, "employer_attested")], is_sharing=False)

    assert found.state == "met"


@given(demands, statements, statements, st.booleans())
def test_knowing_more_never_turns_met_into_remaining(wanted, known, more, is_sharing):
    before = cell(wanted, known, is_sharing=is_sharing)
    after = cell(wanted, known + more, is_sharing=is_sharing)

    assert after.held >= before.held
    if before.state in {"met", "soon"}:
        assert after.state in {"met", before.state}


@given(demands, statements, st.booleans())
def test_a_cell_is_met_exactly_when_an_accepted_proof_reaches_every_level(
    wanted, known, is_sharing
):
    reaches = any(
        all(s.kind in d.accepted_kinds and s.level >= d.level for d in wanted) for s in known
    )

    assert (cell(wanted, known, is_sharing=is_sharing).state in {"met", "soon"}) is reaches


@given(demands, statements, st.booleans())
def test_a_cell_holds_at_most_four_characters(wanted, known, is_sharing):
    assert 1 <= len(cell(wanted, known, is_sharing=is_sharing).written()) <= 4
