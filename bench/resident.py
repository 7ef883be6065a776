"""How much memory processes hold, as the kernel tells it."""

from pathlib import Path

from django.db import connection


def children(pid: int) -> list[int]:
    """The processes that this one started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def database_processes() -> list[int]:
    """The postmaster that serves the benchmark's connection, and its children."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    parent = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
    return [parent, *children(parent)]


def megabytes(pid: int, *, shared_once: bool = False) -> float:
    """Resident memory; with ``shared_once`` every shared page is divided among those who share it (PSS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    wanted = "Pss:" if shared_once else "Rss:"
    return next(int(line.split()[1]) for line in lines if line.startswith(wanted)) / 1024
