from __future__ import annotations

import json
from contextlib import nullcontext

import pytest
from click.testing import CliRunner

from kunnande.site.cli import award, main, verify
from kunnande.stages.credentials.queries import (
    Certificate,
    get_did_document,
    get_document_text,
    get_status_list_credential,
)
from kunnande.stages.credentials.tests.builders import a_certificate, a_demo, revoked
from kunnande.stages.decision.tests.builders import a_decided_case
from kunnande.stages.testing.tests.builders import minutes
from kunnande.stages.trail.queries import list_entries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_tests_own_database(monkeypatch, settings, tmp_path):
    settings.ISSUER_KEYS = tmp_path / "issuer"
    settings.PUBLIC_HOST = ""
    for module in (award, verify):
        monkeypatch.setattr(module, "running_database", lambda _role: nullcontext())
    monkeypatch.setattr(verify, "read_clock", lambda: minutes(200))


@pytest.fixture
def files(tmp_path):
    """A certificate, its issuer's document and the list of what is revoked, as files."""
    awarded = a_certificate()
    return written(tmp_path, awarded.certificate), awarded


def written(folder, certificate):
    contents = {
        "certificate": json.loads(get_document_text(certificate.public_id)),
        "did": get_did_document(),
        "list": get_status_list_credential(certificate.status_list_id),
    }
    for name, content in contents.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return {name: str(folder / f"{name}.json") for name in contents}


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def checked(paths, *options):
    return run("verify", paths["certificate"], "--did-document", paths["did"], *options)


def test_everything_that_waits_is_awarded_and_the_account_is_in_the_trail():
    a_demo()
    decided = a_decided_case()

    result = run("award", "--all-ready", "--as", decided.examiner.email)

    certificate = Certificate.objects.get()
    last = list_entries(decided.decision.case.trail_name)[-1]
    assert (result.exit_code, str(certificate.public_id) in result.output) == (0, True)
    assert (last.act, last.actor) == ("certificate_awarded", decided.examiner.trail_name)


def test_a_decision_that_gives_no_certificate_is_refused_with_exit_code_1():
    a_demo()
    decided = a_decided_case(right=())

    result = run("award", decided.decision.pk, "--as", decided.examiner.email)

    assert (result.exit_code, Certificate.objects.exists()) == (1, False)


def test_only_somebody_who_may_awards():
    a_demo()
    decided = a_decided_case()

    result = run("award", decided.decision.pk, "--as", decided.planned.leader.email)

    assert (result.exit_code, Certificate.objects.exists()) == (2, False)


@pytest.mark.parametrize("arguments", [[], ["1", "--all-ready"], ["999999"]])
def test_an_award_that_can_not_be_understood_has_exit_code_2(arguments):
    a_demo()
    decided = a_decided_case()

    assert run("award", *arguments, "--as", decided.examiner.email).exit_code == 2


def test_a_valid_certificate_has_exit_code_0_with_nothing_but_files(
    files, django_assert_num_queries
):
    paths, _awarded = files

    with django_assert_num_queries(0):
        result = checked(paths, "--status-list", paths["list"])

    assert result.exit_code == 0
    assert "The certificate is valid." in result.output


def test_without_a_status_list_it_can_not_be_told(files):
    paths, _awarded = files

    result = checked(paths, "--json")

    assert (result.exit_code, json.loads(result.output)["verdict"]) == (2, "can not be told")


def test_a_revoked_certificate_is_not_valid(files, tmp_path):
    _paths, awarded = files
    paths = written(tmp_path, revoked(awarded).certificate)

    result = checked(paths, "--status-list", paths["list"])

    assert result.exit_code == 1
    assert "revoked" in result.output


def test_a_changed_certificate_is_not_valid(files, tmp_path):
    paths, _awarded = files
    document = json.loads((tmp_path / "certificate.json").read_text(encoding="utf-8"))
    document["validFrom"] = "2020-01-01T00:00:00Z"
    (tmp_path / "certificate.json").write_text(json.dumps(document), encoding="utf-8")

    assert checked(paths, "--status-list", paths["list"]).exit_code == 1


def test_a_certificate_of_this_installation_is_checked_by_its_id(files):
    _paths, awarded = files

    assert run("verify", awarded.certificate.public_id).exit_code == 0


@pytest.mark.parametrize("content", ["", "[]", "\x00", "[" * 100_000])
def test_what_is_no_document_is_refused_by_name(files, tmp_path, content):
    paths, _awarded = files
    (tmp_path / "certificate.json").write_text(content, encoding="utf-8")

    result = checked(paths)

    assert result.exit_code == 2
    assert "certificate.json" in result.output
