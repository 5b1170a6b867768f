"""What all tests share: a database server that forgets, and no quiet skips in CI."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from kunnande.site.database import (
    connect,
    create_roles,
    database_settings,
    grant_app_rights,
    is_embedded,
    throwaway_server,
)
from kunnande.site.embedded_postgres import APPLICATION

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_MAC_BROWSER = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_EXCUSE = "../shared/data"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001  pytest-django's order
) -> Iterator[None]:
    """Run the tests as the owner of a server of their own, which does not wait for the disk."""
    with ExitStack() as stack:
        server = stack.enter_context(throwaway_server()) if is_embedded() else None
        if server:
            create_roles(server)
        default = settings.DATABASES["default"]
        default.update(database_settings("owner", server))
        # Two runs at the same time, and the workers of each, have a database of their own.
        default["TEST"]["NAME"] = f"test_{default['NAME']}_{os.getpid()}"
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,  # noqa: ARG001  the plugin's own, which this one ends before
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Close what the browser tests' server threads left open: a database in use stays."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )


@pytest.fixture(scope="session", autouse=True)
def quick_password_hashing() -> None:
    """Spend no seconds on making passwords hard to guess: nobody guesses them here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def application_connection(
    transactional_db: None,  # noqa: ARG001  rows must be committed for another role to see them
) -> Iterator[psycopg.Connection]:
    """A connection to the tests' database with the application's rights."""
    owner = connection.settings_dict
    role = APPLICATION if is_embedded() else database_settings("app")["USER"]
    grant_app_rights(owner, role)
    with connect({**owner, "USER": role}) as found:
        yield found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, _BROWSERS)), str(_MAC_BROWSER))
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    plain = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars"]
    return {**browser_type_launch_args, "executable_path": found, "args": [*plain, *quiet]}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Iterator[None]:
    return _without_quiet_skip((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Iterator[None]:
    return _without_quiet_skip((yield))


def _without_quiet_skip(report: Any) -> Any:
    """Turn a skip into a failure in CI, unless data that is not part of the project is absent."""
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if not reason.startswith(_EXCUSE):
            report.outcome = "failed"
            report.longrepr = f"A test must not be skipped in CI: {reason}"
    return report
