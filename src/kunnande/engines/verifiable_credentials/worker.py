"""The general canonicaliser in a process of its own, which can be stopped.

The guards bound what a hostile document can cost by what is known of canonicalisation today. This
bounds it by time and memory, whatever a library does.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from .canonical import UncoveredTermError, canonicalise
from .guards import UnsafeDocumentError

# Starting the interpreter and reading the libraries counts too.
MAX_SECONDS = 10
MAX_MEGABYTES = 1_024

_MEGABYTE = 1_048_576


class WorkLimitError(UnsafeDocumentError):
    """A document took more time or memory than any certificate made here needs."""


def canonicalise_apart(
    document: Mapping[str, Any],
    *,
    seconds: int = MAX_SECONDS,
    megabytes: int = MAX_MEGABYTES,
) -> str:
    """Return the same text as `canonicalise`, from a process that is stopped at a limit.

    Parameters
    ----------
    document
        As for `canonicalise`, from anywhere.
    seconds
        Of processor time, and as many again on the clock before it is stopped from outside.
    megabytes
        Of address space.

    Returns
    -------
    str
        Sorted N-Quads, each ending with a line feed.

    Raises
    ------
    UncoveredTermError
        See `canonicalise`.
    WorkLimitError
        If a limit was reached.
    UnsafeDocumentError
        If the document was refused for another reason.

    References
    ----------
    W3C RDF Dataset Canonicalization 1.0, security considerations (dataset poisoning).
    """
    command = [sys.executable, "-m", __name__, str(seconds), str(megabytes)]
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and this module
            command,
            input=json.dumps(document).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=2 * seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as cause:
        raise WorkLimitError("Reading the document took too long.") from cause
    if done.returncode:
        raise WorkLimitError("Reading the document took too much time or memory.")
    answer = json.loads(done.stdout)
    if answer.get("refused") == "UncoveredTermError":
        raise UncoveredTermError(answer["reason"])
    if "refused" in answer:
        raise UnsafeDocumentError(answer["reason"])
    return str(answer["text"])


def _work(seconds: int, megabytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * _MEGABYTE, megabytes * _MEGABYTE))
    document = json.load(sys.stdin)
    try:
        answer = {"text": canonicalise(document)}
    except (UnsafeDocumentError, UncoveredTermError, LookupError) as refusal:
        answer = {"refused": type(refusal).__name__, "reason": str(refusal)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _work(int(sys.argv[1]), int(sys.argv[2]))
