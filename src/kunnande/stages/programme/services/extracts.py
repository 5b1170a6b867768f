"""Pseudonymous rows leave for the evaluator: what came of it, month by month, and no names."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from kunnande.stages.parties.queries import Role
from kunnande.stages.programme import translate
from kunnande.stages.programme.models import Extract
from kunnande.stages.programme.queries.extracts import list_extract_rows
from kunnande.stages.programme.services.grants import refuse_all_but_the_owner
from kunnande.stages.trail.services import record, record_looks

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.programme.models import Programme


@dataclass(frozen=True)
class MadeExtract:
    """The file, and the row that says it was made."""

    row: Extract
    content: bytes


@transaction.atomic
def make_extract(*, programme: Programme, by: User, at: datetime) -> MadeExtract:
    """Hand the evaluator one row a participant; each of them can see that it was done.

    Raises NotYourProgrammeError.
    """
    refuse_all_but_the_owner(programme, by, at, Role.EVALUATOR)
    rows = list_extract_rows(programme, on=localdate(at))
    content = translate.write_extract(rows, programme=programme.name, created=at)
    made = Extract.objects.create(
        programme=programme,
        people=len(rows),
        sha256=hashlib.sha256(content).hexdigest(),
        made_by=by,
        made_at=at,
    )
    record(
        chain=programme.trail_name,
        act="extract_made",
        subject=made.trail_name,
        by=by,
        at=at,
        facts={"people": made.people, "sha256": made.sha256},
    )
    record_looks(
        people=[row.person_id for row in rows],
        page="programme:extract",
        organisation_id=programme.owner_id,
        by=by,
        at=at,
    )
    return MadeExtract(made, content)
