import json
from datetime import timedelta

import pytest
from django.utils.translation import override

from kunnande.engines import verifiable_credentials as vc
from kunnande.stages.credentials import queries
from kunnande.stages.credentials.models import IssuerKey, KeyKind
from kunnande.stages.credentials.tests.builders import (
    AWARDED_AT,
    a_certificate,
    a_demo,
    an_issuer,
    revoked,
)
from kunnande.stages.parties.queries import Viewer
from kunnande.stages.testing.tests.builders import minutes

pytestmark = pytest.mark.django_db


def check(awarded, at=AWARDED_AT):
    return queries.get_public_certificate(awarded.certificate.public_id, at=at)


def tamper(awarded, old, new):
    certificate = awarded.certificate
    assert old in certificate.document_text
    certificate.document_text = certificate.document_text.replace(old, new)
    certificate.save(update_fields=["document_text"])


def test_a_fresh_certificate_is_valid_and_every_check_passes():
    checked = check(a_certificate())

    assert checked.verdict == "valid"
    assert set(checked.findings.values()) == {"in_order"}


def test_a_revocation_takes_effect_at_once():
    awarded = revoked(a_certificate(), at=minutes(180))

    checked = check(awarded, at=minutes(180))

    assert (checked.verdict, checked.revoked_at) == ("revoked", minutes(180))


def test_a_certificate_past_its_last_day_has_expired_and_can_still_be_read():
    awarded = a_certificate()

    checked = check(awarded, at=awarded.certificate.valid_until)

    assert checked.verdict == "expired"
    assert checked.claims.holder == "Elin Stickmått"


def test_a_certificate_counts_its_whole_last_day():
    awarded = a_certificate()

    checked = check(awarded, at=awarded.certificate.valid_until - timedelta(seconds=1))

    assert checked.verdict == "valid"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Elin Stickmått", "Elin Skjutmått"),
        ('"value": "2"', '"value": "4"'),
        ("2026-11-20T13:00:00Z", "2026-11-19T13:00:00Z"),
        ("did:web:localhost%3A8000", "did:web:localhost%3A9000"),
    ],
)
def test_a_changed_document_is_not_believed_nor_repeated(old, new):
    awarded = a_certificate()

    tamper(awarded, old, new)

    checked = check(awarded)
    assert (checked.verdict, checked.claims) == ("broken", None)


def test_without_its_key_the_issuer_can_not_tell_whether_a_certificate_is_revoked(issuer_keys):
    awarded = a_certificate()

    (issuer_keys / "key-2026.json").unlink()

    assert check(awarded).verdict == "unknown"


def test_a_certificate_does_not_count_before_it_begins():
    assert check(a_certificate(), at=AWARDED_AT - timedelta(hours=1)).verdict == "not_yet"


def test_a_later_port_leaves_old_certificates_verifiable():
    awarded = a_certificate()

    an_issuer(port=8001)

    assert check(awarded).verdict == "valid"


def test_a_retired_key_stays_in_the_did_document():
    awarded = a_certificate()
    retired = IssuerKey.objects.get(kind=KeyKind.SEAL)
    retired.retired_at = minutes(200)
    retired.save()
    IssuerKey.objects.create(
        issuer=retired.issuer,
        fragment="key-2027",
        public_multibase=vc.SigningKey.generate("did:web:x#y").public_multibase,
        from_at=minutes(200),
    )

    document = queries.get_did_document()

    assert [m.rpartition("#")[2] for m in document["assertionMethod"]] == [
        "key-2026",
        "key-2026-p256",
        "key-2027",
    ]
    assert (
        vc.verify(
            json.loads(awarded.certificate.document_text), did_document=document, at=AWARDED_AT
        )
        .check("proof")
        .outcome
        == "passed"
    )


def test_without_an_issuer_there_is_no_did_document():
    with pytest.raises(queries.NoIssuerError):
        queries.get_did_document()


def test_the_status_list_sets_the_bit_of_a_revoked_certificate_alone():
    awarded = a_certificate()
    place = awarded.certificate.status_index
    before = queries.get_status_list_credential(awarded.certificate.status_list_id)

    revoked(awarded)

    after = queries.get_status_list_credential(awarded.certificate.status_list_id)
    bits = [vc.decode_list(c["credentialSubject"]["encodedList"]) for c in (before, after)]
    changed = [n for n, pair in enumerate(zip(*bits, strict=True)) if pair[0] != pair[1]]
    assert changed == [place // 8]
    assert len(bits[0]) * 8 == 131_072


def test_the_same_status_list_gives_the_same_text():
    awarded = a_certificate()

    first = queries.get_status_list_credential(awarded.certificate.status_list_id)
    again = queries.get_status_list_credential(awarded.certificate.status_list_id)

    assert first == again


def test_a_status_list_that_does_not_exist_is_said():
    a_demo()

    with pytest.raises(queries.UnknownStatusListError):
        queries.get_status_list_credential(999)


def test_what_a_certificate_says_is_read_in_the_readers_language():
    awarded = a_certificate()

    with override("en"):
        claims = check(awarded).claims

    assert (claims.name, claims.areas[0].name) == ("Technology BAS", "Area IT07")
    assert claims.areas[0].shown.startswith("Shown by a theory test 20 November 2026")


def test_dates_are_written_as_swedes_write_them():
    shown = check(a_certificate()).claims.areas[0].shown

    assert shown == "Visat genom teoriprov 20 november 2026, Verkstadsskolan testcenter."


def test_others_do_not_find_a_certificate_among_theirs():
    awarded = a_certificate()

    found = queries.certificates_visible_to(Viewer(user_id=1, person_id=0))

    assert awarded.certificate not in found


def test_somebody_without_a_person_has_no_certificates():
    assert queries.get_wallet(None, at=AWARDED_AT).certificates == ()
    assert not queries.certificates_visible_to(Viewer(user_id=1, person_id=None)).exists()


def test_a_wallet_holds_what_was_awarded_and_what_is_on_its_way():
    awarded = a_certificate()
    wallet = queries.get_wallet(awarded.certificate.person_id, at=AWARDED_AT)

    awarded.certificate.delete()

    later = queries.get_wallet(awarded.certificate.person_id, at=AWARDED_AT)
    assert (len(wallet.certificates), len(wallet.on_their_way)) == (1, 0)
    assert (len(later.certificates), len(later.on_their_way)) == (0, 1)
