from __future__ import annotations

from contextlib import nullcontext

import pytest
from click.testing import CliRunner

from kunnande.site.cli import import_, main
from kunnande.stages.parties.models import Employment
from kunnande.stages.parties.tests.builders import a_member, an_organisation, an_organisation_number
from kunnande.stages.requirements.models import StagedImport
from kunnande.stages.requirements.tests.builders import HEADER, SIRI
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return an_organisation()


@pytest.fixture
def contact(company):
    return a_member(company)


@pytest.fixture
def run(monkeypatch, tmp_path, company, contact):
    """Run the command on a file of these lines, with the tests' own database."""
    monkeypatch.setattr(import_, "running_database", lambda _role: nullcontext())

    def run(*options, lines=(HEADER, SIRI), number="", email=""):
        file = tmp_path / "personal.csv"
        file.write_text("\n".join(lines), encoding="utf-8")
        who = ["--company", number or company.organisation_number, "--as", email or contact.email]
        return CliRunner().invoke(main, ["import", str(file), *who, *options])

    return run


def test_without_confirmation_rows_are_shown_and_nothing_is_kept(run):
    result = run()

    assert result.exit_code == 0
    assert "row 2: new: Siri Ståhl" in result.output
    assert "new role: Svetsare" in result.output
    assert not Employment.objects.exists()
    assert not StagedImport.objects.exists()


def test_with_confirmation_all_is_saved_and_the_account_is_in_the_trail(run, company, contact):
    result = run("--confirm")

    acts = {entry.act: entry.actor for entry in list_entries(company.trail_name)}
    assert (result.exit_code, Employment.objects.count()) == (0, 1)
    assert acts["people_imported"] == acts["employed"] == contact.trail_name


def test_rows_that_do_not_hold_together_are_listed_with_exit_code_1(run):
    result = run("--confirm", lines=(HEADER, SIRI, ";;;x;;;;"))

    assert result.exit_code == 1
    assert "row 3: to mend: Given name" in result.output
    assert not Employment.objects.exists()


def test_a_column_is_named_by_hand(run):
    lines = (HEADER.replace("Efternamn", "Släkt"), SIRI)

    refused, named = run(lines=lines), run("--map", "Släkt=family_name", lines=lines)

    assert (refused.exit_code, named.exit_code) == (2, 0)
    assert "Family name" in refused.output


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--map", "Lag=shoe_size"), "shoe_size is no field"),
        (("--map", "Skor=team"), "no column Skor"),
    ],
)
def test_a_column_or_field_that_is_not_there_is_refused(run, options, told):
    result = run(*options)

    assert (result.exit_code, told in result.output) == (2, True)


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ({"number": "123"}, "NNNNNN-NNNN"),
        ({"number": an_organisation_number(77)}, "does not act as employer"),
        ({"email": "nobody@exempel.se"}, "no account"),
    ],
)
def test_who_may_not_act_for_the_company_is_refused(run, who, told):
    result = run("--confirm", **who)

    assert (result.exit_code, told in result.output) == (2, True)


def test_a_file_that_is_no_table_is_refused(run):
    result = run(lines=("",))

    assert result.exit_code == 2


def test_help_says_the_fields_an_example_and_the_exit_codes():
    text = CliRunner().invoke(main, ["import", "--help"]).output

    assert all(word in text for word in ("identity_number", "--confirm", "Exits with", "staff.csv"))
