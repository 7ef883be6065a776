"""Work on many groups of things by several programs at once, where one would leave a core idle."""

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator

from django.db import connection, connections

Work = Callable[[list], Iterable]
# The work of this run: the programs are copies of this one, and find it here.
_work: Work | None = None


def each(work: Work, groups: list[list], *, jobs: int) -> Iterator[tuple[int, object]]:
    """What ``work`` yields for every group: (things done so far, what was found).

    Things of one group are worked on in their order, by one program. Inside a transaction, which other programs would
    not see, everything is done here.
    """
    global _work
    done = 0
    if min(jobs, len(groups)) < 2 or connection.in_atomic_block:
        for found in (one for group in groups for one in work(group)):
            done += 1
            yield done, found
        return
    _work = work
    # A connection cannot be shared with a copy of this program.
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(jobs, _left_to_the_parent) as programs:
        for results in programs.imap_unordered(_worked, groups):
            for found in results:
                done += 1
                yield done, found


def _left_to_the_parent() -> None:
    """Whoever interrupts the command means the first program, which ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _worked(group: list) -> list:
    return list(_work(group))
