"""All that was captured goes through a harmful proxy to a server that is killed in between, again and again."""

import contextlib
import os
import queue
import random
import signal
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bench.field.fault_proxy import Fault, FaultProxy, Harm
from bench.field.phone import Captured, Phone, Refused
from bench.serving import Server

# How much of the traffic goes through unharmed: with less, a run is only longer.
UNHARMED = 0.6
# Beyond the end of most requests and responses: a fault there harms nothing.
LONGEST_REQUEST, LONGEST_RESPONSE = 3500, 900
PAUSE_SECONDS = 0.02
MOST_TRIES = 3000


@dataclass
class Told:
    """What happened on the way: counts."""

    items: int = 0
    exchanges: int = 0
    broken: int = 0
    server_kills: int = 0
    database_kills: int = 0
    undelivered: list[str] = field(default_factory=list)


class Plan:
    """Which fault the next exchange gets; asked by several threads."""

    def __init__(self, seed: int) -> None:
        self._dice, self._lock = random.Random(seed), threading.Lock()

    def __call__(self) -> Fault:
        with self._lock:
            if self._dice.random() < UNHARMED:
                return Fault()
            response = self._dice.random() < 0.5
            return Fault(
                self._dice.choice([Harm.CUT, Harm.TRUNCATE, Harm.DELAY, Harm.REPEAT]),
                at=self._dice.randrange(LONGEST_RESPONSE if response else LONGEST_REQUEST),
                response=response,
                seconds=self._dice.random() / 20,
            )


def send_all(
    items: Iterable[Captured],
    tokens: list[str],
    server: Server,
    *,
    seed: int,
    kill_every: float = 0.0,
    database_backends: Callable[[], list[int]] | None = None,
) -> Told:
    """Send everything, each phone (a token each) in a thread of its own; returns when nothing is left to send.

    ``kill_every``: seconds between two ends of the server by SIGKILL, 0 for none. ``database_backends``: gives the
    processes of the database that serve the server now; one of them is killed at every other time, after which
    PostgreSQL ends all the others and recovers.
    """
    waiting: queue.Queue[Captured] = queue.Queue()
    for item in items:
        waiting.put(item)
    told, over = Told(items=waiting.qsize()), threading.Event()
    with FaultProxy(server.port, Plan(seed)) as proxy:
        phones = [Phone(token, lambda: proxy.port) for token in tokens]
        senders = [threading.Thread(target=_send, args=(phone, waiting, told)) for phone in phones]
        killer = threading.Thread(
            target=_kill, args=(server, over, told, random.Random(seed + 1), kill_every, database_backends)
        )
        for thread in (*senders, killer):
            thread.start()
        for thread in senders:
            thread.join()
        over.set()
        killer.join()
        proxy.settle()
    told.exchanges = sum(phone.exchanges for phone in phones)
    told.broken = sum(phone.broken for phone in phones)
    return told


def _send(phone: Phone, waiting: "queue.Queue[Captured]", told: Told) -> None:
    with contextlib.suppress(queue.Empty):
        while True:
            item = waiting.get_nowait()
            if why := _deliver(phone, item):
                told.undelivered.append(f"{item.name}: {why}")


def _deliver(phone: Phone, item: Captured) -> str:
    """Why it could not be delivered; "" when it was."""
    try:
        for _ in range(MOST_TRIES):
            if phone.deliver(item):
                return ""
            time.sleep(PAUSE_SECONDS)
    except Refused as refused:
        return str(refused)
    return "was not delivered in all these tries"


def _kill(server: Server, over: threading.Event, told: Told, dice: random.Random, every: float, backends) -> None:
    if not every:
        return
    while not over.wait(every * (0.5 + dice.random())):
        if backends is not None and dice.random() < 0.5:
            for pid in list(backends())[:1]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    told.database_kills += 1
        else:
            server.end(signal.SIGKILL)
            server.start()
            told.server_kills += 1
