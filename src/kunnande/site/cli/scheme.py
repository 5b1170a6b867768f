"""Take a scheme out of an installation as a file, and into another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kunnande.site.running import running_database

if TYPE_CHECKING:
    from kunnande.stages.parties.queries import User, Viewer

KINDS = click.Choice(["yaml", "json", "case"])
AS_HELP = "The e-mail address of the account that acts; it must own the scheme."


@click.group("scheme")
def command() -> None:
    """Take schemes in and out as files: areas, levels, products, forms and role templates."""


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--format", "kind", type=KINDS, help="Otherwise as FILE ends: .yaml or .json.")
@click.option("--scheme", "code", help="Its code; needed where the account owns several.")
@click.option("--as", "email", required=True, help=AS_HELP)
def export(file: Path, kind: str | None, code: str | None, email: str) -> None:
    """Write a scheme to FILE.

    yaml and json hold everything, and import makes the same scheme of them. case is the same as
    CASE 1.1, which other systems for competence frameworks read.

    Exits with 1 when there is no such scheme, or the account does not own it.

    Example: kunnande scheme export bas.json --format case --as owner@example.org
    """
    kind = kind or {".json": "json"}.get(file.suffix, "yaml")
    with running_database("app"):
        from django.utils import timezone  # noqa: PLC0415

        from kunnande.site.content import exchange  # noqa: PLC0415
        from kunnande.stages.framework.queries import schemes_visible_to  # noqa: PLC0415

        _user, viewer = _acting(email)
        owned = [found for found in schemes_visible_to(viewer) if code in {None, found.code}]
        if len(owned) != 1:
            codes = ", ".join(found.code for found in owned) or "none"
            raise click.ClickException(f"Say which scheme with --scheme; {email} owns: {codes}.")
        content = exchange.write(
            exchange.take_out(owned[0]), kind, creator=owned[0].owner.name, at=timezone.localtime()
        )
    file.write_bytes(content)
    click.echo(f"{owned[0].code} is in {file} ({len(content)} bytes, {kind}).")


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "email", required=True, help=AS_HELP)
def import_file(file: Path, email: str) -> None:
    """Take in a scheme from FILE: a package in YAML or JSON, or CASE 1.1 in JSON.

    Everything comes in as drafts, all or nothing; publishing stays a decision of its own. Taking
    in the same file again changes nothing. What is published is never changed.

    Exits with 1 when the file can not be used; every problem is named with its place in the file.

    Example: kunnande scheme import bas.yaml --as owner@example.org
    """
    with running_database("app"):
        from django.utils import timezone  # noqa: PLC0415

        from kunnande.site.content import exchange  # noqa: PLC0415
        from kunnande.stages.framework.services import ImproperSchemeError  # noqa: PLC0415
        from kunnande.stages.parties.queries import Role, get_organisation  # noqa: PLC0415

        user, viewer = _acting(email)
        owners = sorted(viewer.organisations(Role.SCHEME_OWNER))
        if len(owners) != 1:
            raise click.ClickException(f"{email} acts for {len(owners)} scheme owners, not one.")
        try:
            scheme = exchange.take_in(
                exchange.read(file.read_bytes()),
                owner=get_organisation(owners[0]),
                by=user,
                at=timezone.localtime(),
            )
        except ImproperSchemeError as error:
            raise click.ClickException(f"{file} can not be taken in.\n{error}") from error
    click.echo(f"{scheme.code} has been taken in as drafts.")


def _acting(email: str) -> tuple[User, Viewer]:
    from django.utils import timezone  # noqa: PLC0415

    from kunnande.stages.parties.queries import find_user_by_email, get_viewer  # noqa: PLC0415

    user = find_user_by_email(email)
    if user is None:
        raise click.ClickException(f"There is no account with the address {email}.")
    return user, get_viewer(user, on=timezone.localdate())
