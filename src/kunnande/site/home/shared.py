"""What somebody with a person's link sees: exactly what was chosen, and whether it counts today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kunnande.stages.credentials.queries import list_certificates_of
from kunnande.stages.disclosure.services import ShareEndedError, UnknownShareError, open_share
from kunnande.stages.framework.queries import (
    list_area_versions,
    list_latest_versions,
    list_levels,
    localised,
)
from kunnande.stages.ledger.queries import ProofKind, list_current

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from django.http import HttpResponse

    from kunnande.stages.credentials.queries import CheckedCertificate
    from kunnande.stages.disclosure.queries import Share
    from kunnande.stages.framework.queries import AreaVersion
    from kunnande.stages.ledger.queries import CurrentStatement
    from kunnande.stages.parties.queries import ViewerRequest


@dataclass(frozen=True)
class SharedStatement:
    """One thing somebody can, with what a stranger needs to judge it."""

    area: str
    level: int
    level_words: str
    kind: str
    shown_on: date
    valid_until: date | None


@dataclass(frozen=True)
class SharedPage:
    """What a link shows today; `lapsed` names chosen areas in which nothing counts any more."""

    share: Share
    statements: tuple[SharedStatement, ...]
    lapsed: tuple[str, ...]
    certificates: tuple[CheckedCertificate, ...]
    checked_at: datetime


@require_safe
def shared(request: ViewerRequest, share_token: str) -> HttpResponse:
    now = timezone.now()
    try:
        share = open_share(token=share_token, viewer_person_id=request.viewer.person_id, at=now)
    except UnknownShareError as error:
        return render(request, "home/share_ended.html", {"problem": str(error)}, status=404)
    except ShareEndedError as error:
        return render(request, "home/share_ended.html", {"problem": str(error)}, status=410)
    return render(request, "home/shared.html", {"page": get_shared_page(share, at=now)})


def get_shared_page(share: Share, *, at: datetime) -> SharedPage:
    """Return what was chosen to be shown, as it counts at this moment."""
    chosen = set(share.area_ids)
    shown = list_shareable(share.person_id, on=timezone.localdate(at))
    statements = [statement for statement in shown if statement.area_id in chosen]
    missing = list_latest_versions(chosen - {statement.area_id for statement in statements})
    certificates = list_certificates_of(share.person_id, at=at) if share.certificate_ids else []
    return SharedPage(
        share=share,
        statements=_in_words(statements),
        lapsed=tuple(sorted(localised(version, "name") for version in missing.values())),
        certificates=tuple(c for c in certificates if c.public_id in share.certificate_ids),
        checked_at=at,
    )


def list_shareable(person_id: int, *, on: date) -> list[CurrentStatement]:
    """Return what a person may show others: what is shown and released, not their own ratings."""
    return [
        statement
        for statement in list_current([person_id], on=on)
        if statement.is_released and statement.kind != ProofKind.SELF_RATED
    ]


def _in_words(statements: Iterable[CurrentStatement]) -> tuple[SharedStatement, ...]:
    kept = list(statements)
    versions = list_area_versions(statement.area_version_id for statement in kept)
    levels = _level_names(versions)
    rows = [
        SharedStatement(
            area=localised(version, "name"),
            level=statement.level,
            level_words=levels[version.area.scheme_id, statement.level],
            kind=str(ProofKind(statement.kind).label),
            shown_on=timezone.localdate(statement.stated_at),
            valid_until=statement.valid_until,
        )
        for statement in kept
        for version in [versions[statement.area_version_id]]
    ]
    return tuple(sorted(rows, key=lambda row: (row.area, -row.level)))


def _level_names(versions: Mapping[int, AreaVersion]) -> dict[tuple[int, int], str]:
    return {
        (scheme_id, level.value): localised(level, "name")
        for scheme_id in {version.area.scheme_id for version in versions.values()}
        for level in list_levels(scheme_id)
    }
