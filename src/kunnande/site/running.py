"""Commands that need the database: start the embedded server for as long as they run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import django

from kunnande.site.database import embedded_server, is_embedded


@contextmanager
def running_database(role: str = "app") -> Iterator[None]:
    """Have the database running and Django set up, connecting as "app" or as "owner"."""
    os.environ["KUNNANDE_DATABASE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kunnande.site.settings")
    with embedded_server() if is_embedded() else nullcontext():
        django.setup()
        yield
