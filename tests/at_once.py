"""Several deeds at the same moment, each in a thread with a database connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection
from django.utils import translation


def at_once(*deeds: Callable[[], object], refusals: tuple[type[Exception], ...] = ()) -> list:
    """What each of the deeds answers when all begin together, in the language of whoever asks.

    A refusal of ``refusals`` is an answer too; anything else that a deed raises is raised here.
    """
    barrier, answers, failures = threading.Barrier(len(deeds)), [None] * len(deeds), []
    language = translation.get_language()

    def do(place: int, deed: Callable[[], object]) -> None:
        try:
            barrier.wait(30)
            with translation.override(language):
                answers[place] = deed()
        except refusals as refused:
            answers[place] = refused
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if failures:
        raise failures[0]
    return answers
