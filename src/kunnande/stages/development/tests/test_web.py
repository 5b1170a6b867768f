from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kunnande.stages.development import services
from kunnande.stages.development.models import AttendedOccasion, Course, Enrolment, Plan
from kunnande.stages.development.tests.builders import Workplace, a_course, a_group, a_provider
from kunnande.stages.development.tests.emil import EMIL

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def post(user, name, *args, **form):
    return signed_in(user).post(reverse(f"development:{name}", args=args), form, follow=True)


def page(user, name, *args):
    return signed_in(user).get(reverse(f"development:{name}", args=args)).content.decode()


@pytest.fixture
def workplace():
    return Workplace()


@pytest.fixture
def drafted(workplace):
    post(workplace.user, "draft", workplace.company.pk)
    workplace.plan = Plan.objects.get()
    return workplace


@pytest.fixture
def shown(drafted):
    post(drafted.user, "propose", drafted.plan.pk)
    return drafted


@pytest.fixture
def provider():
    return a_provider()


def a_group_of(provider):
    at = timezone.localtime()
    return a_group(a_course(*provider, at), provider[1], at)


def test_a_person_without_a_plan_is_offered_one(workplace):
    assert "Gör ett förslag" in page(workplace.user, "mine")


def test_a_draft_shows_what_remains_and_can_be_changed(drafted):
    step = drafted.plan.steps.first()

    post(drafted.user, "step", step.pk, means="practice", whose_time="shared", words="Med Bo.")

    told = page(drafted.user, "mine")
    assert "Med Bo." in told
    assert "Hälften var" in told


def test_a_step_that_names_no_course_asks_for_one(drafted):
    step = drafted.plan.steps.first()

    answer = post(drafted.user, "step", step.pk, means="course", whose_time="work")

    assert "Välj vilken kurs det är." in answer.content.decode()


def test_nobody_else_opens_a_step(drafted):
    address = reverse("development:step", args=[drafted.plan.steps.first().pk])

    assert signed_in(drafted.employer).get(address).status_code == 404


def test_an_employer_reads_and_agrees_to_what_is_shown(shown):
    assert "Läs" in page(shown.employer, "plans")

    answer = post(shown.employer, "plan", shown.plan.pk)

    assert "Överenskommen" in answer.content.decode()


def test_a_plan_taken_back_is_nobodys_to_read(shown):
    post(shown.user, "take_back", shown.plan.pk)

    address = reverse("development:plan", args=[shown.plan.pk])
    assert signed_in(shown.employer).get(address).status_code == 404


def test_whoever_has_shown_everything_is_told_so(workplace):
    workplace.show("IT07", 2)
    workplace.show("IT08", 2)

    answer = post(workplace.user, "draft", workplace.company.pk)

    assert "Inget återstår" in answer.content.decode()


def test_a_hand_over_is_a_paper_with_what_is_proven_and_what_remains(workplace):
    workplace.show("IT07", 2)

    answer = post(workplace.user, "hand_over", recipient="TSL", company=workplace.company.pk)

    read = "\n".join(p.extract_text() for p in PdfReader(BytesIO(answer.content)).pages)
    assert answer["Content-Type"] == "application/pdf"
    for words in ("TSL", "Område IT07", "Område IT08", "Kan stängas med"):
        assert words in read


def test_a_seat_is_taken_and_given_back(workplace, provider):
    group = a_group_of(provider)

    post(workplace.user, "enrol", group.pk)
    seat = Enrolment.objects.get()
    assert "Lämna platsen" in page(workplace.user, "courses")
    post(workplace.user, "cancel", seat.pk)

    seat.refresh_from_db()
    assert seat.state == "cancelled"


def test_an_employer_books_a_seat_for_an_employee(workplace, provider):
    group = a_group_of(provider)

    post(
        workplace.employer,
        "staff",
        workplace.company.pk,
        group=group.pk,
        person=workplace.person.pk,
    )

    assert Enrolment.objects.get().company == workplace.company


@pytest.mark.usefixtures("workplace")
def test_a_list_of_courses_is_read_in(provider):
    content = b"Kurskod;Kurs;Omr\xc3\xa5den;Timmar\nM1;M\xc3\xa4ta;IT07:2;8\n"

    shown = post(provider[1], "upload", provider=provider[0].pk, file=file_of(content))
    assert "Mäta" in shown.content.decode()
    assert not Course.objects.exists()

    post(provider[1], "confirm_upload", kept=shown.context["kept"])

    assert Course.objects.get().title_sv == "Mäta"


