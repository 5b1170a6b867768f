from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.cases.services import RefusedFileError, read_media_type, readable_name
from kunnande.stages.centres.models import Accreditation, AccreditationEvidence
from kunnande.stages.centres.services.applications import (
    UnknownRequirementError,
    refuse_handed_in,
)
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User

LARGEST_APPLICATION_BYTES = 100 * 1024 * 1024


@transaction.atomic
def attach_accreditation_evidence(
    *,
    accreditation: Accreditation,
    requirement_id: int,
    name: str,
    content: bytes,
    by: User,
    at: datetime,
) -> AccreditationEvidence:
    """Keep a file with a requirement; the same file twice is kept once.

    Raises AlreadyHandedInError, UnknownRequirementError, RefusedFileError.
    """
    locked = refuse_handed_in(accreditation)
    if not locked.checklist.requirements.filter(pk=requirement_id).exists():
        raise UnknownRequirementError(_("Kravet hör inte till den här checklistan."))
    media_type = read_media_type(content)
    held = sum(locked.evidence.values_list("size_bytes", flat=True))
    if held + len(content) > LARGEST_APPLICATION_BYTES:
        raise RefusedFileError(_("Ansökan rymmer högst 100 MB filer. Ta bort någon fil först."))
    digest = hashlib.sha256(content).hexdigest()
    known = locked.evidence.filter(requirement_id=requirement_id, sha256=digest).first()
    if known:
        return known
    evidence = AccreditationEvidence(
        accreditation=locked,
        requirement_id=requirement_id,
        name=readable_name(name, media_type),
        media_type=media_type,
        size_bytes=len(content),
        sha256=digest,
        added_at=at,
    )
    evidence.file.save(digest, ContentFile(content), save=False)
    evidence.save()
    _record(evidence, "accreditation_evidence_attached", by, at)
    return evidence


@transaction.atomic
def remove_accreditation_evidence(
    *, evidence: AccreditationEvidence, by: User, at: datetime
) -> None:
    """Take back a file before the application is handed in. Raises AlreadyHandedInError."""
    refuse_handed_in(evidence.accreditation)
    _record(evidence, "accreditation_evidence_removed", by, at)
    file = evidence.file
    evidence.delete()
    transaction.on_commit(lambda: file.delete(save=False))


def _record(evidence: AccreditationEvidence, act: str, by: User, at: datetime) -> None:
    record(
        chain=f"organisation:{evidence.accreditation.centre_id}",
        act=act,
        subject=f"accreditation_evidence:{evidence.pk}",
        by=by,
        at=at,
        facts={"sha256": evidence.sha256, "bytes": evidence.size_bytes},
    )
