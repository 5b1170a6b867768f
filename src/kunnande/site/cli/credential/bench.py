"""How many certificates one core issues, writes and verifies in a second."""

import json
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import click

from kunnande.engines import verifiable_credentials as vc

_DID = "did:web:bench.example"
_AT = datetime(2026, 11, 1, tzinfo=UTC)
_VERIFIED = 1_000
_AREAS = {
    "IT07": vc.Text("Mätteknik", "Measurement"),
    "IT08": vc.Text("Ritningsläsning", "Reading drawings"),
}


@click.command("bench")
@click.option("--count", type=click.IntRange(1, 1_000_000), default=10_000, show_default=True)
def command(*, count: int) -> None:
    """Issue and write certificates to a file that is thrown away, then verify some of them.

    Tells processor time, as a clock on the wall also counts what others do on the machine.
    """
    key = vc.SigningKey.generate(f"{_DID}#key-2026")
    trusted = vc.did_document(_DID, [key.public])
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        begun = time.process_time()
        for signed in vc.sign_batch(credentials(count), key, created=_AT):
            out.write(json.dumps(signed, ensure_ascii=False) + "\n")
        issuing = time.process_time() - begun
        out.seek(0)
        kept = [json.loads(line) for line, _ in zip(out, range(_VERIFIED), strict=False)]
    begun = time.process_time()
    valid = sum(vc.verify(each, did_document=trusted, at=_AT).outcome == "passed" for each in kept)
    verifying = time.process_time() - begun
    told = {
        "issued": count,
        "issued_and_written_per_second": round(count / issuing),
        "seconds": round(issuing, 2),
        "verified": valid,
        "verified_per_second": round(valid / verifying),
        "largest_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    click.echo(json.dumps(told, indent=2))


def credentials(count: int) -> Iterator[dict[str, Any]]:
    """Yield unsigned certificates of two areas, of one batch, each with its own person."""
    one = vc.build_achievement_credential(
        credential_id="urn:uuid:0b0f8b52-3f0a-4c55-9a0c-6f1d3a3a1c11",
        issuer=vc.Issuer(did=_DID, name="Exempelbranschen"),
        recipient=vc.Recipient(name="Åsa Öberg"),
        achievement=vc.Achievement(
            achievement_id="https://bench.example/products/bas/1",
            name=vc.Text("Industriteknik BAS", "Industrial Technology BAS"),
            description=vc.Text("Grunderna i industrin.", "The basics of industry."),
            criteria=vc.Text("Alla områden uppfyllda.", "All areas met."),
            version="1",
        ),
        results=[
            vc.AreaShown(
                code=code,
                name=name,
                met=True,
                level=2,
                shown_by=(vc.ProofKind.THEORY_TESTED,),
                shown_on=date(2026, 10, 30),
            )
            for code, name in _AREAS.items()
        ],
        valid_from=_AT,
        valid_until=_AT.replace(year=2029),
    )
    text = json.dumps(one, ensure_ascii=False)
    for number in range(count):
        own = text.replace("0b0f8b52-3f0a-4c55-9a0c-6f1d3a3a1c11", str(UUID(int=number)))
        yield json.loads(own.replace("Åsa Öberg", f"Åsa Öberg {number}"))
