from __future__ import annotations

import hashlib
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.cases.models import Case, Evidence
from kunnande.stages.cases.services.files import (
    RefusedFileError,
    read_media_type,
    readable_name,
)
from kunnande.stages.cases.services.mapping import NotYourOwnRatingError, UnknownAreaError
from kunnande.stages.framework.queries import list_areas_of
from kunnande.stages.trail.services import record, record_looks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.core.files import File

    from kunnande.stages.parties.queries import User

# Where models.Evidence keeps its files, by case.
FOLDER = "evidence"
LARGEST_CASE_BYTES = 100 * 1024 * 1024


def attach_evidence(
    *, case: Case, area_version_id: int, name: str, content: bytes, by: User, at: datetime
) -> Evidence:
    """Keep a file with an area of one's own case; the same file twice is kept once.

    Raises NotYourOwnRatingError, UnknownAreaError, RefusedFileError.
    """
    _refuse_foreign(case, area_version_id, by)
    media_type = read_media_type(content)
    evidence = Evidence(
        case=case,
        area_version_id=area_version_id,
        name=readable_name(name, media_type),
        media_type=media_type,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_at=at,
    )
    with _nothing_left_behind(evidence):
        return _keep(evidence, content, by=by, at=at)


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User, at: datetime) -> None:
    """Take back a file one attached oneself. Raises NotYourOwnRatingError."""
    case = evidence.case
    if by.person_id != case.person_id:
        raise NotYourOwnRatingError(_("Bara du själv kan ta bort dina filer."))
    record(
        chain=case.trail_name,
        act="evidence_removed",
        subject=f"evidence:{evidence.pk}",
        by=by,
        at=at,
        facts={"sha256": evidence.sha256},
    )
    file = evidence.file
    evidence.delete()
    transaction.on_commit(lambda: file.delete(save=False))


@transaction.atomic
def show_evidence(*, evidence: Evidence, by: User, at: datetime) -> File[bytes]:
    """Open a file; when it is somebody else's, record the look."""
    person_id = evidence.case.person_id
    if by.person_id != person_id:
        record_looks(people=[person_id], page="cases:evidence", organisation_id=None, by=by, at=at)
    return evidence.file.open("rb")


@transaction.atomic
def forget_lost_files(*, by: User, at: datetime) -> int:
    """Remove what lies on the disk and belongs to nobody, and return how many files it was.

    A day is left for the acts that are still going on: a file is written before its row.
    """
    storage, lost = default_storage, 0
    cases = storage.listdir(FOLDER)[0] if storage.exists(FOLDER) else []
    for case_id in cases:
        known = set(Evidence.objects.filter(case_id=case_id).values_list("file", flat=True))
        names = {f"{FOLDER}/{case_id}/{name}" for name in storage.listdir(f"{FOLDER}/{case_id}")[1]}
        for name in names - known:
            if storage.get_modified_time(name) < at - timedelta(days=1):
                storage.delete(name)
                lost += 1
    if lost:
        facts = {"files": lost}
        record(
            chain="installation",
            act="lost_files_removed",
            subject="evidence",
            by=by,
            at=at,
            facts=facts,
        )
    return lost


@contextmanager
def _nothing_left_behind(evidence: Evidence) -> Iterator[None]:
    """Take the file off the disk again when the row that says whose it is does not come to be."""
    try:
        with transaction.atomic():
            yield
    except BaseException:
        if evidence.file:
            evidence.file.delete(save=False)
        raise


def _keep(evidence: Evidence, content: bytes, *, by: User, at: datetime) -> Evidence:
    case = Case.objects.select_for_update().get(pk=evidence.case_id)
    held = sum(case.evidence.values_list("size_bytes", flat=True))
    if held + len(content) > LARGEST_CASE_BYTES:
        raise RefusedFileError(_("Ärendet rymmer högst 100 MB filer. Ta bort någon fil först."))
    same = {"area_version_id": evidence.area_version_id, "sha256": evidence.sha256}
    known = case.evidence.filter(**same).first()
    if known:
        return known
    evidence.file.save(evidence.sha256, ContentFile(content), save=False)
    evidence.save()
    record(
        chain=case.trail_name,
        act="evidence_attached",
        subject=f"evidence:{evidence.pk}",
        by=by,
        at=at,
        facts={
            "area_version": evidence.area_version_id,
            "sha256": evidence.sha256,
            "bytes": len(content),
        },
    )
    return evidence


def _refuse_foreign(case: Case, area_version_id: int, by: User) -> None:
    if by.person_id != case.person_id:
        raise NotYourOwnRatingError(_("Bara du själv kan lägga till filer i ditt ärende."))
    if area_version_id not in {a.area_version_id for a in list_areas_of(case.product_version_id)}:
        raise UnknownAreaError(_("Området hör inte till det här ärendet."))
