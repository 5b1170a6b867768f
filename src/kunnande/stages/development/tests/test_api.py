import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kunnande.stages.development.tests.builders import Workplace, a_course, a_group, a_provider
from kunnande.stages.development.tests.emil import EMIL

pytestmark = pytest.mark.django_db


@pytest.fixture
def workplace():
    return Workplace()


@pytest.fixture
def provider():
    return a_provider()


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def send(user, method, address, body=None):
    answer = client_of(user).generic(
        method, f"/api/v1{address}", json.dumps(body or {}), content_type="application/json"
    )
    return answer.status_code, answer.json()


def test_a_plan_goes_from_draft_to_agreed(workplace):
    own = f"/me/employers/{workplace.company.pk}/plan"
    status, drafted = send(workplace.user, "POST", own)
    assert (status, len(drafted["steps"])) == (201, 2)

    send(workplace.user, "POST", f"/me/plans/{drafted['id']}/proposal")
    status, agreed = send(workplace.employer, "POST", f"/plans/{drafted['id']}/agreements")

    assert (status, agreed["state"]) == (200, "agreed")


def test_what_remains_is_told_to_its_own_person(workplace):
    status, gaps = send(workplace.user, "GET", f"/me/employers/{workplace.company.pk}/gaps")

    assert status == 200
    assert [gap["why"] for gap in gaps] == ["nothing", "nothing"]


def test_a_plan_that_is_not_there_is_not_found(workplace):
    status, _told = send(workplace.user, "GET", f"/me/employers/{workplace.company.pk}/plan")

    assert status == 404


@pytest.mark.usefixtures("workplace")
def test_a_list_with_problems_is_told_row_by_row(provider):
    file = SimpleUploadedFile("kurser.csv", b"Kurs\nRita\n")

    answer = client_of(provider[1]).post("/api/v1/provider/courses", {"file": file})

    assert answer.status_code == 200
    assert answer.json()["courses"] == 0
    assert answer.json()["problems"]


def test_a_group_takes_people_and_tells_its_provider_who(workplace, provider):
    at = timezone.localtime()
    group = a_group(a_course(*provider, at), provider[1], at)
    body = {"person_id": workplace.person.pk}
    seats = f"/organisations/{workplace.company.pk}/course-groups/{group.pk}/seats"

    status, _seat = send(workplace.employer, "POST", seats, body)

    assert status == 201
    _status, told = send(provider[1], "GET", f"/provider/course-groups/{group.pk}")
    assert [one["company"] for one in told["participants"]] == [workplace.company.name]


@pytest.mark.usefixtures("workplace")
def test_an_emil_document_is_shown_before_it_is_kept(provider):
    client, address = client_of(provider[1]), "/api/v1/provider/courses"
    body = {"areas": json.dumps({"i.kv.matteknik": "IT07:2"})}

    def send_file(where):
        return client.post(where, {**body, "file": SimpleUploadedFile("utbud.xml", EMIL)}).json()

    shown = send_file(f"{address}/preview")
    assert [(row["code"], row["areas"]) for row in shown["courses"]] == [
        ("i.kv.matteknik", "IT07:2"),
        ("i.kv.keramik", ""),
    ]

    assert send_file(address) == {"courses": 1, "groups": 0, "problems": []}


@pytest.mark.parametrize("areas", ["[]", "{", '{"a": 1}', "[" * 100_000])
@pytest.mark.usefixtures("workplace")
def test_areas_that_are_no_object_of_texts_are_refused(provider, areas):
    body = {"areas": areas, "file": SimpleUploadedFile("utbud.xml", EMIL)}

    answer = client_of(provider[1]).post("/api/v1/provider/courses", body)

    assert answer.status_code == 422
