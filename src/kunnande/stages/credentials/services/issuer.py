from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from kunnande.engines import verifiable_credentials as vc
from kunnande.stages.credentials.keyring import keep_secret
from kunnande.stages.credentials.models import CredentialIssuer, IssuerKey, KeyKind
from kunnande.stages.trail.services import record

if TYPE_CHECKING:
    from datetime import datetime

    from kunnande.stages.parties.queries import User

_ENGINE_KINDS: dict[KeyKind, vc.KeyKind] = {KeyKind.SEAL: "ed25519", KeyKind.WALLET: "p256"}


@transaction.atomic
def establish_issuer(
    *, host: str, port: int | None, name: str, demo: bool, by: User, at: datetime
) -> CredentialIssuer:
    """Fix who issues certificates here; once established, the stored issuer is returned.

    Raises HostNameError.
    """
    scheme, place = ("http" if demo else "https"), (host if port is None else f"{host}:{port}")
    issuer, made = CredentialIssuer.objects.get_or_create(
        pk=1,
        defaults={
            "did": vc.did_web(host, port),
            "name": f"{name} (exempelutfärdare)" if demo else name,
            "base_url": f"{scheme}://{place}",
            "is_demo": demo,
            "established_at": at,
        },
    )
    if made:
        record(
            chain="issuer",
            act="issuer_established",
            subject=f"issuer:{issuer.pk}",
            by=by,
            at=at,
        )
    keep_keys_of_year(issuer=issuer, by=by, at=at)
    return issuer


@transaction.atomic
def keep_keys_of_year(*, issuer: CredentialIssuer, by: User, at: datetime) -> None:
    """Draw the keys of a new year and retire those of an earlier; the retired stay published."""
    # One at a time, so that no year gets two keys of a kind.
    CredentialIssuer.objects.select_for_update().get(pk=issuer.pk)
    year = timezone.localdate(at).year
    in_use = {key.kind: key for key in issuer.keys.filter(retired_at__isnull=True)}
    for kind in KeyKind:
        earlier = in_use.get(kind)
        if earlier is not None and timezone.localdate(earlier.from_at).year >= year:
            continue
        if earlier is not None:
            earlier.retired_at = at
            earlier.save(update_fields=["retired_at"])
        key = _draw(issuer, kind, year)
        drawn = IssuerKey.objects.create(
            issuer=issuer,
            kind=kind,
            fragment=key.verification_method.partition("#")[2],
            public_multibase=key.public.public_multibase,
            from_at=at,
        )
        record(
            chain="issuer",
            act="issuer_key_drawn",
            subject=f"issuer:{issuer.pk}",
            by=by,
            at=at,
            facts={"name": drawn.fragment, "key": drawn.public_multibase},
        )


def _draw(issuer: CredentialIssuer, kind: KeyKind, year: int) -> vc.SigningKey | vc.P256Key:
    drawing = vc.SigningKey if kind == KeyKind.SEAL else vc.P256Key
    taken = set(issuer.keys.values_list("fragment", flat=True))
    while True:
        name = vc.name_key(year, _ENGINE_KINDS[kind], taken=taken)
        key = drawing.generate(f"{issuer.did}#{name}")
        # A file that is already there is the secret of an earlier database: it is never replaced.
        if keep_secret(key):
            return key
        taken.add(name)
