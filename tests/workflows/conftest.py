"""Time for the tests of workflows: steps that the clock takes, and later days."""

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from tests.workflows.clock_steps import hang_all


@pytest.fixture
def clock_steps(monkeypatch) -> None:
    """Real workflows with steps of the clock (``tests.workflows.clock_steps``) until the test ends."""
    hang_all(monkeypatch)


@pytest.fixture
def later(monkeypatch) -> Callable[[int], datetime.date]:
    """``later(days)``: from now on it is so many days later than it is; returns that day."""
    real = timezone.now

    def on(days: int) -> datetime.date:
        monkeypatch.setattr("django.utils.timezone.now", lambda: real() + datetime.timedelta(days=days))
        return timezone.localdate()

    return on
