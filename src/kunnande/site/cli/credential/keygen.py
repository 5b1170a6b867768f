"""Draw a key."""

import json

import click

from kunnande.engines import verifiable_credentials as vc


@click.command("keygen")
@click.option("--did", help="The issuer's DID; without it the key is its own: did:key.")
@click.option("--name", default="key-1", show_default=True, help="Best the year: key-2026.")
@click.option("--p256", is_flag=True, help="A key for SD-JWT (ES256) instead of Ed25519.")
def command(*, did: str | None, name: str, p256: bool) -> None:
    r"""Draw a new secret key and write it as JSON. Whoever has it can issue: keep it safe.

    \b
    Examples:
      kunnande credential keygen > key.json
      kunnande credential keygen --did did:web:example.org --name key-2026 > key.json
    """
    key = (vc.P256Key if p256 else vc.SigningKey).generate("")
    public = key.public.public_multibase
    controller = did or vc.did_key(public)
    method = f"{controller}#{name if did else public}"
    named = vc.PublicKey(verification_method=method, public_multibase=public).to_multikey()
    click.echo(json.dumps({**named, "secretKeyMultibase": key.secret_multibase}, indent=2))
