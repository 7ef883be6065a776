"""A plot somebody was told of, people who want mail, and the jobs done here and now."""

import pytest

from accounts.models import User
from rollout.queue.worker import Worker
from workflows.notifications.tasks import tell

MORNING = "2026-11-23T07:00:00+07:00"


def wants(person: User, rhythm: str = "daily", **more) -> User:
    for name, value in {"mail_rhythm": rhythm, "email": f"{person.username}@example.go.id", **more}.items():
        setattr(person, name, value)
    person.save()
    return person


def do_jobs() -> None:
    Worker(worker_id="here", interval=0.01, batch=True, due=lambda: None).run()


@pytest.fixture
def awaited(plot, cast):
    """A plot that waits for its survey; the field officer was told."""
    plot.submitted()
    tell.func()
    return plot
