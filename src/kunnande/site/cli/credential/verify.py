"""Check a certificate that stands in a file, in each form that it can have."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kunnande.engines import verifiable_credentials as vc

from .files import FILE, read_object, read_text

_EXIT = {"passed": 0, "failed": 1, "unknown": 2}
_VERDICT = {"passed": "valid", "failed": "not valid", "unknown": "can not be told"}


@dataclass(frozen=True)
class _Trusted:
    """Whom the reader trusts: the DID documents of the issuer and of the endorsing parties."""

    issuer: dict[str, Any]
    endorsers: list[dict[str, Any]]


@click.command("verify")
@click.argument("certificate", type=FILE, metavar="FILE")
@click.option("--did-document", type=FILE, help="Of the issuer whom you trust.")
@click.option("--status-list", type=FILE, help="The signed list of what has been withdrawn.")
@click.option("--endorser", "endorsers", type=FILE, multiple=True, help="A party's DID document.")
@click.option("--audience", help="For a presentation: what you call yourself.")
@click.option("--nonce", help="For a presentation: the random text you asked its holder to bind.")
@click.option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d"]), help="Else now.")
@click.option("--json", "as_json", is_flag=True, help="Write the checks as JSON.")
def command(
    *,
    certificate: Path,
    did_document: Path | None,
    status_list: Path | None,
    endorsers: tuple[Path, ...],
    audience: str | None,
    nonce: str | None,
    at: datetime | None,
    as_json: bool,
) -> None:
    r"""Check a certificate: with a proof, as VC-JWT, or as SD-JWT VC. Nothing is fetched.

    A wallet's presentation (SD-JWT VC) is made for one reader: say --audience and --nonce as you
    asked for them, else it can not be told that it is its holder's. Its status list is a token.

    Without --did-document the issuer can not be judged, as the certificate can not be asked whom to
    trust. Exits with 0 when it is valid, 1 when it is not, 2 when that can not be told.

    \b
    Examples:
      kunnande credential verify signed.json --did-document did.json --status-list list.json
      kunnande credential verify signed.jwt --did-document did.json --at 2027-01-01 --json
      kunnande credential verify shown.sd-jwt --did-document did.json --audience us --nonce 5f2e
    """
    moment = at or datetime.fromtimestamp(time.time(), UTC)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if did_document is None:
        words = "It can not be told: say --did-document, of the issuer whom you trust."
        click.echo(json.dumps({"verdict": _VERDICT["unknown"], "checks": []}) if as_json else words)
        raise SystemExit(_EXIT["unknown"])
    if (audience is None) is not (nonce is None):
        raise click.UsageError("Say both --audience and --nonce, or neither.")
    binding = vc.Binding(audience=audience, nonce=nonce) if audience and nonce else None
    trusted = _Trusted(read_object(did_document), [read_object(each) for each in endorsers])
    found = _verify(certificate, trusted, moment, status_list=status_list, binding=binding)
    click.echo(_as_json(found) if as_json else _in_words(found))
    raise SystemExit(_EXIT[found.outcome])


def _verify(
    certificate: Path,
    trusted: _Trusted,
    at: datetime,
    *,
    status_list: Path | None,
    binding: vc.Binding | None,
) -> vc.Verification:
    text = read_text(certificate).strip()
    if "~" in text and not text.startswith("{"):
        listed = read_text(status_list).strip() if status_list else None
        return vc.verify_sd_jwt(
            text, did_document=trusted.issuer, at=at, status_list=listed, binding=binding
        )
    status = read_object(status_list) if status_list else None
    if text.startswith("{"):
        return vc.verify(
            read_object(certificate),
            did_document=trusted.issuer,
            at=at,
            status_list=status,
            endorsers=trusted.endorsers,
        )
    return vc.verify_jwt(
        text,
        did_document=trusted.issuer,
        at=at,
        status_list=status,
        endorsers=trusted.endorsers,
    )


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
