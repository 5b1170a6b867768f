import os
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kunnande.stages.cases import queries, services
from kunnande.stages.cases.services.evidence import LARGEST_CASE_BYTES
from kunnande.stages.cases.tests.builders import (
    JPEG,
    PDF,
    PNG,
    an_admitted_case,
    an_evidence,
    area_ids,
)
from kunnande.stages.framework.queries import find_area_version
from kunnande.stages.parties.tests.builders import NOON, a_person, a_service_user, an_account
from kunnande.stages.trail.queries import list_entries, list_looks_at

pytestmark = pytest.mark.django_db


def read(evidence, by):
    with services.show_evidence(evidence=evidence, by=by, at=NOON) as file:
        return file.read()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
)
def test_what_a_file_begins_with_says_what_it_is(content, media_type):
    case, person = an_admitted_case()

    kept = an_evidence(case, person, content=content)

    assert (kept.media_type, kept.size_bytes) == (media_type, len(content))
    assert read(kept, person) == content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "tom"),
        (b"<script>alert(1)</script>", "PDF, PNG och JPEG"),
        (b"MZ\x90\x00", "PDF, PNG och JPEG"),
        (PDF + b" " * services.LARGEST_FILE_BYTES, "10 MB"),
    ],
)
def test_a_file_that_is_empty_foreign_or_too_large_is_refused_by_name(
    content, words, private_storage
):
    case, person = an_admitted_case()

    with pytest.raises(services.RefusedFileError, match=words):
        an_evidence(case, person, content=content)

    assert not private_storage.exists()


def test_a_file_of_the_largest_size_is_kept():
    case, person = an_admitted_case()

    kept = an_evidence(case, person, content=PDF.ljust(services.LARGEST_FILE_BYTES))

    assert kept.size_bytes == services.LARGEST_FILE_BYTES


def test_the_files_of_a_case_have_a_limit_together():
    case, person = an_admitted_case()
    full = an_evidence(case, person)
    queries.Evidence.objects.filter(pk=full.pk).update(size_bytes=LARGEST_CASE_BYTES)

    with pytest.raises(services.RefusedFileError, match="100 MB"):
        an_evidence(case, person, content=PNG)


def test_the_same_file_twice_is_kept_once():
    case, person = an_admitted_case()
    first = an_evidence(case, person)

    again = an_evidence(case, person, name="samma.pdf")

    attached = [e for e in list_entries(case.trail_name) if e.act == "evidence_attached"]
    assert again == first
    assert len(attached) == 1


@pytest.mark.parametrize(
    ("hostile", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\h\\intyg.pdf", "intyg.pdf"),
        ("intyg.html", "intyg.html.pdf"),
        ("fdp.\u202eintyg.exe", "fdp.intyg.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("..", "fil.pdf"),
        ("", "fil.pdf"),
        ("å" * 300, "å" * 190 + ".pdf"),
        ("INTYG.PDF", "INTYG.PDF"),
    ],
)
def test_a_hostile_name_leads_nowhere(hostile, kept):
    case, person = an_admitted_case()

    evidence = an_evidence(case, person, name=hostile)

    assert evidence.name == kept
    assert evidence.file.name == f"evidence/{case.pk}/{evidence.sha256}"


def test_nobody_adds_files_to_another_persons_case():
    case, _person = an_admitted_case()

    with pytest.raises(services.NotYourOwnRatingError):
        an_evidence(case, an_account(a_person("Vera", "Kopplin")))


def test_a_file_belongs_to_an_area_of_the_case():
    case, person = an_admitted_case()

    with pytest.raises(services.UnknownAreaError):
        services.attach_evidence(
            case=case,
            area_version_id=find_area_version("CN01").pk,
            name="intyg.pdf",
            content=PDF,
            by=person,
            at=NOON,
        )


def test_a_removed_file_is_gone_from_the_disk(private_storage, django_capture_on_commit_callbacks):
    case, person = an_admitted_case()
    evidence = an_evidence(case, person)

    with django_capture_on_commit_callbacks(execute=True):
        services.remove_evidence(evidence=evidence, by=person, at=NOON)

    assert [path for path in private_storage.rglob("*") if path.is_file()] == []
    assert list_entries(case.trail_name)[-1].act == "evidence_removed"


def test_the_same_file_with_another_area_stays(django_capture_on_commit_callbacks):
    case, person = an_admitted_case()
    first = an_evidence(case, person)
    other = services.attach_evidence(
        case=case,
        area_version_id=area_ids(case)[1],
        name="intyg.pdf",
        content=PDF,
        by=person,
        at=NOON,
    )

    with django_capture_on_commit_callbacks(execute=True):
        services.remove_evidence(evidence=first, by=person, at=NOON)

    assert read(other, person) == PDF


def test_nobody_removes_another_persons_file():
    case, person = an_admitted_case()
    evidence = an_evidence(case, person)

    with pytest.raises(services.NotYourOwnRatingError):
        services.remove_evidence(
            evidence=evidence, by=an_account(a_person("Vera", "Kopplin")), at=NOON
        )


def test_opening_somebody_elses_file_is_seen_by_that_person():
    case, person = an_admitted_case()
    evidence = an_evidence(case, person)
    leader = an_account(a_person("Vera", "Kopplin"))

    read(evidence, leader)

    looks = list_looks_at(case.person_id)
    assert [(look.page, look.viewer) for look in looks] == [("cases:evidence", leader.trail_name)]


def test_opening_ones_own_file_is_nobodys_business():
    case, person = an_admitted_case()
    evidence = an_evidence(case, person)

    read(evidence, person)

    assert list_looks_at(case.person_id) == []


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_whose_row_does_not_come_to_be_is_not_left_on_the_disk(private_storage):
    case, person = an_admitted_case()
    kept = an_evidence(case, person)

    with pytest.raises(IntegrityError), transaction.atomic():
        services.attach_evidence(
            case=case,
            area_version_id=area_ids(case)[0],
            name="foto.png",
            content=PNG,
            by=person,
            at=None,
        )

    assert [path.name for path in files_in(private_storage)] == [kept.sha256]


def test_a_file_that_an_interrupted_act_left_is_removed_after_a_day(private_storage):
    case, person = an_admitted_case()
    kept = an_evidence(case, person)
    with transaction.atomic():
        lost = an_evidence(case, person, content=PNG)
        transaction.set_rollback(True)
    written_at = (NOON - timedelta(hours=23)).timestamp()
    for path in files_in(private_storage):
        os.utime(path, (written_at, written_at))
    by = a_service_user()

    early = services.forget_lost_files(by=by, at=NOON)
    late = services.forget_lost_files(by=by, at=NOON + timedelta(hours=2))

    assert (early, late) == (0, 1)
    assert [path.name for path in files_in(private_storage)] == [kept.sha256]
    assert lost.sha256 != kept.sha256
