"""Kunnande as it is started for real, in a folder of its own: database, worker and web server."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_SECONDS_TO_START = 600
_SECONDS_TO_STOP = 30
_ADDRESS = re.compile(r"Kunnande is on (http://[\d.:]+)/")


class Installation:
    """One KUNNANDE_HOME and the server on it, which may be stopped, killed and started again."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="kunnande-browser-"))
        self.home.chmod(0o755)  # the database's own user must be able to enter
        self.address = ""
        self._server: subprocess.Popen[bytes] | None = None

    def start(self, *, people: int) -> None:
        log = self.home / "server.log"
        with log.open("wb") as output:
            self._server = subprocess.Popen(
                [
                    *(sys.executable, "-m", "kunnande.site.cli", "serve"),
                    *("--port", self._port(), "--people", str(people), "--seed", "1"),
                ],
                cwd=ROOT,
                env=self._environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + _SECONDS_TO_START
        while not (found := _ADDRESS.search(log.read_text(encoding="utf-8"))):
            assert self._server.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.1)
        self.address = found[1]

    def stop(self) -> None:
        if self._server:
            self._server.terminate()
            self._server.wait(_SECONDS_TO_STOP)
        self._server = None

    def kill(self) -> None:
        """End everything that answers, as a power cut would: kill -9 leaves no last word."""
        assert self._server is not None
        self._server.send_signal(signal.SIGKILL)
        os.killpg(int((self.home / "site.pid").read_text(encoding="ascii")), signal.SIGKILL)
        os.kill(self._postmaster(), signal.SIGKILL)
        self._server.wait(_SECONDS_TO_STOP)
        self._server = None

    def arrange(self, act: str, **wanted: Any) -> dict[str, Any]:
        """Have the services of this installation do what a test starts from (see arrange.py)."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.browser.arrange", act, json.dumps(wanted)],
            cwd=ROOT,
            env=self._environment(),
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.home)

    def _port(self) -> str:
        return self.address.rpartition(":")[2] or str(8700 + os.getpid() % 200)

    def _postmaster(self) -> int:
        lines = (self.home / "postgres" / "postmaster.pid").read_text(encoding="utf-8")
        return int(lines.splitlines()[0])

    def _environment(self) -> dict[str, str]:
        of_its_own = {
            "KUNNANDE_HOME": str(self.home),
            "GUNICORN_CMD_ARGS": f"--pid {self.home / 'site.pid'}",
            "PYTHONUNBUFFERED": "1",
        }
        foreign = ("DATABASE_URL", "DATABASE_OWNER_URL", "PUBLIC_HOST", "KUNNANDE_PORT")
        return {k: v for k, v in os.environ.items() if k not in foreign} | of_its_own
