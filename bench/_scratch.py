"""What the measurements share: an installation that is thrown away, and small tables."""

import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch_installation() -> Iterator[Path]:
    """Set up an empty installation with its own database, and Django on it as the application."""
    with tempfile.TemporaryDirectory(prefix="kunnande-bench-") as folder:
        home = Path(folder)
        # The server runs as a user of its own where we are root, and must reach its data.
        home.chmod(0o755)
        os.environ["KUNNANDE_HOME"] = folder
        os.environ.pop("DATABASE_URL", None)

        from kunnande.site.database import create_roles, embedded_server
        from kunnande.site.running import running_database
        from kunnande.site.server import prepare_database

        with embedded_server() as server:
            create_roles(server)
            prepare_database()
            with running_database("app"):
                yield home
                from django.db import connections

                connections.close_all()


def print_table(title: str, rows: Sequence[tuple[str, str]]) -> None:
    load = os.getloadavg()[0]
    width = max(len(name) for name, _value in rows)
    print(f"\n{title}")
    for name, value in rows:
        print(f"  {name:<{width}}  {value:>12}")
    print(
        f"  {platform.machine()}, {os.cpu_count()} cores, load {load:.1f} when done: "
        f"{'a quiet machine' if load < 1.5 * (os.cpu_count() or 1) else 'others were at work too'}"
    )


def milliseconds(seconds: Sequence[float], share: float) -> str:
    """Return a percentile as text: 0.5 is the median."""
    if len(seconds) == 1:
        return f"{1000 * seconds[0]:.0f} ms"
    return f"{1000 * statistics.quantiles(seconds, n=100)[round(100 * share) - 1]:.0f} ms"


def database_processor_time() -> float:
    """Return the seconds of processor that the database has spent on this connection; Linux."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    spent_nanoseconds = Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]
    return int(spent_nanoseconds) / 1e9


def collect_as_the_server_does() -> None:
    """Let Python look for rubbish as often as a worker of the server does."""
    from kunnande.site.gunicorn import post_worker_init

    post_worker_init(None)


@contextmanager
def clock(into: list[float], reading: Callable[[], float] = time.perf_counter) -> Iterator[None]:
    begun = reading()
    yield
    into.append(reading() - begun)
