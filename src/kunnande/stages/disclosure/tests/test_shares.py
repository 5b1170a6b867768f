from datetime import timedelta

import pytest

from kunnande.stages.disclosure import services
from kunnande.stages.disclosure.queries import get_recipients, list_shares
from kunnande.stages.disclosure.tests.builders import a_share
from kunnande.stages.parties.tests.builders import NOON, TODAY, a_person, an_account
from kunnande.stages.trail.queries import list_entries, list_looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return a_person()


def test_a_link_shows_what_was_chosen_to_its_last_day(person):
    issued = a_share(person, area_ids=[7, 3, 7], last_on=TODAY + timedelta(days=1))

    share = services.open_share(token=issued.token, at=NOON + timedelta(days=1))

    assert share.area_ids == [3, 7]


def test_a_link_shows_nothing_after_its_last_day(person):
    issued = a_share(person, last_on=TODAY)

    with pytest.raises(services.ShareEndedError):
        services.open_share(token=issued.token, at=NOON + timedelta(days=1))


def test_a_withdrawn_link_shows_nothing_at_once(person):
    issued = a_share(person)
    services.withdraw_share(share_id=issued.share.pk, by=person.user, at=NOON)

    with pytest.raises(services.ShareEndedError):
        services.open_share(token=issued.token, at=NOON)


def test_a_guessed_link_shows_nothing(person):
    a_share(person)

    with pytest.raises(services.UnknownShareError):
        services.open_share(token="gissat", at=NOON)


def test_only_the_digest_of_a_link_is_kept(person):
    issued = a_share(person)

    assert issued.token not in str(vars(list_shares(person.pk)[0]))


def test_every_look_through_a_link_is_recorded_under_its_name(person):
    issued = a_share(person, recipient="Grannverken")
    services.open_share(token=issued.token, at=NOON)

    (look,) = list_looks_at(person.pk)

    assert get_recipients([look.viewer]) == {look.viewer: "Grannverken"}


def test_whoever_tries_their_own_link_has_not_been_seen(person):
    issued = a_share(person)

    services.open_share(token=issued.token, viewer_person_id=person.pk, at=NOON)

    assert list_looks_at(person.pk) == []


def test_the_trail_does_not_say_to_whom(person):
    a_share(person, recipient="Grannverken")

    (entry,) = [e for e in list_entries(person.trail_name) if e.act == "share_made"]

    assert "Grannverken" not in str(vars(entry))
    assert entry.facts == {"areas": 1, "certificates": 0, "until": TODAY.isoformat()}


@pytest.mark.parametrize(
    "wrong",
    [
        {"recipient": "  "},
        {"area_ids": []},
        {"last_on": TODAY - timedelta(days=1)},
        {"last_on": TODAY + timedelta(days=services.LONGEST_SHARE_DAYS + 1)},
    ],
)
def test_a_share_says_for_whom_shows_something_and_ends(person, wrong):
    with pytest.raises(services.ImproperShareError):
        a_share(person, **wrong)


def test_nobody_shares_what_another_can(person):
    other = an_account(a_person("Vera", "Kopplin"))

    with pytest.raises(services.ImproperShareError):
        services.make_share(
            person=person, recipient="Alla", area_ids=[1], last_on=TODAY, by=other, at=NOON
        )


def test_nobody_withdraws_another_persons_link(person):
    issued = a_share(person)
    other = an_account(a_person("Vera", "Kopplin"))

    with pytest.raises(services.UnknownShareError):
        services.withdraw_share(share_id=issued.share.pk, by=other, at=NOON)
