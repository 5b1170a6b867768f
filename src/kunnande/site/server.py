"""``kunnande serve``: the database, one worker and the site as one program that ends as one."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType

import click
from django.db import connections

from kunnande.site.database import (
    connect,
    create_roles,
    database_settings,
    embedded_server,
    grant_app_rights,
    is_embedded,
)
from kunnande.site.running import running_database

FIRST_PORT = 8000
_HOST = "127.0.0.1"
_WHOLE_PROGRAMME = "KUNNANDE_HOME=/tmp/kunnande-1000 make run PEOPLE=1000"
_PORTS_TRIED = 100
_SECONDS_TO_START = 60
_SECONDS_TO_STOP = 15
_KUNNANDE = (sys.executable, "-m", "kunnande.site.cli")


class ServerError(RuntimeError):
    """The site can not be served; the message says what to do."""


def serve(*, first_port: int, people: int, seed: int) -> None:
    """Serve the site on this machine until interrupted.

    Raises ServerError when something does not start or stops by itself.
    """
    with suppress(KeyboardInterrupt), _one_interrupt(), ExitStack() as stack:
        if is_embedded():
            create_roles(stack.enter_context(embedded_server()))
        listener = stack.enter_context(_listen(first_port))
        port = listener.getsockname()[1]
        os.environ["KUNNANDE_PORT"] = str(port)  # the demonstration's issuer is named after it
        prepare_database()
        if people and _is_empty():
            _run("simulate", "--people", str(people), "--seed", str(seed))
        children = stack.enter_context(_children(listener))
        _wait_for_answer(port, children)
        _announce(port)
        while True:
            _check_alive(children)
            time.sleep(0.5)
    click.echo("Stopped.")


def prepare_database() -> None:
    """Bring the tables up to date and give the application its rights. Raises ServerError."""
    _run("manage", "migrate", "--verbosity", "0", "--no-input")
    owner, application = database_settings("owner"), database_settings("app")
    if owner["USER"] != application["USER"]:
        grant_app_rights(owner, application["USER"])
    else:
        click.echo("Warning: set DATABASE_OWNER_URL too; now the site may change its own tables.")


@contextmanager
def _one_interrupt() -> Iterator[None]:
    """Let SIGTERM end us as Ctrl-C does, and let a second one not disturb the tidying up."""
    numbers = (signal.SIGINT, signal.SIGTERM)

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    former = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _listen(first_port: int) -> socket.socket:
    """Hold the first free port from here on, so that nobody takes it before the site is up."""
    for port in range(first_port, min(first_port + _PORTS_TRIED, 65536)):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_HOST, port))
            # Bound alone is not taken: two may share an address until one listens.
            listener.listen()
        except OSError:
            listener.close()
            continue
        if port != first_port:
            click.echo(f"Port {first_port} is taken: using {port}.")
        return listener
    raise ServerError(f"No free port from {first_port} on: give another with --port.")


def _is_empty() -> bool:
    """Whether nobody has done anything yet: every act leaves a row in the trail."""
    with connect(database_settings("app")) as connection:
        acts = connection.execute("SELECT EXISTS (SELECT FROM trail_entry)").fetchone()
    return acts == (False,)


def _run(*arguments: str) -> None:
    if subprocess.run([*_KUNNANDE, *arguments], check=False).returncode:
        raise ServerError(f"kunnande {arguments[0]} did not succeed; see above.")


@contextmanager
def _children(listener: socket.socket) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    site = ("gunicorn", "--config", "python:kunnande.site.gunicorn", "--bind")
    fd = listener.fileno()
    # A session each: an interrupt from the keyboard reaches only us, and we end them in order.
    children = {
        "worker": subprocess.Popen([*_KUNNANDE, "worker"], start_new_session=True),
        "site": subprocess.Popen(
            [sys.executable, "-m", *site, f"fd://{fd}"], start_new_session=True, pass_fds=[fd]
        ),
    }
    leash = _leash(children)
    try:
        yield children
    finally:
        leash.kill()
        leash.communicate()
        for child in children.values():
            child.terminate()
        for child in children.values():
            _wait_or_kill(child)


def _leash(children: dict[str, subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    """Start what ends the children if we are killed: our end of its input closes with us."""
    script = 'cat; for pid in "$@"; do kill -s TERM -- "-$pid"; done'
    pids = [str(child.pid) for child in children.values()]
    return subprocess.Popen(
        ["/bin/sh", "-c", script, "leash", *pids], stdin=subprocess.PIPE, start_new_session=True
    )


def _wait_or_kill(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _wait_for_answer(port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        _check_alive(children)
        connection = http.client.HTTPConnection(_HOST, port, timeout=2)
        try:
            connection.request("GET", "/")
            connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise ServerError(f"The site did not answer in {_SECONDS_TO_START} s.")


def _announce(port: int) -> None:
    site = f"http://{_HOST}:{port}"
    click.echo(f"Kunnande is on {site}/ (stop with Ctrl-C)")
    with running_database("app"):
        # Its models can be imported only now that Django is set up.
        from kunnande.site.demo import sign_in_links  # noqa: PLC0415

        links = sign_in_links(site)
    for role, link in links:
        click.echo(f"  {role:<20} {link}")
    if links:
        click.echo(f"The whole programme of 1,000 people, beside this one: {_WHOLE_PROGRAMME}")
    connections.close_all()


def _check_alive(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise ServerError(f"The {name} stopped by itself (status {child.returncode}).")
