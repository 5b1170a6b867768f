from __future__ import annotations

from datetime import date

import pytest

from kunnande.stages.parties.models import Employment
from kunnande.stages.parties.tests.builders import (
    NOON,
    a_person,
    an_account,
    an_organisation,
)
from kunnande.stages.requirements import services
from kunnande.stages.requirements.tests.builders import SIRI, a_staged_import

pytestmark = pytest.mark.django_db

NUMBER, OTHER_NUMBER = "198001019804", "198507099805"


@pytest.fixture
def company():
    return an_organisation()


def take_in(company, *rows):
    staged = a_staged_import(company, *rows)
    return services.confirm_import(staged=staged, by=staged.owner, at=NOON)


def problems_of(company, *rows):
    seen = services.preview_import(staged=a_staged_import(company, *rows), at=NOON)
    return [(p.row, p.field, p.rule) for p in seen.problems]


@pytest.mark.parametrize(
    ("row", "field", "told"),
    [
        (";Ståhl;;a@exempel.se;;;;", "given_name", "tom"),
        ("Siri;;;a@exempel.se;;;;", "family_name", "tom"),
        ("Siri;Ståhl;198001019805;;;;;", "identity_number", "kontrollsiffra"),
        ("Siri;Ståhl;٣٣٣;;;;;", "identity_number", "siffrorna"),
        ("Siri;Ståhl;;siri.exempel.se;;;;", "email", "e-postadress"),
        ("Siri;Ståhl;;;;;;", "", "personnummer eller e-post"),
        ("Siri;Ståhl;;a@exempel.se;;1/2 2020;;", "from_on", "ÅÅÅÅ-MM-DD"),
        ("Siri;Ståhl;;a@exempel.se;;2026-02-30;;", "from_on", "kalendern"),
        ("Siri;Ståhl;;a@exempel.se;;00007;;", "from_on", "ÅÅÅÅ-MM-DD"),
        ("Siri;Ståhl;;a@exempel.se;;2026-02-01;2026-01-01;", "to_on", "före"),
        ("Siri;Ståhl;;a@exempel.se;;;2026-01-01;", "", "första dagen"),
        ("Siri;Ståhl;;a@exempel.se;;;;;2026-01-01", "role_from_on", "ingen roll"),
        ("Siri;Ståhl;;a@exempel.se;;2026-02-01;;Roll;2026-01-01", "", "under anställningen"),
        (f"{'x' * 101};Ståhl;;a@exempel.se;;;;", "given_name", "100 tecken"),
        (f"Siri;Ståhl;;a@exempel.se;;;;{'x' * 201}", "roles", "200 tecken"),
        ("Siri;Ståhl;;a@exempel.se;a\x07b;;;", "team", "läsa"),
        ("Siri;Ståhl;;a@exempel.se;;;;;;för mycket", "", "fler celler"),
    ],
)
def test_a_row_that_does_not_hold_together_is_told_by_number_and_rule(company, row, field, told):
    found = problems_of(company, SIRI, row)

    assert [(number, name) for number, name, _rule in found] == [(3, field)]
    assert told in found[0][2]


@pytest.mark.parametrize("day", ["2020-02-01", "20200201", "2020/02/01", "2020.02.01", "43862"])
def test_a_day_is_read_in_every_form_a_spreadsheet_gives_it(company, day):
    take_in(company, SIRI.replace("2020-02-01", day))

    assert Employment.objects.get().from_on == date(2020, 2, 1)


@pytest.mark.parametrize(
    "twice",
    [
        f"Siri;Ståhl;{NUMBER[2:8]}-{NUMBER[8:]};;;;;",
        "Siri;Ståhl;;SIRI@exempel.se;;;;",
    ],
)
def test_one_person_on_two_rows_is_told_with_both_rows(company, twice):
    found = problems_of(company, SIRI, twice)

    assert [(row, "rad 2" in rule) for row, _field, rule in found] == [(3, True)]


def test_one_person_by_number_and_by_address_on_two_rows_is_told(company):
    take_in(company, SIRI)

    found = problems_of(company, f"Siri;Ståhl;{NUMBER};;;;;", "Siri;Ståhl;;siri@exempel.se;;;;")

    assert "rad 2" in found[0][2]


def test_an_address_of_somebody_with_another_number_is_told(company):
    take_in(company, SIRI)

    found = problems_of(company, f"Sara;Ståhl;{OTHER_NUMBER};siri@exempel.se;;;;")

    assert "Siri Ståhl" in found[0][2]


@pytest.mark.parametrize("number", ["", OTHER_NUMBER])
def test_an_address_of_an_account_elsewhere_is_told_without_a_name(company, number):
    an_account(a_person("Hemlig", "Person"), "siri@exempel.se")

    found = problems_of(company, f"Siri;Ståhl;{number};siri@exempel.se;;;;")

    assert "konto" in found[0][2]
    assert "Hemlig" not in found[0][2]


def test_two_employments_that_one_row_would_cover_are_told(company):
    for days in ("2020-01-01;2020-12-31", "2022-01-01;2022-12-31"):
        take_in(company, f"Siri;Ståhl;{NUMBER};;;{days};")

    found = problems_of(company, f"Siri;Ståhl;{NUMBER};;;2020-06-01;;")

    assert "flera anställningar" in found[0][2]
