"""The issuer's keys: by year, outside the database, published for as long as they are needed."""

import json
from datetime import UTC, datetime

import pytest

from kunnande.stages.credentials import queries, services
from kunnande.stages.credentials.models import IssuerKey, KeyKind
from kunnande.stages.credentials.tests.builders import AWARDED_AT, an_issuer
from kunnande.stages.parties.tests.builders import a_service_user

NEXT_YEAR = datetime(2027, 1, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_the_secret_key_lies_outside_the_database_for_its_owner_alone(issuer_keys):
    an_issuer()

    modes = {path.name: path.stat().st_mode & 0o777 for path in issuer_keys.iterdir()}
    secrets = [json.loads(path.read_text())["secret"] for path in issuer_keys.iterdir()]
    assert modes == {"key-2026.json": 0o600, "key-2026-p256.json": 0o600}
    assert not any(secret in str(list(IssuerKey.objects.values())) for secret in secrets)


def test_a_key_file_of_an_earlier_database_is_never_replaced(issuer_keys):
    issuer_keys.mkdir()
    (issuer_keys / "key-2026.json").write_text("kept")

    an_issuer()

    assert (issuer_keys / "key-2026.json").read_text() == "kept"
    assert IssuerKey.objects.get(kind=KeyKind.SEAL).fragment == "key-2026-2"


def test_a_new_year_draws_new_keys_and_keeps_the_retired_ones_published():
    issuer = an_issuer()

    services.keep_keys_of_year(issuer=issuer, by=a_service_user(), at=NEXT_YEAR)

    in_use = issuer.keys.filter(retired_at=None).values_list("fragment", flat=True)
    assert set(in_use) == {"key-2027", "key-2027-p256"}
    published = queries.get_did_document()["assertionMethod"]
    assert [address.rpartition("#")[2] for address in published] == [
        "key-2026",
        "key-2026-p256",
        "key-2027",
        "key-2027-p256",
    ]


def test_in_the_same_year_the_keys_stay():
    issuer = an_issuer()

    services.keep_keys_of_year(issuer=issuer, by=a_service_user(), at=AWARDED_AT)

    assert issuer.keys.count() == 2
