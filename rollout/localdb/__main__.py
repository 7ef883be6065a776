"""The embedded database from a shell: ``python3 -m rollout.localdb start|stop|status|url|psql|remove``."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from rollout.localdb import binaries, cluster
from rollout.localdb.address import url
from rollout.localdb.creation import data_version
from rollout.localdb.errors import LocalDatabaseError, explain
from rollout.localdb.memory import Identity

_NOT_RUNNING = 3  # as system services answer
_CHECKOUT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 for an error, or 3 when the database is not running."""
    parser = argparse.ArgumentParser(prog="python3 -m rollout.localdb", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("start", help="make the database when there is none, and start it")
    commands.add_parser("stop", help="stop it")
    commands.add_parser("status", help="say how it is")
    commands.add_parser("url", help="print its address for other programs")
    commands.add_parser("psql", help="open PostgreSQL's own prompt; further words go to psql")
    commands.add_parser("remove", help="stop it and delete all its data")
    chosen, words = parser.parse_known_args(arguments)
    if words and chosen.command != "psql":
        parser.error(f"unknown: {' '.join(words)}")
    var = Path(os.environ.get("VAR_DIR") or _CHECKOUT / "var").resolve()
    try:
        return _run(chosen.command, var, words)
    except LocalDatabaseError as error:
        _complain(str(error))
    except OSError as error:
        _complain(str(explain(error, f"use {error.filename or var}")))
    except KeyboardInterrupt:
        _complain("Interrupted.")
    return 1


def _run(command: str, var: Path, words: list[str]) -> int:
    if command == "start":
        _say(f"The database is running: {url(cluster.start(var, _say))}")
        return 0
    if command == "stop":
        _say("The database is stopped." if cluster.stop(var, _say) else "The database was not running.")
        return 0
    if command == "remove":
        _say("The database is removed." if cluster.remove(var, _say) else "There is no database to remove.")
        return 0
    state = cluster.status(var)
    if state.identity is None:
        _complain("There is no database yet; `make run` makes one.")
        return _NOT_RUNNING
    if command == "status":
        _say(_describe(state.identity, state.pid))
        return 0 if state.pid else _NOT_RUNNING
    if command == "url":
        _say(url(state.identity))
        return 0
    if not state.pid:
        _complain("The database is not running; start it with: python3 -m rollout.localdb start")
        return _NOT_RUNNING
    psql = binaries.find(data_version(state.identity)).program("psql")
    return subprocess.run([psql, *words, url(state.identity)], check=False).returncode


def _describe(identity: Identity, pid: int | None) -> str:
    return "\n".join(
        [
            f"database  {f'running, process {pid}' if pid else 'stopped'}",
            f"data      {identity.data}",
            f"socket    {identity.socket_dir} (port {identity.port})",
            f"log       {identity.log}",
        ]
    )


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def _complain(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a terminal without “…” is no reason to stop
    sys.exit(main())
