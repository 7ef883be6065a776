"""Steps by many writers at once: on different sites they must scale, on one site they must stay in order."""

import concurrent.futures
import multiprocessing
import time

from django.db import connections

from accounts.models import User
from accounts.roles import Role
from bench import world
from bench.measure import Figure, per_second
from bench.steps import verify
from sites import ledger
from sites.models import Site


def _worker(process_ids: list[int], actor_id: int) -> int:
    connections.close_all()
    actor = User.objects.get(pk=actor_id)
    for process_id in process_ids:
        # On one site the version is what the writer before left; each of these processes is its own, so it stays 1.
        verify(process_id, actor)
    connections.close_all()
    return len(process_ids)


def _together(process_ids: list[int], actor: User, writers: int) -> float:
    """Steps per second of that many writer processes."""
    shares = [process_ids[number::writers] for number in range(writers)]
    connections.close_all()
    with concurrent.futures.ProcessPoolExecutor(writers, mp_context=multiprocessing.get_context("fork")) as pool:
        list(pool.map(_worker, [[]] * writers, [actor.pk] * writers))  # start the processes before the clock
        start = time.perf_counter()
        done = sum(pool.map(_worker, shares, [actor.pk] * writers))
        return done / (time.perf_counter() - start)


def figures() -> list[Figure]:
    """Eight writers on different sites against one; and eight on one site, whose chain must stay whole."""
    actor, proposer = world.person(Role.DISTRICT_COMMAND), world.person(Role.VILLAGE_OFFICER)
    alone = _together(world.surveyed_plots(300, proposer), actor, 1)
    apart = _together(world.surveyed_plots(600, proposer), actor, 8)
    site = Site.objects.order_by("code").first()
    same = _together(world.surveyed_plots(300, proposer, [site]), actor, 8)
    problems = list(ledger.verify(Site.objects.filter(pk=site.pk)))
    return [
        Figure("8 writers on different sites / 1 writer", per_second(1 / apart), per_second(1 / alone), apart / alone),
        Figure(
            "8 writers on one site / 1 writer (chain verified afterwards)",
            per_second(1 / same),
            per_second(1 / alone),
            same / alone,
            "0 problems",
            not problems,
        ),
    ]