@pytest.mark.usefixtures("workplace")
def test_a_list_with_a_bad_row_names_it_and_keeps_nothing(provider):
    content = b"Kurskod;Kurs;Omr\xc3\xa5den;Timmar\nM1;M\xc3\xa4ta;XX:2;8\n"

    answer = post(provider[1], "upload", provider=provider[0].pk, file=file_of(content))

    assert answer.status_code == 422
    assert "området XX finns inte" in answer.content.decode()
    assert not Course.objects.exists()


@pytest.mark.usefixtures("workplace")
def test_the_template_can_be_read_in_again(provider):
    template = signed_in(provider[1]).get(reverse("development:template")).content

    acting = {"by": provider[1], "at": timezone.localtime()}
    read = services.preview_course_list(
        provider=provider[0], file_name="mall.xlsx", content=template, **acting
    )

    assert [problem.rule for problem in read.problems] == ["området IT02 finns inte"]


def test_a_group_is_opened_attended_and_finished(workplace, provider):
    course = a_course(*provider, timezone.localtime())
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    told = {"municipality_code": "0680", "seats": 4, "first_day": day, "days": 1}
    post(provider[1], "new_group", course.pk, starts="08:00", ends="12:00", **told)
    group = course.groups.get()
    post(workplace.user, "enrol", group.pk)
    occasion = group.occasions.get()
    earlier = timezone.localtime() - timedelta(days=1)
    group.occasions.update(starts_at=earlier, ends_at=earlier + timedelta(hours=4))
    seat = Enrolment.objects.get()

    post(provider[1], "occasion", occasion.pk, **{f"minutes-{seat.pk}": "230"})
    answer = post(provider[1], "finish", group.pk)

    assert AttendedOccasion.objects.get().minutes == 230
    assert "1 har gått igenom den" in answer.content.decode()


def test_minutes_that_are_no_number_are_asked_for_again(workplace, provider):
    group = a_group_of(provider)
    post(workplace.user, "enrol", group.pk)
    seat = Enrolment.objects.get()

    answer = post(
        provider[1], "occasion", group.occasions.first().pk, **{f"minutes-{seat.pk}": "x"}
    )

    assert answer.status_code == 422


def test_a_group_called_off_gives_every_seat_back(workplace, provider):
    group = a_group_of(provider)
    post(workplace.user, "enrol", group.pk)

    post(provider[1], "call_off", group.pk)

    assert Enrolment.objects.get().state == "cancelled"


@pytest.mark.usefixtures("workplace")
def test_a_withdrawn_course_opens_no_more_groups(provider):
    course = a_course(*provider, timezone.localtime())

    answer = post(provider[1], "withdraw", course.pk)

    assert "Erbjuds inte längre" in answer.content.decode()


@pytest.mark.usefixtures("workplace")
def test_an_emil_document_is_given_its_areas_before_it_is_kept(provider):
    shown = post(provider[1], "upload", provider=provider[0].pk, file=file_of(EMIL, "utbud.xml"))
    assert "Keramik på kvällstid" in shown.content.decode()
    kept = {"kept": shown.context["kept"]}

    asked = post(provider[1], "confirm_upload", **kept)
    assert "Skriv ett område för minst en kurs." in asked.content.decode()
    assert not Course.objects.exists()

    post(provider[1], "confirm_upload", **kept, **{"areas:i.kv.matteknik": "IT07:2"})

    assert Course.objects.get().title_sv == "Mätteknik, grund"


@pytest.mark.usefixtures("workplace")
@pytest.mark.parametrize("whose", ["another", "nobody"])
def test_a_file_that_somebody_else_chose_is_not_taken_in(provider, whose):
    shown = post(provider[1], "upload", provider=provider[0].pk, file=file_of(EMIL, "utbud.xml"))
    kept = shown.context["kept"] if whose == "another" else "påhittat"

    answer = post(a_provider("Andra")[1], "confirm_upload", kept=kept)

    assert "Välj filen igen" in answer.content.decode()
    assert not Course.objects.exists()


def file_of(content, name="kurser.csv"):
    file = BytesIO(content)
    file.name = name
    return file
