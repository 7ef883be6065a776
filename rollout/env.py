"""Typed readers for the environment: a value is right, or start-up stops with a sentence that names the variable.

Every reader takes its value from ``NAME`` or, for secrets kept in files (Docker, systemd credentials),
from the file that ``NAME_FILE`` names.
"""

import datetime
import os
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

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


def mail(name: str, default: str | None, *, tls_required: bool = False) -> dict[str, object] | None:
    """How mail leaves, as Django's ``EMAIL_…`` settings; None for ``off``: nobody is written to.

    ``smtp://user:password@host:587`` (unencrypted), ``smtp+tls://…`` (STARTTLS), ``smtps://…`` (TLS from the first
    byte), ``file:///folder`` (a file per mail), ``console:``. ``tls_required``: another host is not written to without
    encryption. The error does not repeat the URL, which holds a password.
    """
    url = text(name, default)
    if url == "off":
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme == "console" and not parts.netloc and not parts.path:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(
            f"{name} must be off, console:, file:///folder or smtp+tls://user:password@host:587 (smtps:// for TLS from "
            "the first byte, smtp:// for none), with special characters in the password percent-encoded."
        )
    if tls_required and parts.scheme == "smtp" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ImproperlyConfigured(f"{name}: mail to another host leaves encrypted only; use smtp+tls:// or smtps://.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def address(name: str, default: str) -> str:
    """An e-mail address, with or without a name before it: ``Pantau KDMP <pantau@example.go.id>``."""
    value = text(name, default)
    try:
        validate_email(parseaddr(value)[1])
    except ValidationError:
        raise ImproperlyConfigured(f"{name} must be an e-mail address, not “{value}”.") from None
    return value


def origin(name: str, default: str, *, schemes: tuple[str, ...] = ("http", "https")) -> str:
    """A scheme and a host, as links begin: ``https://pantau.example.go.id``; without a slash at the end."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.hostname or parts.path or parts.query or parts.hostname.startswith("."):
        raise ImproperlyConfigured(
            f"{name} must be an address like {schemes[-1]}://pantau.example.go.id, not “{value}”."
        )
    return value


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not “{value}”.")
    return value
