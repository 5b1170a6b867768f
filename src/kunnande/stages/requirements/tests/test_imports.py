from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from kunnande.stages.parties.models import Employment, Person
from kunnande.stages.parties.queries import list_employees
from kunnande.stages.parties.services import end_employment, invite_employee, register_person
from kunnande.stages.parties.tests.builders import (
    NOON,
    TODAY,
    a_member,
    a_person,
    a_service_user,
    an_account,
    an_employee,
    an_organisation,
)
from kunnande.stages.requirements import services
from kunnande.stages.requirements.models import Holding, OccupationalRole, StagedImport
from kunnande.stages.requirements.tests.builders import (
    HEADER,
    SIRI,
    a_role,
    a_staged_import,
    a_template,
)
from kunnande.stages.trail import queries as trail

pytestmark = pytest.mark.django_db

NUMBER = "198001019804"


@pytest.fixture
def company():
    return an_organisation()


def preview(company, *rows, at=NOON):
    return services.preview_import(staged=a_staged_import(company, *rows), at=at)


def take_in(company, *rows, at=NOON):
    staged = a_staged_import(company, *rows)
    return services.confirm_import(staged=staged, by=staged.owner, at=at)


def test_nothing_is_taken_in_before_it_is_confirmed(company):
    seen = preview(company, SIRI)

    assert (seen.new, seen.problems) == (1, ())
    assert not Person.objects.filter(given_name="Siri").exists()


def test_a_confirmed_list_becomes_people_employments_and_roles(company):
    summary = take_in(company, SIRI)

    employee = list_employees(company, on=TODAY)[0]
    held = Holding.objects.select_related("role").get()
    assert (employee.name, employee.team, employee.email) == (
        "Siri Ståhl", "Skift 1", "siri@exempel.se",
    )  # fmt: skip
    assert employee.from_on == date(2020, 2, 1)
    assert (held.person_id, held.role.name) == (employee.person_id, "Svetsare")
    assert (summary.employed, summary.roles_made, summary.roles_given) == (1, 1, 1)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=40)])
def test_the_same_list_twice_changes_nothing(company, later):
    ali = "Ali;Borr;;ali@exempel.se;;;;"
    take_in(company, SIRI, ali)

    again = take_in(company, SIRI, ali, at=NOON + later)

    assert (again.employed, again.changed, again.unchanged, again.roles_given) == (0, 0, 2, 0)
    assert Employment.objects.count() == 2


def test_who_has_ended_can_stand_in_the_list_twice(company):
    ended = f"Eva;Fräs;{NUMBER};;;2019-01-01;2020-12-31;Svetsare"
    take_in(company, ended)

    again = take_in(company, ended)

    assert again.unchanged == 1


def test_a_number_known_at_another_company_is_the_same_person(company):
    elsewhere = register_person(
        given_name="Siri", family_name="Ståhl", identity_number=NUMBER, by=a_service_user(), at=NOON
    )

    take_in(company, SIRI)

    assert Employment.objects.get(organisation=company).person_id == elsewhere.pk


def test_an_address_that_was_invited_is_the_same_person(company):
    issued = invite_employee(
        organisation=company, given_name="Siri", family_name="Ståhl", email="Siri@exempel.se",
        by=a_service_user(), at=NOON,
    )  # fmt: skip

    take_in(company, "Siri;Ståhl;;siri@exempel.se;Skift 2;;;")

    employment = Employment.objects.get()
    assert (employment.person_id, employment.team) == (issued.invitation.person_id, "Skift 2")


def test_what_is_known_is_changed_and_told_beforehand(company):
    take_in(company, SIRI)
    row = (
        SIRI.replace("Skift 1", "Skift 2")
        .replace("siri@", "siri.s@")
        .replace("-01;;", "-01;2026-12-31;")
    )

    seen = preview(company, row)
    take_in(company, row)

    employment = Employment.objects.get()
    assert [r.state for r in seen.rows] == ["changed"]
    assert "Skift 1 blir Skift 2" in seen.rows[0].notes[0]
    assert (employment.team, employment.to_on) == ("Skift 2", date(2026, 12, 31))
    assert employment.email == "siri.s@exempel.se"


def test_name_number_and_first_day_stand_as_they_were_and_that_is_said(company):
    an_account(an_employee(company, "Siri", "Ståhl"), "siri@exempel.se")

    row = preview(company, f"Siri;Berg;{NUMBER};siri@exempel.se;;2020-02-01;;").rows[0]

    assert row.state == "same"
    assert len(row.notes) == 3


def test_a_role_takes_its_requirements_from_the_template_of_its_name(company):
    a_template()

    new = preview(company, SIRI.replace("Svetsare", "operator"), SIRI.replace("Svetsare", "Egen"))
    take_in(company, SIRI.replace("Svetsare", '"operatör;Egen roll"'))

    assert [role.origin for role in new.new_roles] == ["Operatör"]
    assert [role.requirements.count() for role in OccupationalRole.objects.order_by("pk")] == [2, 0]


