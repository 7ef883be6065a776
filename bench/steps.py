"""A step through the whole gate, beside a bare lock, a bare django-fsm transition and one log row."""

import concurrent.futures
import multiprocessing
import time
import uuid

from django.db import connection, connections, models, transaction
from django.utils import timezone
from django_fsm import FSMField, transition

from accounts.models import User
from accounts.roles import Role
from bench import world
from bench.measure import Figure, in_turn, milliseconds, per_second
from sites import ledger
from sites.models import Site
from workflows.services.take_step import take_step
from workflows.submission import Submission

STEPS = 60
ROUNDS = 7


class Bare(models.Model):
    """The least a state machine on Django can be."""

    state = FSMField(max_length=20, default="a")
    note = models.CharField(max_length=40, default="")

    class Meta:
        app_label = "workflows"
        db_table = "bench_bare"

    def __str__(self) -> str:
        return self.state

    @transition(field=state, source="a", target="b")
    def go(self) -> None:
        """Nothing but the state."""


class BareLog(models.Model):
    bare = models.ForeignKey(Bare, models.CASCADE)
    at = models.DateTimeField()
    who = models.CharField(max_length=40)
    data = models.JSONField()

    class Meta:
        app_label = "workflows"
        db_table = "bench_barelog"

    def __str__(self) -> str:
        return self.who


def verify(process_id: int, actor: User) -> None:
    take_step(
        process_id=process_id,
        step="verify",
        actor=actor,
        submission=Submission(version=1, client_id=uuid.uuid4()),
    )


def bare_step(pk: int) -> None:
    with transaction.atomic():
        row = Bare.objects.select_for_update().get(pk=pk)
        row.go()
        row.save(update_fields=["state"])
        BareLog.objects.create(bare=row, at=timezone.now(), who="bench", data={"to": "b"})


def one_writer() -> Figure:
    """Every call takes the next waiting plot, so that each step is a real one."""
    with connection.schema_editor() as editor:
        editor.create_model(Bare)
        editor.create_model(BareLog)
    count = STEPS * ROUNDS + 1
    actor, proposer = world.person(Role.DISTRICT_COMMAND), world.person(Role.VILLAGE_OFFICER)
    plots = iter(world.surveyed_plots(count, proposer))
    rows = iter([row.pk for row in Bare.objects.bulk_create(Bare() for _ in range(count))])
    ours, other, ratio = in_turn(
        lambda: verify(next(plots), actor), lambda: bare_step(next(rows)), rounds=ROUNDS, times=STEPS
    )
    return Figure(
        "`take_step` with everything / lock + django-fsm + one log row",
        milliseconds(ours),
        milliseconds(other),
        ratio,
        "≤ 3",
        ratio <= 3,
    )


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


def eight_writers() -> list[Figure]:
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


def figures() -> list[Figure]:
    return [one_writer(), *eight_writers()]
