"""A report is drafted with every figure, written in, and kept version by version."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kunnande.stages.parties.queries import Role
from kunnande.stages.programme.models import Report, ReportKind, ReportVersion
from kunnande.stages.programme.queries.reports import HEADINGS, count_report
from kunnande.stages.programme.services.grants import refuse_all_but_the_owner
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from kunnande.stages.parties.queries import User
    from kunnande.stages.programme.models import Programme

_LONGEST = 20_000


class ImproperReportError(ValueError):
    """A report is of a kind there is, of days within its programme, with words that fit."""


@transaction.atomic
def draft_report(
    *, programme: Programme, kind: str, from_on: date, to_on: date, by: User, at: datetime
) -> ReportVersion:
    """Begin a report of a period with all its figures, or return the latest version of it.

    Raises NotYourProgrammeError, ImproperReportError.
    """
    refuse_all_but_the_owner(programme, by, at, Role.ECONOMIST)
    if kind not in ReportKind or to_on < from_on:
        raise ImproperReportError(_("Välj slag, första dag och sista dag."))
    if from_on < programme.from_on or from_on > programme.to_on:
        raise ImproperReportError(_("Perioden börjar inom programmets dagar."))
    report, is_new = Report.objects.get_or_create(
        programme=programme, kind=kind, from_on=from_on, to_on=to_on
    )
    if is_new:
        return _save(report, {}, by, at)
    return report.versions.order_by("-number")[0]


@transaction.atomic
def save_report(
    *, report: Report, words: Mapping[str, str], by: User, at: datetime
) -> ReportVersion:
    """Keep what somebody has written as a new version, with the figures counted again.

    Raises NotYourProgrammeError, ImproperReportError.
    """
    refuse_all_but_the_owner(report.programme, by, at, Role.ECONOMIST)
    if not set(words) <= set(HEADINGS) or any(len(text) > _LONGEST for text in words.values()):
        raise ImproperReportError(_("Skriv under rapportens egna rubriker."))
    return _save(report, words, by, at)


def _save(report: Report, words: Mapping[str, str], by: User, at: datetime) -> ReportVersion:
    locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    last = ReportVersion.objects.filter(report=locked).order_by("-number").first()
    figures = count_report(locked, at=at)
    kept = {key: words[key].strip() for key in HEADINGS if words.get(key, "").strip()}
    told = json.dumps([kept, figures], ensure_ascii=False, sort_keys=True)
    version = ReportVersion.objects.create(
        report=locked,
        number=last.number + 1 if last else 1,
        words=kept,
        figures=figures,
        digest=hashlib.sha256(told.encode()).hexdigest(),
        saved_by=by,
        saved_at=at,
    )
    record(
        chain=locked.programme.trail_name,
        act="report_saved",
        subject=locked.trail_name,
        by=by,
        at=at,
        facts={"number": version.number, "digest": version.digest},
    )
    return version
