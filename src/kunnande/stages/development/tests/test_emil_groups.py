from datetime import time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kunnande.stages.development.models import CourseGroup
from kunnande.stages.development.services import (
    GroupsChosen,
    ImproperOccasionError,
    import_course_list,
    preview_course_list,
)
from kunnande.stages.development.tests.builders import a_provider
from kunnande.stages.development.tests.emil import EMIL, TAGS
from kunnande.stages.framework.tests.builders import an_imported_scheme
from kunnande.stages.parties.tests.builders import NOON, TODAY

pytestmark = pytest.mark.django_db
FRIDAY = TODAY + timedelta(days=11 - TODAY.weekday())
IN_A_ROW = [FRIDAY, FRIDAY + timedelta(days=3), FRIDAY + timedelta(days=4)]
EVENT = "e.kv.matteknik.1"
PLACE = "<location><municipalityCode>0617</municipalityCode></location>"


@pytest.fixture
def provider():
    an_imported_scheme()
    return a_provider()


def document(starts_on=FRIDAY, place=PLACE, more=""):
    """Return the document with one occasion from a day on."""
    told = f"<start>{starts_on}</start></execution>{place}{more}"
    return EMIL.replace(b"<start>2026-03-02</start></execution>", told.encode(), 1)


def preview(provider, content):
    organisation, user = provider
    return preview_course_list(
        provider=organisation, file_name="u.xml", content=content, areas=TAGS, by=user, at=NOON
    )


def take_in(provider, chosen, areas=TAGS):
    organisation, user = provider
    return import_course_list(
        provider=organisation,
        file_name="u.xml",
        content=document(),
        areas=areas,
        groups=chosen,
        by=user,
        at=NOON,
    )


def test_an_occasion_that_is_to_come_is_offered_as_a_group(provider):
    (offered,) = preview(provider, document()).groups

    assert (offered.code, offered.starts_on, offered.days) == (EVENT, FRIDAY, 3)
    assert (offered.municipality, offered.seats) == ("Gnosjö", 12)


def test_the_name_of_a_town_is_enough(provider):
    place = "<locations><location><town>Gnosjö</town></location></locations>"

    (offered,) = preview(provider, document(place=place)).groups

    assert offered.municipality_code == "0617"


@pytest.mark.parametrize(
    "changed",
    [
        {"starts_on": TODAY},
        {"starts_on": "2026"},
        {"starts_on": FRIDAY + timedelta(days=1)},
        {"place": ""},
        {"place": "<location><municipalityCode>0180</municipalityCode></location>"},
        {"more": "<distance><mandatory>0</mandatory></distance>"},
        {"more": "<paceOfStudy><percentage>50</percentage></paceOfStudy>"},
        {"more": "<paceOfStudy><percentage>halv</percentage></paceOfStudy>"},
    ],
    ids=["begun", "dayless", "weekend", "nowhere", "elsewhere", "remote", "half", "unread"],
)
def test_an_occasion_that_does_not_say_enough_is_left_to_its_provider(provider, changed):
    assert preview(provider, document(**changed)).groups == ()


def test_what_is_chosen_is_opened_on_weekdays_in_a_row(provider):
    read = take_in(provider, GroupsChosen(frozenset({EVENT}), time(7), time(15, 30)))

    group = CourseGroup.objects.get()
    moments = [timezone.localtime(one.starts_at) for one in group.occasions.order_by("starts_at")]
    assert [one.code for one in read.groups] == [EVENT]
    assert [one.date() for one in moments] == IN_A_ROW
    assert moments[0].time() == time(7)
    assert (group.seats, group.municipality_code) == (12, "0617")


def test_nothing_is_opened_that_nobody_chose(provider):
    take_in(provider, None)

    assert not CourseGroup.objects.exists()


def test_an_open_group_is_not_offered_again(provider):
    chosen = GroupsChosen(frozenset({EVENT}))
    take_in(provider, chosen)

    again = take_in(provider, chosen)

    assert again.groups == ()
    assert CourseGroup.objects.count() == 1


def test_days_that_end_before_they_begin_open_nothing_and_keep_no_course(provider):
    with pytest.raises(ImproperOccasionError):
        take_in(provider, GroupsChosen(frozenset({EVENT}), time(15), time(7)))


def test_a_provider_chooses_on_the_page_which_groups_open(provider):
    browser, starts_on = Client(), timezone.localdate() + timedelta(days=30)
    browser.force_login(provider[1])
    while starts_on.weekday() > 4:
        starts_on += timedelta(days=1)
    file = SimpleUploadedFile("u.xml", document(starts_on))
    seen = browser.post(reverse("development:upload"), {"provider": provider[0].pk, "file": file})
    told = {f"areas:{code}": areas for code, areas in TAGS.items()}
    told |= {"kept": seen.context["kept"], f"group:{EVENT}": "on", "starts": "07:00"}

    done = browser.post(reverse("development:confirm_upload"), told, follow=True)

    assert "Gnosjö" in seen.content.decode()
    assert "1 grupp är öppen." in done.content.decode()
    first = CourseGroup.objects.get().occasions.earliest("starts_at")
    assert timezone.localtime(first.starts_at).time() == time(7)
