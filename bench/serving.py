"""The product's own server, started beside a measurement on the measurement's database, ended and started again."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlencode

from django.db import connection

from rollout.bootstrap.services import SERVER

SECONDS_TO_START = 40


def database_url() -> str:
    """The address of the database in use, however the settings name its server."""
    given = connection.get_connection_params()
    where = {name: given[name] for name in ("host", "port", "user", "password") if given.get(name)}
    return f"postgres:///{given['dbname']}?{urlencode(where)}"


def environment(port: int) -> dict[str, str]:
    """What the product's programs are started with: that port, this database, little to say."""
    return {**os.environ, "PORT": str(port), "DATABASE_URL": database_url(), "LOG_LEVEL": "ERROR"}


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Server:
    """gunicorn as ``make run`` starts it. A context manager; it can be killed in the middle and started again."""

    def __init__(self, port: int | None = None, application: str = SERVER[-1], **more: str) -> None:
        """``application``: another WSGI module than the product's; ``more``: variables besides ``environment``."""
        self.port = port or free_port()
        self._application = application
        self._more = more
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_error) -> None:
        self.end(signal.SIGTERM)

    @property
    def pid(self) -> int:
        """Of the process that its workers belong to."""
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers. Raises RuntimeError."""
        self._process = subprocess.Popen(
            [sys.executable, *SERVER[:-1], self._application],
            env={**environment(self.port), **self._more},
            start_new_session=True,
        )
        until = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                self.end(signal.SIGKILL)
                raise RuntimeError("the server did not start")
            time.sleep(0.1)

    def end(self, how: signal.Signals) -> None:
        """End it with all its workers: ``SIGKILL`` as when the power fails."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, how)
        self._process.wait(20)

    def _answers(self) -> bool:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()
