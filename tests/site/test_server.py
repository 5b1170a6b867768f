import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kunnande.site.embedded_postgres import EmbeddedServer


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


@contextmanager
def site(home: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str, int]]:
    command = [sys.executable, "-m", "kunnande.site.cli", "serve", "--people", "0"]
    environment = {"KUNNANDE_HOME": str(home)}
    with subprocess.Popen(
        [*command, "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    ) as running:
        said = ""
        while not (address := re.search(r"Kunnande is on http://127.0.0.1:(\d+)/", said)):
            line = running.stdout.readline()
            assert line, f"it ended, having said: {said}"
            said += line
        yield running, said, int(address[1])
        running.terminate()
        running.stdout.read()


def status_of(port: int) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/")
        with connection.getresponse() as response:
            return response.status


def test_a_taken_port_is_said_and_the_next_one_used(home):
    with taken_port() as taken, site(home, taken) as (_running, said, port):
        status = status_of(port)

    assert port > taken
    assert f"Port {taken} is taken: using {port}." in said
    assert status < 500


def test_everything_ends_with_the_command(home):
    with taken_port() as near, site(home, near) as (running, _said, port):
        running.send_signal(signal.SIGTERM)
        status = running.wait(30)

    assert status == 0
    assert not EmbeddedServer(home / "postgres").is_running()
    with pytest.raises(ConnectionRefusedError):
        status_of(port)


def test_the_site_ends_when_its_command_is_killed(home):
    with taken_port() as near, site(home, near) as (running, _said, port):
        running.kill()
        running.wait()

        assert ends_within(20, port)


def ends_within(seconds: float, port: int) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            status_of(port)
        except OSError:
            return True
        time.sleep(0.1)
    return False
