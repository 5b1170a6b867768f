"""Secrets that live outside the database, each in a file that only its owner can read."""

import os
import secrets
from pathlib import Path


def read_or_make_key(path: Path) -> str:
    """Return the secret in `path`; draw and store 32 random bytes (hex) when there is none yet."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        # Another process drew it between our look and our write: its key is the key.
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        secret = secrets.token_hex(32)
        file.write(secret)
    return secret
