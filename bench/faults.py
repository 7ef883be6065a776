"""Reports from phones over a harmful line to a server that is killed in between: each arrives once, with every byte."""

import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

from accounts import tokens
from accounts.roles import Role
from bench import world
from bench.field import captures, chaos, proof
from bench.measure import Figure
from bench.serving import Server
from rollout.localdb import cluster

OUTLETS, PHONES = 100, 4
SECONDS_BETWEEN_KILLS = 6.0


def figures() -> list[Figure]:
    """1,000 reports with one to three photos; the seed is of the day's run and printed with a failure."""
    return [run(outlets=OUTLETS, seed=int(os.environ.get("FAULT_SEED", "1")), kill_every=SECONDS_BETWEEN_KILLS)]


def run(*, outlets: int, seed: int, kill_every: float) -> Figure:
    """Send ``outlets`` × 10 reports through faults. Raises RuntimeError with every problem that is left."""
    person = world.person(Role.FIELD_OFFICER)
    begun = captures.outlets(outlets, world.person(Role.DISTRICT_COMMAND))
    items = captures.reports(begun, random.Random(seed))
    issued = [tokens.issue(user=person, name=f"phone {number}")[1] for number in range(PHONES)]
    with tempfile.TemporaryDirectory() as store, override_settings(MEDIA_ROOT=store):
        with Server(MEDIA_ROOT=store) as server:
            told = chaos.send_all(
                items, issued, server, seed=seed, kill_every=kill_every, database_backends=_own_backends()
            )
        connection.close()
        left = told.undelivered + list(proof.problems(items))
    if left:
        raise RuntimeError(f"seed {seed}: {len(left)} problems:\n" + "\n".join(left[:20]))
    return Figure(
        f"{told.items:,} reports with photos through {told.exchanges:,} exchanges, {told.broken:,} of them broken, "
        f"{told.server_kills} kills of the server and {told.database_kills} of the database",
        f"{told.items:,} once",
        f"{told.items:,}",
        1.0,
        "each once, every byte",
        True,
    )


def _own_backends() -> Callable[[], list[int]] | None:
    """Gives the database's processes that serve the measurement; None where the server is not the checkout's own.

    What is killed there takes nobody else's work with it.
    """
    postmaster = None if os.environ.get("DATABASE_URL") else cluster.status(settings.VAR_DIR).pid
    if postmaster is None:
        return None
    name = f" {connection.settings_dict['NAME']} ".encode()

    def found() -> list[int]:
        # Not asked of the database: at that moment it may be recovering.
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        return [int(pid) for pid in children if name in _title(pid)]

    return found


def _title(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""
