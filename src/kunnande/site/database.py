"""Where the database is, and what its two roles may do. Importing this starts nothing."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from psycopg import sql

from kunnande.site.embedded_postgres import (
    APPLICATION,
    OWNER,
    PORT,
    SUPERUSER,
    EmbeddedServer,
)

DATABASE = "kunnande"
_ROLES = {"app": APPLICATION, "owner": OWNER}
_ADDRESSES = {"app": "DATABASE_URL", "owner": "DATABASE_OWNER_URL"}
_APPEND_ONLY = ("trail_", "ledger_", "practice_operation", "practice_unlocking")


class DatabaseAddressError(ValueError):
    """DATABASE_URL or DATABASE_OWNER_URL can not be used; the message says why."""


def home_folder() -> Path:
    """Return the folder of everything the installation writes: KUNNANDE_HOME, or ``var/``."""
    return Path(os.environ.get("KUNNANDE_HOME") or Path(__file__).resolve().parents[3] / "var")


def is_embedded() -> bool:
    return "DATABASE_URL" not in os.environ


def embedded_server() -> EmbeddedServer:
    """Return the installation's own server, not started."""
    return EmbeddedServer(home_folder() / "postgres")


def throwaway_server() -> EmbeddedServer:
    """Return the server of the tests, not started."""
    return EmbeddedServer(home_folder() / "postgres-for-tests", durable=False)


def database_settings(role: str = "app", server: EmbeddedServer | None = None) -> dict[str, Any]:
    """Return Django's settings for the application ("app") or for migrations ("owner")."""
    if role not in _ROLES:
        raise ValueError(f"No database role {role!r}: say app or owner.")
    if server is None and not is_embedded():
        address = os.environ.get(_ADDRESSES[role]) or os.environ["DATABASE_URL"]
        return _settings_from_address(address)
    return _settings(
        name=DATABASE,
        user=_ROLES[role],
        host=str((server or embedded_server()).socket_folder),
        port=str(PORT),
    )


def create_roles(server: EmbeddedServer) -> None:
    """Create the two roles and the database in a running embedded server, if they are missing."""
    with _connect_as_superuser(server, "postgres") as connection:
        # Processes that start together take turns; the lock goes with the connection.
        connection.execute("SELECT pg_advisory_lock(hashtext('kunnande roles'))")
        roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        if OWNER not in roles:
            connection.execute(_statement("CREATE ROLE {} LOGIN CREATEDB", OWNER))
        if APPLICATION not in roles:
            connection.execute(_statement("CREATE ROLE {} LOGIN", APPLICATION))
        databases = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        if DATABASE not in databases:
            connection.execute(_statement("CREATE DATABASE {} OWNER {}", DATABASE, OWNER))


def grant_app_rights(owner: dict[str, Any], application: str) -> None:
    """Let the application read and write rows, but only append to the trail and the ledger.

    Run after every migration, as the owner whose Django settings are given.
    """
    with connect(owner) as connection:
        for template in (
            "REVOKE ALL ON SCHEMA public FROM PUBLIC, {}",
            "GRANT USAGE ON SCHEMA public TO {}",
            "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
            "GRANT EXECUTE ON ALL ROUTINES IN SCHEMA public TO {}",
        ):
            connection.execute(_statement(template, application))
        for table in _append_only_tables(connection):
            connection.execute(
                _statement("REVOKE UPDATE, DELETE ON {} FROM {}", table, application)
            )
        database = connection.info.dbname
        connection.execute(_statement("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", database))


def connect(settings: dict[str, Any]) -> psycopg.Connection:
    """Open a connection with the same settings as Django's, for use without Django."""
    return psycopg.connect(
        dbname=settings["NAME"],
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        host=settings["HOST"],
        port=settings["PORT"],
        **settings["OPTIONS"],
    )


def _append_only_tables(connection: psycopg.Connection) -> list[str]:
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return sorted(name for (name,) in tables if name.startswith(_APPEND_ONLY))


def _connect_as_superuser(server: EmbeddedServer, database: str) -> psycopg.Connection:
    host = str(server.socket_folder)
    return psycopg.connect(host=host, port=PORT, user=SUPERUSER, dbname=database, autocommit=True)


def _statement(template: str, *names: str) -> sql.Composed:
    return sql.SQL(template).format(*map(sql.Identifier, names))


def _settings_from_address(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise DatabaseAddressError(
            "DATABASE_URL must be postgresql://user:password@host:port/name."
        )
    options = dict(parse_qsl(parts.query))
    return _settings(
        name=name,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=options.pop("host", "") or unquote(parts.hostname or ""),
        port=str(parts.port or ""),
        options=options,
    )


def _settings(
    *,
    name: str,
    user: str,
    host: str,
    port: str,
    password: str = "",
    options: dict[str, str] | None = None,
) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": port,
        "OPTIONS": options or {},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
