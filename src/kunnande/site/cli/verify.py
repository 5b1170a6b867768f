"""Check a certificate from the terminal: a file anywhere, or one of this installation's own."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from kunnande.engines import verifiable_credentials as vc
from kunnande.site.running import running_database

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXIT = {"passed": 0, "failed": 1, "unknown": 2}
_VERDICT = {"passed": "valid", "failed": "not valid", "unknown": "can not be told"}
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_LARGEST_BYTES = 10_000_000


@click.command("verify")
@click.argument("certificate", metavar="FILE|ID")
@click.option("--did-document", type=_FILE, help="The issuer's: what /.well-known/did.json gives.")
@click.option("--status-list", type=_FILE, help="The signed list of what has been revoked.")
@click.option("--json", "as_json", is_flag=True, help="Write the checks as JSON.")
def command(
    *, certificate: str, did_document: Path | None, status_list: Path | None, as_json: bool
) -> None:
    """Check a certificate: its form, its signature, its issuer, its dates, and if it is revoked.

    FILE is the signed document that its holder has; ID is the last part of the address that the
    certificate is shown at, for those of this installation. With --did-document nothing but the
    files is used: no database, no network. Give the DID document of the issuer whom you trust, as
    the certificate can not be asked who that is. Without --status-list nobody can tell whether it
    has been revoked. Without --did-document this installation is the issuer to trust.

    Exits with 0 when it is valid, 1 when it is not, 2 when that can not be told.

    \b
    Examples:
      kunnande verify certificate.json --did-document did.json --status-list list.json
      kunnande verify 6a0f6c9e-3f0e-4a35-9d0b-8a56f2a8c6f1 --json
    """
    if did_document is not None:
        found = vc.verify(
            _read(Path(certificate)),
            did_document=_read(did_document),
            at=read_clock(),
            status_list=_read(status_list) if status_list else None,
        )
    else:
        with running_database("app"):
            found = _verify_here(certificate, status_list)
    click.echo(_as_json(found) if as_json else _in_words(found))
    raise SystemExit(_EXIT[found.outcome])


def _verify_here(certificate: str, status_list: Path | None) -> vc.Verification:
    """Check a file, or a certificate by its id, with this installation as the issuer."""
    from kunnande.stages.credentials.queries import (  # noqa: PLC0415
        Certificate,
        NoIssuerError,
        get_did_document,
        get_public_certificate,
    )

    try:
        if Path(certificate).is_file():
            return vc.verify(
                _read(Path(certificate)),
                did_document=get_did_document(),
                at=read_clock(),
                status_list=_read(status_list) if status_list else None,
            )
        return get_public_certificate(UUID(certificate), at=read_clock()).verification
    except NoIssuerError as error:
        raise click.UsageError("This installation issues nothing: say --did-document.") from error
    except (ValueError, Certificate.DoesNotExist) as error:
        msg = f"{certificate} is neither a file nor a certificate of this installation."
        raise click.UsageError(msg) from error


def read_clock() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise click.UsageError(f"{path} is too large to be what it should be.")
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise click.UsageError(f"{path} can not be read as JSON.") from error
    if not isinstance(content, dict):
        raise click.UsageError(f"{path} holds no JSON object.")
    return content


def _as_json(found: vc.Verification) -> str:
    checks = [
        {"name": check.name, "outcome": check.outcome, "finding": str(check.finding)}
        for check in found.checks
    ]
    return json.dumps({"verdict": _VERDICT[found.outcome], "checks": checks}, indent=2)


def _in_words(found: vc.Verification) -> str:
    lines = [
        f"  {c.name:<8} {c.outcome:<8} {str(c.finding).replace('_', ' ')}" for c in found.checks
    ]
    return "\n".join([f"The certificate is {_VERDICT[found.outcome]}.", *lines])
