"""Sign a certificate that stands in a file."""

import json
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kunnande.engines import verifiable_credentials as vc

from .files import FILE, read_key, read_object

_REFUSALS = (
    vc.AlreadySignedError,
    vc.UnsafeDocumentError,
    vc.UncoveredTermError,
    vc.UnknownContextError,
    vc.ShapeError,
    vc.MultibaseError,
)


@click.command("sign")
@click.argument("unsigned", type=FILE, metavar="IN.json")
@click.option("--key", "key_file", type=FILE, required=True, help="What keygen wrote.")
@click.option(
    "--format", "form", type=click.Choice(["di", "jwt", "sd-jwt"]), default="di", show_default=True
)
@click.option("--holder", type=FILE, help="For sd-jwt: the holder's public key as JSON Web Key.")
def command(*, unsigned: Path, key_file: Path, form: str, holder: Path | None) -> None:
    r"""Sign a certificate: with a proof in it (di), as one text (jwt), or for wallets (sd-jwt).

    For sd-jwt the file holds the claims that are always shown and, under areas, one object for
    each competence area by its code. With --holder only the owner of that key can present it.

    \b
    Examples:
      kunnande credential sign unsigned.json --key key.json > signed.json
      kunnande credential sign unsigned.json --key key.json --format jwt > signed.jwt
      kunnande credential sign claims.json --key p256.json --format sd-jwt --holder jwk.json
    """
    credential, key = read_object(unsigned), read_key(key_file)
    try:
        if form == "sd-jwt":
            click.echo(_sd_jwt(credential, key, holder))
        elif not isinstance(key, vc.SigningKey):
            raise click.UsageError("Proofs and VC-JWT are signed with an Ed25519 key.")
        elif form == "jwt":
            click.echo(vc.sign_jwt(credential, key))
        else:
            now = datetime.fromtimestamp(time.time(), UTC)
            click.echo(json.dumps(vc.sign(credential, key, created=now), ensure_ascii=False))
    except _REFUSALS as error:
        raise click.ClickException(str(error)) from error


def _sd_jwt(claims: dict[str, Any], key: vc.SigningKey | vc.P256Key, holder: Path | None) -> str:
    areas = claims.pop("areas", None)
    if not isinstance(key, vc.P256Key) or not isinstance(areas, dict):
        msg = "An SD-JWT needs a P-256 key, and areas in the file."
        raise click.UsageError(msg)
    return vc.issue_sd_jwt(
        claims,
        key,
        areas=areas,
        holder=vc.key_of_jwk(read_object(holder), "") if holder else None,
        salts=lambda: secrets.token_bytes(16),
    )
