import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from kunnande.site.database import (
    DatabaseAddressError,
    connect,
    create_roles,
    database_settings,
    grant_app_rights,
)
from kunnande.site.embedded_postgres import APPLICATION, EmbeddedServer


@contextmanager
def open_folder() -> Iterator[Path]:
    # pytest's own folders are private to root, whom the server does not run as.
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name) / "postgres"


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as fresh:
        yield fresh


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    with open_folder() as fresh, EmbeddedServer(fresh, durable=False) as running:
        create_roles(running)
        with connect(database_settings("owner", running)) as owner:
            owner.execute("CREATE TABLE trail_entry (id serial PRIMARY KEY, act text)")
            owner.execute("CREATE TABLE ledger_statement (id serial PRIMARY KEY)")
        grant_app_rights(database_settings("owner", running), APPLICATION)
        yield running


@pytest.fixture
def application(server: EmbeddedServer) -> Iterator[psycopg.Connection]:
    with connect(database_settings("app", server)) as connection:
        yield connection


def test_the_server_comes_up_in_a_fresh_folder(application):
    assert application.info.server_version >= 180000


def test_the_server_listens_on_no_network_address(application):
    addresses = application.execute("SHOW listen_addresses").fetchone()

    assert addresses == ("",)


def test_the_server_waits_for_the_disk_unless_told_otherwise(folder):
    with EmbeddedServer(folder) as durable:
        create_roles(durable)
        with connect(database_settings("app", durable)) as connection:
            waits = connection.execute("SHOW fsync").fetchone()

    assert waits == ("on",)


def test_the_database_knows_the_case_of_swedish_letters(application):
    upper = application.execute("SELECT upper('åäöé')").fetchone()

    assert upper == ("ÅÄÖÉ",)


def test_processes_that_start_together_make_the_roles_once(folder):
    with EmbeddedServer(folder, durable=False) as running, ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _number: create_roles(running), range(6)))

        with connect(database_settings("app", running)) as connection:
            found = connection.execute("SELECT current_user").fetchone()

    assert found == (APPLICATION,)


def test_the_last_user_stops_the_server(folder):
    first, second = EmbeddedServer(folder, durable=False), EmbeddedServer(folder, durable=False)
    first.start()
    second.start()

    first.stop()
    after_the_first = second.is_running()
    second.stop()

    assert (after_the_first, second.is_running()) == (True, False)


def test_a_killed_user_does_not_keep_the_server(folder):
    program = (
        "import sys, time; from pathlib import Path;"
        "from kunnande.site.embedded_postgres import EmbeddedServer;"
        "EmbeddedServer(Path(sys.argv[1]), durable=False).start(); print('up', flush=True);"
        "time.sleep(60)"
    )
    command = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as user:
        assert user.stdout.readline() == "up\n"
        with EmbeddedServer(folder, durable=False) as survivor:
            user.kill()
            user.wait()

    assert not survivor.is_running()


def test_the_rows_survive_a_killed_server(folder):
    with EmbeddedServer(folder) as server:
        create_roles(server)
        with connect(database_settings("owner", server)) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        _kill_server(folder)
        server.stop()

    with EmbeddedServer(folder) as again, connect(database_settings("owner", again)) as connection:
        rows = connection.execute("SELECT number FROM kept").fetchall()

    assert rows == [(7,)]


def test_a_leftover_with_the_number_of_a_living_process_does_not_hinder_the_start(folder):
    with EmbeddedServer(folder):
        pass
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        (folder / name).write_text(f"{os.getpid()}\n{folder}\n", encoding="utf-8")

    with EmbeddedServer(folder) as server:
        assert server.is_running()


def test_a_server_that_is_not_durable_starts_empty(folder):
    with EmbeddedServer(folder, durable=False) as server:
        create_roles(server)

    with (
        EmbeddedServer(folder, durable=False) as again,
        pytest.raises(psycopg.OperationalError, match="does not exist"),
    ):
        connect(database_settings("app", again))


def test_half_a_folder_of_a_killed_creation_does_not_hinder_the_start(folder):
    (folder.with_name("postgres.unfinished") / "base").mkdir(parents=True)

    with EmbeddedServer(folder, durable=False) as server:
        assert server.is_running()


@pytest.fixture
def deep_server(folder: Path) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(folder.parent / ("deep" * 30) / "postgres", durable=False)
    yield server
    shutil.rmtree(server.data_folder)


def test_a_long_folder_gets_a_short_socket(deep_server):
    with deep_server:
        running = deep_server.is_running()

    assert running
    assert len(str(deep_server.socket_folder)) < 90


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "ALTER TABLE trail_entry ADD COLUMN more int",
        "UPDATE trail_entry SET id = 2",
        "DELETE FROM trail_entry",
        "TRUNCATE trail_entry",
        "DELETE FROM ledger_statement",
    ],
)
def test_the_application_can_not(statement, application):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute(statement)


def test_the_application_appends_to_the_trail(application):
    application.execute("INSERT INTO trail_entry (act) VALUES ('shown')")

    assert application.execute("SELECT act FROM trail_entry").fetchall() == [("shown",)]


def test_an_address_is_read_with_its_escapes(monkeypatch):
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://app:p%40ss@db.example:6432/kun?sslmode=require"
    )

    found = database_settings("app")

    assert found["PASSWORD"] == "p@ss"
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6432", "kun")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_the_owner_has_an_address_of_its_own(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db.example/kunnande")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db.example/kunnande")

    assert database_settings("owner")["USER"] == "owner"


@pytest.mark.parametrize("address", ["mysql://db.example/kunnande", "postgresql://db.example"])
def test_an_address_that_is_not_of_a_postgres_database_is_refused(address, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", address)

    with pytest.raises(DatabaseAddressError):
        database_settings("app")


def _kill_server(folder: Path) -> None:
    pid = int((folder / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    os.kill(pid, signal.SIGKILL)
    while EmbeddedServer(folder).is_running():
        time.sleep(0.01)
