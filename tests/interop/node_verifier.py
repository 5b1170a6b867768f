"""An independent opinion on a credential: @digitalbazaar/vc, run offline in Node."""

import json
import subprocess
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .node_runtime import HERE, find_node


class VerifiersNotInstalledError(RuntimeError):
    """The Node verifiers are missing."""


def verify_in_node(
    credential: Mapping[str, Any],
    did_document: Mapping[str, Any],
    *,
    status_list: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Return ``verified``, ``errors``, ``statuses`` (true is withdrawn) and ``network``."""
    if not (HERE / "node_modules/@digitalbazaar/vc").exists():
        raise VerifiersNotInstalledError(
            "Install the Node verifiers first: python tests/interop/node_runtime.py"
        )
    question = {"credential": credential, "didDocument": did_document, "statusList": status_list}
    if at is not None:
        question["at"] = at.isoformat()
    node, _ = find_node()
    answer = subprocess.run(
        [node, HERE / "verify.mjs"],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    verdict: dict[str, Any] = json.loads(answer.stdout)
    return verdict
