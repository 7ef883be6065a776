"""The database server: can it be reached, is it new enough, and can PostGIS be there? Each “no” is a sentence."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, NotSupportedError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

_MAY_NOT = "42501"  # SQLSTATE insufficient_privilege
# postgis for geometry, unaccent and pg_trgm for the search by name.
EXTENSIONS = ("postgis", "unaccent", "pg_trgm")


class ServerError(Exception):
    """Why this server cannot serve the tracker, and what to do about it."""


def ensure_extensions(connection: BaseDatabaseWrapper) -> None:
    """Connect and create the extensions that are missing. Raises ServerError."""
    _connect(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        present = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT name FROM pg_available_extensions")
        available = {name for (name,) in cursor.fetchall()}
        for extension in EXTENSIONS:
            if extension in present:
                continue
            if extension not in available:
                raise ServerError(_not_installed(connection, extension))
            try:
                cursor.execute(f'CREATE EXTENSION IF NOT EXISTS "{extension}"')
            except DatabaseError as error:
                if getattr(error.__cause__, "pgcode", None) != _MAY_NOT:
                    raise ServerError(
                        f"{name_of(connection)} cannot create the extension {extension}: {_first_line(error)}."
                    ) from error
                raise ServerError(
                    f"The account “{_setting(connection, 'USER')}” may not create the extension {extension} "
                    f"({_first_line(error)}). Ask the server's administrator to run this in the database "
                    f"“{_setting(connection, 'NAME')}”: CREATE EXTENSION {extension};"
                ) from error


def check_for_tests(connection: BaseDatabaseWrapper) -> None:
    """The tests make databases of their own with PostGIS in them: may this account do that? Raises ServerError."""
    ensure_extensions(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user")
        is_superuser, may_create = cursor.fetchone()
        cursor.execute("SELECT name FROM pg_available_extension_versions WHERE trusted")
        trusted = {name for (name,) in cursor.fetchall()}
    if not (is_superuser or (may_create and "postgis" in trusted)):
        raise ServerError(
            f"The tests create databases with PostGIS, which the account “{_setting(connection, 'USER')}” may not. "
            "Use a superuser of a server kept for tests, or unset DATABASE_URL: the embedded database needs no setting."
        )


def name_of(connection: BaseDatabaseWrapper) -> str:
    """How to call this server in a sentence; never its password."""
    if not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE")):
        return "The embedded database"
    return f"The database server that DATABASE_URL names ({_setting(connection, 'HOST') or 'this machine'})"


def _connect(connection: BaseDatabaseWrapper) -> None:
    try:
        connection.ensure_connection()
    except NotSupportedError as error:
        raise ServerError(f"{name_of(connection)} is too old: {_first_line(error)}.") from error
    except ImproperlyConfigured as error:  # no libpq, no GDAL: Django's own words name the cure
        raise ServerError(str(error)) from error
    except OperationalError as error:
        reason = _first_line(error)
        if "does not exist" in reason and "database" in reason:
            name = _setting(connection, "NAME")
            raise ServerError(
                f"{name_of(connection)} has no database “{name}”. Create it there: CREATE DATABASE {name};"
            ) from error
        raise ServerError(f"{name_of(connection)} cannot be reached: {reason}.") from error


def _not_installed(connection: BaseDatabaseWrapper, extension: str) -> str:
    major = connection.pg_version // 10000
    package = f"postgresql-{major}-postgis-3" if extension == "postgis" else "postgresql-contrib"
    return (
        f"{name_of(connection)} has no extension {extension} to offer. "
        f"Install it on that server; on Debian and Ubuntu the package is {package}."
    )


def _setting(connection: BaseDatabaseWrapper, name: str) -> str:
    settings = connection.settings_dict
    return str(settings.get(name) or settings.get("OPTIONS", {}).get(name.lower()) or "")


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")
