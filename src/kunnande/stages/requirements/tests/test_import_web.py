from __future__ import annotations

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kunnande.engines.tables import read_table
from kunnande.stages.parties.models import Employment, Person
from kunnande.stages.parties.tests.builders import NOON, a_member, an_employee, an_organisation
from kunnande.stages.requirements import services
from kunnande.stages.requirements.models import StagedImport
from kunnande.stages.requirements.tests.builders import (
    HEADER,
    SIRI,
    a_holding,
    a_role,
    a_staged_import,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return an_organisation()


@pytest.fixture
def employer(client, company):
    client.force_login(a_member(company))
    return client


def address(name, company):
    return reverse(f"requirements:{name}", args=[company.pk])


def upload(client, company, *rows, name="personal.csv", header=HEADER):
    file = SimpleUploadedFile(name, "\n".join((header, *rows)).encode())
    return client.post(address("import_people", company), {"file": file}, follow=True)


def test_a_list_is_uploaded_its_columns_chosen_and_its_rows_seen_and_taken_in(employer, company):
    columns = upload(employer, company, SIRI).content.decode()
    chosen = StagedImport.objects.get().mapping
    seen = employer.post(address("import_columns", company), chosen, follow=True).content.decode()
    assert not Employment.objects.exists()

    done = employer.post(address("import_preview", company), follow=True).content.decode()

    assert "Vilken kolumn är vad" in columns
    assert "1 nya, 0 ändras" in seen
    assert "Siri Ståhl" in done
    assert "1 person är anställd." in done


def test_no_page_shows_a_whole_identity_number(employer, company):
    columns = upload(employer, company, SIRI).content.decode()

    seen = employer.get(address("import_preview", company)).content.decode()

    assert "19800101••••" in columns
    assert "9804" not in columns + seen


def test_rows_to_mend_are_listed_with_number_column_and_rule(employer, company):
    upload(employer, company, SIRI, "Ali;;;ali@;;;;")

    page = employer.get(address("import_preview", company)).content.decode()
    tried = employer.post(address("import_preview", company)).content.decode()

    assert "1 rad behöver rättas först" in page
    assert "Rad 3" in page
    assert "e-postadress" in page
    assert "Inget är sparat" in tried
    assert not Employment.objects.exists()


def test_a_file_that_can_not_be_read_is_told_at_the_field(employer, company):
    page = upload(employer, company, name="personal.xlsx").content.decode()

    assert "något annat än namnet säger" in page
    assert not StagedImport.objects.exists()


def test_columns_without_names_we_know_are_chosen_by_hand(employer, company):
    upload(employer, company, "Siri;Ståhl;siri@exempel.se", header="A;B;C")

    early = employer.get(address("import_preview", company), follow=True).content.decode()
    missing = employer.post(
        address("import_columns", company), {"given_name": 0, "family_name": 1}
    ).content.decode()
    employer.post(
        address("import_columns", company), {"given_name": 0, "family_name": 1, "email": 2}
    )
    employer.post(address("import_preview", company))

    assert "Vilken kolumn är vad" in early
    assert "personnummer eller e-post" in missing
    assert Person.objects.get(employments__organisation=company).given_name == "Siri"


@pytest.mark.parametrize("name", ["import_columns", "import_preview"])
def test_without_a_list_that_waits_one_is_asked_for(employer, company, name):
    answer = employer.get(address(name, company))

    assert answer.url == address("import_people", company)


def test_somebody_elses_waiting_list_is_not_shown(employer, company):
    services.stage_import(
        organisation=company,
        file_name="a.csv",
        content=f"{HEADER}\n{SIRI}".encode(),
        by=a_member(company),
        at=NOON,
    )

    answer = employer.get(address("import_preview", company))

    assert answer.url == address("import_people", company)


def test_the_template_is_read_back_with_every_column_in_its_place(employer):
    content = employer.get(reverse("requirements:import_template")).content

    header = read_table("mall.xlsx", content).header
    assert list(header) == [str(label) for label in services.FIELDS.values()]


def test_the_roles_leave_as_the_list_shows_them(employer, company):
    a_holding(a_role(company, name="=Svetsare"), an_employee(company))

    answer = employer.get(address("roles_export", company))

    table = read_table("roller.xlsx", answer.content)
    assert answer["Content-Disposition"].startswith('attachment; filename="roller-')
    assert [cells for _row, cells in table.rows] == [
        ("=Svetsare", "1 person till behövs", "1", "2", "0")
    ]


def test_whoever_was_taken_in_is_invited_when_the_company_wants(employer, company):
    upload(employer, company, SIRI)
    employer.post(address("import_preview", company))
    person = Person.objects.get(given_name="Siri")
    mail.outbox.clear()

    page = employer.post(
        reverse("parties:renew_invitation", args=[company.pk, person.pk]), follow=True
    ).content.decode()

    assert "siri@exempel.se" in page
    assert [message.to for message in mail.outbox] == [["siri@exempel.se"]]


def test_whoever_another_company_registered_is_not_invited_past_it(employer, company):
    a_staged_and_confirmed(an_organisation("Andra verken"))
    a_staged_and_confirmed(company)
    person = Person.objects.get(given_name="Siri")

    page = employer.post(
        reverse("parties:renew_invitation", args=[company.pk, person.pk]), follow=True
    ).content.decode()

    assert "redan registrerad av någon annan" in page


def a_staged_and_confirmed(company):
    staged = a_staged_import(company, SIRI)
    services.confirm_import(staged=staged, by=staged.owner, at=NOON)
