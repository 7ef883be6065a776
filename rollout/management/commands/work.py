"""``manage.py work``: does background jobs until it is told to stop; ``make run`` starts one beside the server."""

import math
import os
import socket
from argparse import ArgumentParser, ArgumentTypeError

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.crypto import get_random_string

from rollout.queue.schedule import Schedule, periodic_work
from rollout.queue.worker import work
from rollout.startup import refuse_unsafe
from workflows.notifications.tasks import enqueue_telling


def seconds(text: str) -> float:
    """A pause in seconds. Raises ArgumentTypeError for what is none."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise ArgumentTypeError("a number of seconds above 0 is asked for")
    return value


class Command(BaseCommand):
    help = "Do background jobs until told to stop. Any number of workers may run, on any machines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=seconds, default=1.0, help="seconds between two looks at an empty queue")
        parser.add_argument("--until-empty", action="store_true", help="end when there is nothing left to do now")

    def handle(self, *args: object, **options: object) -> None:
        try:
            refuse_unsafe()
        except ImproperlyConfigured as error:
            raise CommandError(f"The worker does not start: {error}") from error
        schedule = Schedule(periodic_work())

        def due() -> None:
            schedule.enqueue_due(timezone.now())
            enqueue_telling()

        work(
            worker_id=f"{socket.gethostname()[:30]}-{os.getpid()}-{get_random_string(8)}",
            interval=options["interval"],
            batch=options["until_empty"],
            due=due,
        )
