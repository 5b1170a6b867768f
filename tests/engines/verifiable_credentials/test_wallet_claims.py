import pytest

from kunnande.engines.verifiable_credentials import (
    P256Key,
    ShapeError,
    did_document,
    disclose,
    issue_sd_jwt,
    verify_sd_jwt,
    wallet_claims,
)
from kunnande.engines.verifiable_credentials.jose import decode_json

from .builders import DID, LATER, certificate, signed_certificate

ISSUER = P256Key(verification_method=f"{DID}#key-2026-p256", secret=bytes(range(1, 33)))
LIST_URL = "http://localhost:8000/status/1/jwt"


def issued(**options):
    claims, areas = wallet_claims(signed_certificate(), **options)
    salts = iter([b"a" * 16, b"b" * 16]).__next__
    return issue_sd_jwt(claims, ISSUER, areas=areas, holder=None, salts=salts)


def test_a_wallet_reads_what_the_certificate_says():
    claims, areas = wallet_claims(signed_certificate(), status_list_url=LIST_URL)

    assert (claims["name"], claims["achievement"]["version"]) == ("Åsa Öberg", "1")
    assert claims["status"]["status_list"] == {"idx": 94_567, "uri": LIST_URL}
    assert areas["IT01"]["met"] is False
    assert areas["IT07"]["shown_by"] == ["theory_tested", "employer_attested"]


def test_what_is_made_of_it_passes_every_check():
    trusted = did_document(DID, [ISSUER.public])

    assert verify_sd_jwt(issued(), did_document=trusted, at=LATER).outcome == "passed"


def test_an_area_kept_back_can_not_be_read():
    shown = disclose(issued(), areas=["IT07"])

    _token, *disclosures, _ = shown.split("~")
    assert [decode_json(each)[1]["code"] for each in disclosures] == ["IT07"]


def test_without_end_and_list_there_is_none():
    claims, _ = wallet_claims(certificate(valid_until=None, status=None), status_list_url=LIST_URL)

    assert not {"exp", "status"} & claims.keys()


def test_another_document_is_refused():
    with pytest.raises(ShapeError):
        wallet_claims({"id": "urn:x:1"})
