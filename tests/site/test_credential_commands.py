import json
from datetime import datetime

import pytest
from click.testing import CliRunner
from tests.engines.verifiable_credentials.builders import DID, certificate, signed_status_list

from kunnande.engines import verifiable_credentials as vc
from kunnande.site.cli import main

NOON = "2027-01-01T12:00:00+0000"


def run(*arguments):
    return CliRunner().invoke(main, ["credential", *map(str, arguments)])


@pytest.fixture
def files(tmp_path):
    written = run("keygen", "--did", DID, "--name", "key-2026").output
    (tmp_path / "key.json").write_text(written)
    key = json.loads(written)
    public = vc.PublicKey(verification_method=key["id"], public_multibase=key["publicKeyMultibase"])
    (tmp_path / "did.json").write_text(json.dumps(vc.did_document(DID, [public])))
    (tmp_path / "in.json").write_text(json.dumps(certificate(status=None)))
    return tmp_path


def signed(files, form):
    result = run("sign", files / "in.json", "--key", files / "key.json", "--format", form)
    (files / "signed").write_text(result.output)
    return files / "signed"


def verify(files, *more, at=NOON):
    return run(
        "verify",
        files / "signed",
        "--did-document",
        files / "did.json",
        "--at",
        at,
        *more,
        "--json",
    )


@pytest.mark.parametrize("form", ["di", "jwt"])
def test_what_is_signed_verifies(files, form):
    signed(files, form)

    result = verify(files)

    assert (result.exit_code, json.loads(result.output)["verdict"]) == (0, "valid")


def test_a_changed_certificate_is_not_valid(files):
    path = signed(files, "di")
    path.write_text(path.read_text().replace("Åsa", "Eva"))

    result = verify(files)

    assert result.exit_code == 1


def test_an_expired_certificate_is_not_valid(files):
    signed(files, "di")

    assert verify(files, at="2040-01-01").exit_code == 1


def test_without_the_list_it_can_not_be_told(files):
    (files / "in.json").write_text(json.dumps(certificate()))
    signed(files, "di")

    assert verify(files).exit_code == 2


def test_without_an_issuer_to_trust_it_can_not_be_told(files):
    path = signed(files, "di")

    assert run("verify", path, "--json").exit_code == 2


def test_a_list_signed_by_somebody_else_tells_nothing(files):
    (files / "in.json").write_text(json.dumps(certificate()))
    signed(files, "di")
    (files / "list.json").write_text(json.dumps(signed_status_list()))

    assert verify(files, "--status-list", files / "list.json").exit_code == 2


def test_a_wallet_gets_an_sd_jwt(files):
    (files / "p256.json").write_text(run("keygen", "--did", DID, "--p256").output)
    (files / "jwk.json").write_text(json.dumps(vc.public_jwk(vc.P256Key.generate("").public)))
    claims = {"iss": DID, "areas": {"IT07": {"met": True}}}
    (files / "in.json").write_text(json.dumps(claims))

    result = run(
        *("sign", files / "in.json", "--format", "sd-jwt"),
        *("--key", files / "p256.json", "--holder", files / "jwk.json"),
    )

    assert (result.exit_code, result.output.count("~")) == (0, 2)


@pytest.fixture
def shown(files):
    """A presentation to one reader, its issuer's document beside it."""
    issuer = vc.P256Key.generate(f"{DID}#p256")
    holder = vc.P256Key.generate("")
    (files / "did.json").write_text(json.dumps(vc.did_document(DID, [issuer.public])))
    certificate = vc.issue_sd_jwt(
        {"iss": DID, "iat": 1_790_000_000},
        issuer,
        areas={"IT07": {"met": True}},
        holder=holder.public,
        salts=lambda: bytes(16),
    )
    reader = vc.Binding(audience="us", nonce="5f2e")
    at = datetime.fromisoformat("2027-01-01T12:00:00+00:00")
    return vc.present_sd_jwt(certificate, areas=["IT07"], holder_key=holder, binding=reader, at=at)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("--audience", "us", "--nonce", "5f2e"), 0),
        (("--audience", "us", "--nonce", "x"), 1),
        ((), 2),
    ],
    ids=["asked", "other nonce", "not asked"],
)
def test_a_presentation_is_valid_for_the_reader_who_asked(files, shown, asked, code):
    (files / "signed").write_text(shown)

    result = verify(files, *asked)

    assert result.exit_code == code
    assert [check["name"] for check in json.loads(result.output)["checks"]][-1] == "holder"


def test_the_measurement_says_what_was_issued_and_verified():
    told = json.loads(run("bench", "--count", "20").output)

    assert (told["issued"], told["verified"]) == (20, 20)