def test_a_role_the_company_has_is_given_and_not_made_again(company):
    role = a_role(company, name="Svetsare")

    take_in(company, SIRI.replace("Svetsare", "SVETSARE"))

    assert Holding.objects.get().role_id == role.pk


def test_with_one_row_that_does_not_hold_together_nothing_is_saved(company):
    with pytest.raises(services.ImportHasProblemsError):
        take_in(company, SIRI, ";;;;;;;x")

    assert not Employment.objects.exists()
    assert StagedImport.objects.count() == 1


def test_what_changes_between_preview_and_confirmation_is_seen(company):
    staged = a_staged_import(company, "Siri;Ståhl;;siri@exempel.se;;;;")
    an_account(a_person(), "siri@exempel.se")

    with pytest.raises(services.ImportHasProblemsError):
        services.confirm_import(staged=staged, by=staged.owner, at=NOON)


def test_a_list_is_taken_in_once_however_often_it_is_confirmed(company):
    staged = a_staged_import(company, SIRI)
    same = StagedImport.objects.get()
    services.confirm_import(staged=staged, by=staged.owner, at=NOON)

    with pytest.raises(services.NothingStagedError):
        services.confirm_import(staged=same, by=same.owner, at=NOON)


def test_who_came_back_is_employed_anew(company):
    take_in(company, SIRI)
    spell = Employment.objects.get()
    end_employment(employment=spell, to_on=date(2024, 1, 1), by=a_service_user(), at=NOON)

    summary = take_in(company, SIRI.replace("2020-02-01", "2025-01-01"))

    assert summary.employed == 1
    assert Person.objects.filter(given_name="Siri").count() == 1


def test_each_persons_acts_stand_in_the_trail_and_the_file_as_a_digest(company):
    staged = a_staged_import(company, SIRI)
    digest = staged.digest

    services.confirm_import(staged=staged, by=staged.owner, at=NOON)

    person = Person.objects.get(given_name="Siri")
    acts = {e.act: e for e in trail.list_entries(company.trail_name)}
    assert acts["employed"].subject == acts["role_assigned"].subject == person.trail_name
    assert acts["people_imported"].facts == {"digest": digest, "rows": 1, "employed": 1}
    assert acts["people_imported"].actor == staged.owner.trail_name
    assert [e.act for e in trail.list_entries(person.trail_name)] == ["person_registered"]
    assert trail.find_broken_link() is None


def test_a_list_that_waits_shows_nothing_in_the_database(company):
    a_staged_import(company, SIRI)

    kept = bytes(StagedImport.objects.get().table_sealed)
    assert all(text.encode() not in kept for text in (NUMBER, "Siri", "0101"))


def test_a_new_list_replaces_the_one_that_waits(company):
    owner = a_member(company)

    for row in (SIRI, SIRI.replace("Siri", "Sara")):
        services.stage_import(
            organisation=company, file_name="a.csv", content=f"{HEADER}\n{row}".encode(),
            by=owner, at=NOON,
        )  # fmt: skip

    assert services.read_staged(StagedImport.objects.get()).rows[0][1][0] == "Sara"


def test_a_list_that_nobody_confirms_is_let_go_of_after_a_day(company):
    a_staged_import(company, SIRI)
    forget = services.forget_staged_imports

    soon = forget(by=a_service_user(), at=NOON + timedelta(hours=23))
    later = forget(by=a_service_user(), at=NOON + timedelta(hours=25))

    assert (soon, later, StagedImport.objects.count()) == (0, 1, 0)


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ({"given_name": 0}, "Efternamn"),
        ({"given_name": 0, "family_name": 1}, "personnummer eller e-post"),
        ({"given_name": 0, "family_name": 0, "email": 3}, "olika kolumner"),
        ({"given_name": 0, "family_name": 99, "email": 3}, "Efternamn"),
    ],
)
def test_columns_that_can_not_be_used_are_told(company, mapping, told):
    staged = a_staged_import(company, SIRI)

    with pytest.raises(services.UnmappedColumnsError, match=told):
        services.choose_columns(staged=staged, mapping=mapping)


@given(name=st.sampled_from(["a.csv", "a.xlsx", "a.txt", "a"]), content=st.binary(max_size=600))
@settings(
    max_examples=80, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_any_bytes_are_shown_or_refused_by_name(company, name, content):
    owner = a_service_user()
    begin = HEADER.encode() + b"\n" if name == "a.csv" else b""

    try:
        staged = services.stage_import(
            organisation=company, file_name=name, content=begin + content, by=owner, at=NOON
        )
        services.preview_import(staged=staged, at=NOON)
    except (services.RefusedImportError, services.UnmappedColumnsError) as error:
        assert str(error)  # noqa: PT017  both ends are right


def test_somebody_without_an_address_can_not_be_invited_and_that_is_said(company):
    row = preview(company, f"Siri;Ståhl;{NUMBER};;;;;").rows[0]

    assert any("Utan e-post" in note for note in row.notes)
