"""The local server with its background worker: in the foreground, found again by its pid file."""

import errno
import os
import signal
import socket
import time
from pathlib import Path

from rollout.bootstrap.errors import SetupError
from rollout.bootstrap.places import CHECKOUT, PYTHON, var_dir
from rollout.bootstrap.progress import say
from rollout.localdb.processes import is_alive

_SERVICES = "rollout.bootstrap.services"
_HOST = "127.0.0.1"
_PATIENCE_SECONDS = 60


def port() -> int:
    """The port from PORT, 8000 by default. Raises SetupError when it is no port number."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise SetupError(f"PORT must be a number from 1 to 65535, not “{text}”.")
    return int(text)


def check_port() -> None:
    """Raise SetupError when the address cannot be taken: better now than after minutes of preparation."""
    number = port()
    running = running_pid()
    if running:
        raise SetupError(f"This checkout's tracker runs already (process {running}). `make stop` ends it.")
    if os.environ.get("BIND"):
        return  # an address of the caller's own choice, perhaps no port at all: gunicorn itself will tell
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, number))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise SetupError(
                    f"Port {number} is in use by another program. Choose another: make run PORT={number % 65535 + 1}"
                ) from None
            raise SetupError(f"Port {number} cannot be used: {error.strerror}. Set PORT to another number.") from None


def serve() -> None:
    """Become the program that keeps server and worker running: from here on Ctrl-C and ``kill`` reach it itself."""
    _pid_file().unlink(missing_ok=True)  # nobody runs (check_port); a stale number may be somebody else's by now
    environment = os.environ | {"PORT": str(port())}
    command = [str(PYTHON), "-m", _SERVICES, str(_pid_file())]
    os.chdir(CHECKOUT)
    os.execve(command[0], command, environment)  # noqa: S606 - words in a list, no shell


def stop() -> None:
    """End this checkout's server and worker, and wait until both are gone. Raises SetupError when it does not go."""
    pid = running_pid()
    if pid is None:
        say("The server was not running.")
        return
    try:
        os.kill(pid, signal.SIGTERM)
    except PermissionError:
        raise SetupError(f"The server (process {pid}) belongs to another account: stop it as that user.") from None
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while is_alive(pid):
        if time.monotonic() > deadline:
            raise SetupError(f"The server (process {pid}) does not end.")
        time.sleep(0.05)
    say("The server is stopped.")


def running_pid() -> int | None:
    """The process of this checkout's server, or None; a number that now belongs to something else does not count."""
    try:
        pid = int(_pid_file().read_text(encoding="ascii"))
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    return pid if _SERVICES.encode() in words and bytes(_pid_file()) in words and is_alive(pid) else None


def _pid_file() -> Path:
    return var_dir() / "server.pid"
