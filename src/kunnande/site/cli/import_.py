from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kunnande.site.running import running_database

if TYPE_CHECKING:
    from kunnande.engines.tables import Table
    from kunnande.stages.parties.queries import Organisation, User
    from kunnande.stages.requirements.services import ImportPreview

HAS_PROBLEMS, REFUSED = 1, 2


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--company", required=True, metavar="NUMBER", help="The company's number.")
@click.option(
    "--as", "email", required=True, metavar="EMAIL",
    help="Whose account acts; it must act as employer for the company. Kept in the trail.",
)  # fmt: skip
@click.option(
    "--map", "chosen", multiple=True, metavar="COLUMN=FIELD",
    help="Say what a column holds when its heading does not. Give it once for each column.",
)  # fmt: skip
@click.option("--confirm", is_flag=True, help="Save. Without it rows are only shown.")
def command(
    *, file: Path, company: str, email: str, chosen: tuple[str, ...], confirm: bool
) -> None:
    """Take in a company's employees, roles and employments from an Excel or CSV file.

    Every row is shown with what it would do. Nothing is saved until you add --confirm, and
    then all of it or nothing. The same file twice changes nothing.

    \b
    Fields: given_name family_name identity_number email team
            from_on to_on roles role_from_on
    The names are needed, and identity_number or email. Days are YYYY-MM-DD;
    several roles are divided by semicolons.

    \b
    Examples:
      kunnande import staff.xlsx --company 556000-0001 --as anna@example.se
      kunnande import staff.csv --company 556000-0001 --as anna@example.se \\
          --map "Surname(s)=family_name" --map "Dept=team" --confirm

    \b
    Exits with
      0  the rows are saved, or could be
      1  rows do not hold together; they are listed and nothing is saved
      2  the file, a column, the company or the account is refused
    """
    with running_database("app"):
        sys.exit(_import(file, company, email, chosen, confirm=confirm))


def _import(file: Path, company: str, email: str, chosen: tuple[str, ...], *, confirm: bool) -> int:
    from django.db import transaction  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    from kunnande.stages.parties.services import RegisterChangedError  # noqa: PLC0415
    from kunnande.stages.requirements import services  # noqa: PLC0415

    refusals = (
        click.BadParameter,
        services.RefusedImportError,
        services.UnmappedColumnsError,
        RegisterChangedError,
    )
    with translation.override("en"), transaction.atomic():
        try:
            organisation, by = _find(company, email)
            code, saved = _take_in(file, organisation, by, chosen, confirm=confirm)
        except refusals as error:
            click.echo(f"Refused: {error}", err=True)
            code, saved = REFUSED, False
        # Without confirmation not even the waiting list is kept.
        transaction.set_rollback(not saved)
    return code


def _take_in(
    file: Path, organisation: Organisation, by: User, chosen: tuple[str, ...], *, confirm: bool
) -> tuple[int, bool]:
    """Return the exit code and whether something was saved."""
    from django.utils import timezone  # noqa: PLC0415

    from kunnande.stages.requirements import services  # noqa: PLC0415

    now = timezone.localtime()
    staged = services.stage_import(
        organisation=organisation, file_name=file.name, content=file.read_bytes(), by=by, at=now
    )
    mapping = staged.mapping | _read_map(chosen, services.read_staged(staged))
    services.choose_columns(staged=staged, mapping=mapping)
    preview = services.preview_import(staged=staged, at=now)
    _show(preview)
    if preview.problems:
        return HAS_PROBLEMS, False
    if not confirm:
        click.echo("Nothing is saved. Add --confirm to save.")
        return 0, False
    summary = services.confirm_import(staged=staged, by=by, at=now)
    click.echo(f"Saved: {summary.employed} employed, {summary.changed} changed.")
    return 0, True


def _find(company: str, email: str) -> tuple[Organisation, User]:
    from django.utils import timezone  # noqa: PLC0415

    from kunnande.stages.parties.queries import (  # noqa: PLC0415
        Role,
        find_user_by_email,
        get_viewer,
        organisations_of,
    )
    from kunnande.stages.parties.services import (  # noqa: PLC0415
        ImproperOrganisationNumberError,
        read_organisation_number,
    )

    try:
        number = read_organisation_number(company)
    except ImproperOrganisationNumberError as error:
        raise click.BadParameter(str(error)) from error
    by = find_user_by_email(email)
    if by is None:
        msg = f"no account has the address {email}."
        raise click.BadParameter(msg)
    acts_for = organisations_of(get_viewer(by, on=timezone.localdate()), Role.EMPLOYER)
    organisation = acts_for.filter(organisation_number=number).first()
    if organisation is None:
        msg = f"{email} does not act as employer for {company}."
        raise click.BadParameter(msg)
    return organisation, by


def _read_map(chosen: tuple[str, ...], table: Table) -> dict[str, int]:
    from kunnande.stages.requirements.services import FIELDS  # noqa: PLC0415

    mapping = {}
    for text in chosen:
        column, _equals, field = text.rpartition("=")
        if field not in FIELDS:
            msg = f"{field} is no field. Fields: {', '.join(FIELDS)}."
            raise click.BadParameter(msg)
        if column not in table.header:
            msg = f"the file has no column {column}. Columns: {', '.join(table.header)}."
            raise click.BadParameter(msg)
        mapping[field] = table.header.index(column)
    return mapping


def _show(preview: ImportPreview) -> None:
    for row in preview.rows:
        if row.state != "same":
            click.echo(f"row {row.row}: {row.state}: {row.name}: {'. '.join(row.notes)}")
    for role in preview.new_roles:
        click.echo(f"new role: {role.name} ({role.origin or 'no template has this name'})")
    for problem in preview.problems:
        where = f"{problem.column}: " if problem.column else ""
        click.echo(f"row {problem.row}: to mend: {where}{problem.rule}", err=True)
    click.echo(
        f"{preview.new} new, {preview.changed} changed, {preview.same} as before, "
        f"{len({problem.row for problem in preview.problems})} to mend."
    )
