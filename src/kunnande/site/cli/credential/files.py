"""What the commands read: bounded JSON, and keys as they were written."""

import json
from pathlib import Path
from typing import Any

import click

from kunnande.engines import verifiable_credentials as vc

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

_LARGEST_BYTES = 10_000_000


def read_text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise click.UsageError(f"{path} is too large to be what it should be.")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{path} can not be read as text.") from error


def read_object(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"{path} can not be read as JSON.") from error
    if not isinstance(content, dict):
        raise click.UsageError(f"{path} holds no JSON object.")
    return content


def read_key(path: Path) -> vc.SigningKey | vc.P256Key:
    """Return a key that ``keygen`` wrote: Ed25519, or P-256 for SD-JWT."""
    written = read_object(path)
    method, secret = written.get("id"), written.get("secretKeyMultibase")
    if not isinstance(method, str) or not isinstance(secret, str):
        raise click.UsageError(f"{path} holds no key: it needs id and secretKeyMultibase.")
    for kind in (vc.SigningKey, vc.P256Key):
        try:
            return kind.from_secret(secret, verification_method=method)
        except vc.MultibaseError:
            continue
    raise click.UsageError(f"{path} holds no key of a kind that is known here.")
