"""How many certificates one core issues and verifies, in several forms, beside another library."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from _scratch import print_table

from kunnande.engines import verifiable_credentials as vc
from kunnande.site.cli.credential.bench import credentials

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
INTEROP = ROOT / "tests" / "interop"
AT = datetime(2026, 11, 1, tzinfo=UTC)
DID = "did:web:bench.example"
KEY = vc.SigningKey(verification_method=f"{DID}#key-2026", seed=bytes(range(32)))
TRUSTED = vc.did_document(DID, [KEY.public])
MANY, FEW = 5_000, 150


def main() -> None:
    unsigned = list(credentials(MANY))
    signed = list(vc.sign_batch(unsigned, KEY, created=AT))
    tokens = [vc.sign_jwt(each, KEY) for each in unsigned]
    rows = [
        ("issue, proof", _rate(MANY, lambda: list(vc.sign_batch(unsigned, KEY, created=AT)))),
        ("verify, proof", _rate(MANY, lambda: [_verify(each) for each in signed])),
        ("issue, VC-JWT", _rate(MANY, lambda: [vc.sign_jwt(each, KEY) for each in unsigned])),
        ("verify, VC-JWT", _rate(MANY, lambda: [_verify_jwt(each) for each in tokens])),
        (
            "general canonical text",
            _rate(FEW, lambda: [vc.canonicalise(c) for c in unsigned[:FEW]]),
        ),
    ]
    print_table("Certificates a second on one core, this library", rows)
    _beside(signed[:FEW])
    shown = ROOT / ".venv" / "bin" / "python"
    print("\n100,000 issued and written:")
    subprocess.run(
        [shown, "-m", "kunnande.site.cli", "credential", "bench", "--count", "100000"], check=True
    )


def _rate(count: int, act: Callable[[], object]) -> str:
    begun = time.process_time()
    act()
    return f"{count / (time.process_time() - begun):.0f}"


def _verify(signed: dict[str, object]) -> None:
    vc.verify(signed, did_document=TRUSTED, at=AT)


def _verify_jwt(token: str) -> None:
    vc.verify_jwt(token, did_document=TRUSTED, at=AT)


def _beside(signed: list[dict[str, object]]) -> None:
    node = shutil.which("node")
    if node is None or not (INTEROP / "node_modules").is_dir():
        print("\n@digitalbazaar/vc is not here; run: sh tools/interop_packages.sh")
        return
    question = json.dumps({"signed": signed, "didDocument": TRUSTED})
    answer = subprocess.run(
        [node, INTEROP / "rate.mjs"], input=question, capture_output=True, text=True, check=True
    )
    rates = json.loads(answer.stdout)
    rows = [(name, f"{rate:.0f}") for name, rate in rates.items()]
    print_table("Certificates a second on one core, @digitalbazaar/vc, contexts at hand", rows)


if __name__ == "__main__":
    main()
