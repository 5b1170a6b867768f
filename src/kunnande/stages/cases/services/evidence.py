from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
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
    from datetime import datetime

    from django.core.files import File

    from kunnande.stages.parties.queries import User

LARGEST_CASE_BYTES = 100 * 1024 * 1024


@transaction.atomic
def attach_evidence(
    *, case: Case, area_version_id: int, name: str, content: bytes, by: User, at: datetime
) -> Evidence:
    """Keep a file with an area of one's own case; the same file twice is kept once.

    Raises NotYourOwnRatingError, UnknownAreaError, RefusedFileError.
    """
    _refuse_foreign(case, area_version_id, by)
    media_type = read_media_type(content)
    Case.objects.select_for_update().get(pk=case.pk)
    held = sum(case.evidence.values_list("size_bytes", flat=True))
    if held + len(content) > LARGEST_CASE_BYTES:
        raise RefusedFileError(_("Ärendet rymmer högst 100 MB filer. Ta bort någon fil först."))
    digest = hashlib.sha256(content).hexdigest()
    known = case.evidence.filter(area_version_id=area_version_id, sha256=digest).first()
    if known:
        return known
    evidence = Evidence(
        case=case,
        area_version_id=area_version_id,
        name=readable_name(name, media_type),
        media_type=media_type,
        size_bytes=len(content),
        sha256=digest,
        added_at=at,
    )
    evidence.file.save(digest, ContentFile(content), save=False)
    evidence.save()
    record(
        chain=case.trail_name,
        act="evidence_attached",
        subject=f"evidence:{evidence.pk}",
        by=by,
        at=at,
        facts={"area_version": area_version_id, "sha256": digest, "bytes": len(content)},
    )
    return evidence


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


def _refuse_foreign(case: Case, area_version_id: int, by: User) -> None:
    if by.person_id != case.person_id:
        raise NotYourOwnRatingError(_("Bara du själv kan lägga till filer i ditt ärende."))
    if area_version_id not in {a.area_version_id for a in list_areas_of(case.product_version_id)}:
        raise UnknownAreaError(_("Området hör inte till det här ärendet."))
