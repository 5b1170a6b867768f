"""Secrets that live outside the database, each in a file that only its owner can read."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def read_or_make_key(path: Path) -> str:
    """Return the secret in `path`; draw and store 32 random bytes (hex) when there is none yet."""
    with suppress(FileNotFoundError):
        return path.read_text(encoding="ascii").strip()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    # The name appears with the whole secret behind it; whoever links first has drawn the key.
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return path.read_text(encoding="ascii").strip()
