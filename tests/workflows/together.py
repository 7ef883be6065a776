"""Two who act at the same moment, again and again: threads that are let go at one barrier for each round."""

import threading
from collections.abc import Callable, Iterator

from django.db import connections

# Far above what a round takes; a lock that nobody gives back fails the test instead of hanging it.
PATIENCE_S = 60


def rounds_of(rounds: Iterator[tuple[Callable, ...]], people: int = 2) -> Iterator[tuple]:
    """For each round, one result (or exception) for each call; all calls of a round begin at one barrier.

    The rounds are made one after the other, so that a round may depend on how the last one ended.
    """
    begin, end = threading.Barrier(people + 1), threading.Barrier(people + 1)
    calls: list[Callable | None] = [None] * people
    results: list = [None] * people

    def work(place: int) -> None:
        try:
            while True:
                begin.wait(PATIENCE_S)
                if calls[place] is None:
                    return
                try:
                    results[place] = calls[place]()
                except Exception as error:
                    results[place] = error
                end.wait(PATIENCE_S)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(people)]
    for thread in threads:
        thread.start()
    try:
        for wanted in rounds:
            calls[:] = wanted
            begin.wait(PATIENCE_S)
            end.wait(PATIENCE_S)
            yield tuple(results)
    finally:
        calls[:] = [None] * people
        begin.wait(PATIENCE_S)
        for thread in threads:
            thread.join(PATIENCE_S)
