"""Check a certificate that stands in a file, of either form that carries its own checks."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from kunnande.engines import verifiable_credentials as vc

from .files import FILE, read_object, read_text

_EXIT = {"passed": 0, "failed": 1, "unknown": 2}
_VERDICT = {"passed": "valid", "failed": "not valid", "unknown": "can not be told"}


@click.command("verify")
@click.argument("certificate", type=FILE, metavar="FILE")
@click.option("--did-document", type=FILE, help="Of the issuer whom you trust.")
@click.option("--status-list", type=FILE, help="The signed list of what has been withdrawn.")
@click.option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d"]), help="Else now.")
@click.option("--json", "as_json", is_flag=True, help="Write the checks as JSON.")
def command(
    *,
    certificate: Path,
    did_document: Path | None,
    status_list: Path | None,
    at: datetime | None,
    as_json: bool,
) -> None:
    r"""Check a certificate with a proof, or a VC-JWT. Nothing is fetched.

    Without --did-document the issuer can not be judged, as the certificate can not be asked whom to
    trust. Exits with 0 when it is valid, 1 when it is not, 2 when that can not be told.

    \b
    Examples:
      kunnande credential verify signed.json --did-document did.json --status-list list.json
      kunnande credential verify signed.jwt --did-document did.json --at 2027-01-01 --json
    """
    moment = at or datetime.fromtimestamp(time.time(), UTC)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if did_document is None:
        words = "It can not be told: say --did-document, of the issuer whom you trust."
        click.echo(json.dumps({"verdict": _VERDICT["unknown"], "checks": []}) if as_json else words)
        raise SystemExit(_EXIT["unknown"])
    text = read_text(certificate)
    trusted = read_object(did_document)
    listed = read_object(status_list) if status_list else None
    if text.lstrip().startswith("{"):
        found = vc.verify(
            read_object(certificate), did_document=trusted, at=moment, status_list=listed
        )
    else:
        found = vc.verify_jwt(text.strip(), did_document=trusted, at=moment, status_list=listed)
    click.echo(_as_json(found) if as_json else _in_words(found))
    raise SystemExit(_EXIT[found.outcome])


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
