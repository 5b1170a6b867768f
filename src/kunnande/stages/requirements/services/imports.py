"""A company's list of staff is taken in: first shown, then confirmed, all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kunnande.engines import tables
from kunnande.engines.tables import Refusal, Table, UnreadableTableError
from kunnande.stages.parties.services import (
    RegisterChangedError,
    change_employments,
    employ_many,
    seal_text,
    take_staff_turn,
    unseal_text,
)
from kunnande.stages.requirements.models import Holding, OccupationalRole, StagedImport
from kunnande.stages.requirements.services.import_plans import (
    CHANGED,
    NEW,
    SAME,
    Plan,
    PlannedRole,
    PlannedRow,
    make_plan,
    role_key,
)
from kunnande.stages.requirements.services.roles import create_role
from kunnande.stages.requirements.translate import (
    Problem,
    check_mapping,
    guess_mapping,
    read_lines,
)
from kunnande.stages.trail.services import Act, record, record_acts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kunnande.stages.parties.queries import Organisation, User

STAGED_HOURS = 24


class RefusedImportError(ValueError):
    """The file is not read, and nothing of it is kept."""


class NothingStagedError(LookupError):
    """No list waits: it is taken in already, replaced or too old."""


class ImportHasProblemsError(ValueError):
    """Some rows do not hold together, so nothing is taken in."""


@dataclass(frozen=True)
class ImportPreview:
    """What confirming would do, row by row; with problems it would do nothing."""

    rows: tuple[PlannedRow, ...]
    problems: tuple[Problem, ...]
    new_roles: tuple[PlannedRole, ...]

    def count(self, state: str) -> int:
        """Return how many rows come to this."""
        return sum(row.state == state for row in self.rows)

    @property
    def new(self) -> int:
        """How many begin."""
        return self.count(NEW)

    @property
    def changed(self) -> int:
        """How many stay, with something changed."""
        return self.count(CHANGED)

    @property
    def same(self) -> int:
        """How many stay as they are."""
        return self.count(SAME)


@dataclass(frozen=True)
class ImportSummary:
    """What was done."""

    employed: int
    changed: int
    unchanged: int
    roles_made: int
    roles_given: int


@transaction.atomic
def stage_import(
    *, organisation: Organisation, file_name: str, content: bytes, by: User, at: datetime
) -> StagedImport:
    """Keep a list of staff, sealed, until it is confirmed; it replaces one that waits.

    Raises RefusedImportError.
    """
    try:
        table = tables.read_table(file_name, content)
    except UnreadableTableError as error:
        raise RefusedImportError(refusal_in_words(error.refusal)) from error
    if not table.rows:
        raise RefusedImportError(_("Filen har rubriker men inga rader under dem."))
    digest = hashlib.sha256(content).hexdigest()
    staged, _made = StagedImport.objects.update_or_create(
        organisation=organisation,
        owner=by,
        defaults={
            "file_name": "".join(filter(str.isprintable, file_name))[-200:],
            "digest": digest,
            "table_sealed": seal_text(json.dumps([table.header, table.rows])),
            "mapping": guess_mapping(table.header),
            "staged_at": at,
        },
    )
    record(
        chain=organisation.trail_name,
        act="import_staged",
        subject=organisation.trail_name,
        by=by,
        at=at,
        facts={"digest": digest, "rows": len(table.rows)},
    )
    return staged


def read_staged(staged: StagedImport) -> Table:
    """Return the list that waits."""
    header, rows = json.loads(unseal_text(bytes(staged.table_sealed)))
    return Table(tuple(header), tuple((row, tuple(cells)) for row, cells in rows))


def choose_columns(*, staged: StagedImport, mapping: Mapping[str, int]) -> StagedImport:
    """Say which column of the list holds what. Raises UnmappedColumnsError.

    This changes only how the waiting list is read: no act, and nothing in the trail.
    """
    staged.mapping = check_mapping(mapping, len(read_staged(staged).header))
    staged.save(update_fields=["mapping"])
    return staged


def preview_import(*, staged: StagedImport, at: datetime) -> ImportPreview:
    """Return what confirming would do now. Raises UnmappedColumnsError."""
    plan = _plan(staged, at)
    return ImportPreview(tuple(plan.rows), tuple(plan.problems), tuple(plan.new_roles))


@transaction.atomic
def confirm_import(*, staged: StagedImport, by: User, at: datetime) -> ImportSummary:
    """Take in the whole list in one act, and let go of it.

    Raises NothingStagedError, UnmappedColumnsError, ImportHasProblemsError,
    RegisterChangedError.
    """
    organisation = staged.organisation
    take_staff_turn(organisation)
    if not StagedImport.objects.filter(pk=staged.pk, digest=staged.digest).exists():
        raise NothingStagedError(_("Listan väntar inte längre. Se om den redan är inläst."))
    plan = _plan(staged, at)
    if plan.problems:
        raise ImportHasProblemsError(_("Några rader behöver rättas först. Inget är sparat."))
    arrived = employ_many(
        organisation=organisation, arrivals=list(plan.arrivals.values()), by=by, at=at
    )
    plan.people.update(zip(plan.arrivals, arrived, strict=True))
    change_employments(organisation=organisation, changes=plan.changes, by=by, at=at)
    _give_roles(organisation, plan, by, at)
    states = [row.state for row in plan.rows]
    summary = ImportSummary(
        employed=len(arrived),
        changed=states.count(CHANGED),
        unchanged=states.count(SAME),
        roles_made=len(plan.new_roles),
        roles_given=len(plan.holdings),
    )
    record(
        chain=organisation.trail_name,
        act="people_imported",
        subject=organisation.trail_name,
        by=by,
        at=at,
        facts={"digest": staged.digest, "rows": len(states), "employed": summary.employed},
    )
    staged.delete()
    return summary


@transaction.atomic
def forget_staged_imports(*, by: User, at: datetime) -> int:
    """Let go of lists that nobody has confirmed within a day, and return how many there were."""
    old = StagedImport.objects.filter(staged_at__lt=at - timedelta(hours=STAGED_HOURS))
    count, _by_table = old.delete()
    if count:
        record(
            chain="installation",
            act="imports_forgotten",
            subject="installation",
            by=by,
            at=at,
            facts={"imports": count},
        )
    return count


def refusal_in_words(refusal: Refusal) -> str:
    """Return why a file is not read, and what to do about it."""
    words = {
        Refusal.EMPTY: _("Filen är tom."),
        Refusal.TOO_LARGE: _("Filen är större än 5 MB. Dela upp den."),
        Refusal.TOO_LARGE_UNPACKED: _("Filen är för stor när den packas upp. Dela upp den."),
        Refusal.TOO_MANY_ROWS: _("Filen har fler än 10 000 rader. Dela upp den."),
        Refusal.TOO_MANY_COLUMNS: _("Filen har fler än 60 kolumner. Ta bort dem som inte behövs."),
        Refusal.TOO_MANY_CELLS: _(
            "Filen har för många celler. Ta bort kolumner eller dela upp den."
        ),
        Refusal.TOO_LONG_TEXT: _("En cell har mer än 500 tecken. Ta bort den kolumnen."),
        Refusal.UNKNOWN_FORMAT: _("Vi läser .xlsx och .csv. Spara filen som någon av dem."),
        Refusal.NOT_WHAT_IT_IS_CALLED: _(
            "Filen är något annat än namnet säger. Spara den som .xlsx eller .csv och försök igen."
        ),
        Refusal.DAMAGED: _("Filen är skadad eller kom inte med helt. Spara den igen och försök."),
        Refusal.UNKNOWN_ENCODING: _("Texten i filen går inte att läsa. Spara den som CSV UTF-8."),
    }
    return words[refusal]


def _plan(staged: StagedImport, at: datetime) -> Plan:
    table = read_staged(staged)
    lines, problems = read_lines(table, check_mapping(staged.mapping, len(table.header)))
    plan = make_plan(staged.organisation, lines, on=localdate(at))
    plan.problems = sorted([*problems, *plan.problems], key=lambda problem: problem.row)
    return plan


def _give_roles(organisation: Organisation, plan: Plan, by: User, at: datetime) -> None:
    for role in plan.new_roles:
        create_role(
            organisation=organisation,
            template=role.template,
            name=role.name,
            people_needed=role.people,
            by=by,
            at=at,
        )
    roles = OccupationalRole.objects.filter(organisation=organisation)
    ids = {role_key(name): pk for pk, name in roles.values_list("pk", "name")}
    given = [
        Holding(
            role_id=ids[role_key(holding.role)],
            person_id=plan.people[holding.line],
            from_on=holding.from_on,
        )
        for holding in plan.holdings
    ]
    try:
        with transaction.atomic():
            Holding.objects.bulk_create(given, batch_size=1000)
    except IntegrityError as error:
        raise RegisterChangedError(
            _("Registret ändrades medan listan lästes in. Inget är sparat. Försök igen.")
        ) from error
    acts = [
        Act("role_assigned", f"person:{held.person_id}", {"role": f"role:{held.role_id}"})
        for held in given
    ]
    record_acts(chain=organisation.trail_name, acts=acts, by=by, at=at)
