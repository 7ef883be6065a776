"""After the story: what follows from today's date is done, and what people have to be told is told."""

from workflows.notifications.telling import tell_portion
from workflows.services.clock import ClockReport, run_clock


def close() -> ClockReport:
    """Run the clock, so that flags and deadlines are today's, and tell what the story left to tell.

    News of long ago goes untold, what is recent stands in the inbox; no worker has to work off a year that never was.
    """
    report = run_clock()
    while tell_portion() is not None:
        pass
    return report
