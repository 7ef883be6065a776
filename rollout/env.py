"""Typed readers for the environment: a value is right, or start-up stops with a sentence that names the variable.

Every reader takes its value from ``NAME`` or, for secrets kept in files (Docker, systemd credentials),
from the file that ``NAME_FILE`` names.
"""

import datetime
import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """The variable's text, or the content of the file ``NAME_FILE`` points to.

    Raises ImproperlyConfigured when neither is set and there is no default, or when the file cannot be read.
    """
    file_name = os.environ.get(f"{name}_FILE")
    if file_name:
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read: {error}.") from error
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE) in the environment; it has no default.")
    return value


def flag(name: str, default: bool) -> bool:
    """A yes/no variable: 1, true, yes, on or 0, false, no, off."""
    value = text(name, str(int(default))).lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no (1/0, true/false, on/off), not “{value}”.")


def integer(name: str, default: int, *, minimum: int = 0, maximum: int | None = None) -> int:
    """A whole number not below ``minimum`` and, if given, not above ``maximum``."""
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.") from None
    if number < minimum:
        raise ImproperlyConfigured(f"{name} must be {minimum} or more, not {number}.")
    if maximum is not None and number > maximum:
        raise ImproperlyConfigured(f"{name} must be {maximum} or less, not {number}.")
    return number


def date(name: str, default: str) -> datetime.date:
    """A day, written as in ISO 8601: 2025-01-31."""
    value = text(name, default)
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a day like 2025-01-31, not “{value}”.") from None


def listing(name: str, default: str = "") -> list[str]:
    """A comma-separated list; blanks are dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def postgres(name: str) -> dict[str, object] | None:
    """Django's connection settings from a URL (``postgres://user:password@host:port/database?option=value``).

    None when the variable is empty. The error does not repeat the URL, which holds a password.
    """
    url = text(name, "")
    if not url:
        return None
    try:
        parsed = dj_database_url.parse(url)
    except ValueError:
        parsed = {}
    if not str(parsed.get("ENGINE", "")).endswith(("postgresql", "postgis")) or not parsed.get("NAME"):
        raise ImproperlyConfigured(
            f"{name} must look like postgres://user:password@host:5432/database, "
            "with special characters in the password percent-encoded."
        )
    return parsed


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not “{value}”.")
    return value
