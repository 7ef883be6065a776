"""Steps of the clock for the tests: hung onto real workflows, on columns and edges that these have."""

import datetime

from django.utils import timezone

from accounts.roles import Role
from workflows.construction.lines import Equipment
from workflows.duty import Due
from workflows.flows.land_verification import LandVerification
from workflows.flows.outlet_construction import OutletConstruction
from workflows.step import changing, step

MONTH = datetime.timedelta(days=30)


def hang(monkeypatch, flow, method) -> None:
    """Make the declared method a step of the workflow until the test ends."""
    method._django_fsm.field = flow._meta.get_field("state")
    monkeypatch.setattr(flow, method.__name__, method, raising=False)
    monkeypatch.setitem(flow.steps, method.__name__, method.step)


@step("Lapse", source="submitted", target="withdrawn", by=[Role.CLOCK], due=Due("visited_on", days=10))
def lapse(self) -> None:
    """Nothing but the state."""


@step("Remind", source="submitted", target=None, by=[Role.CLOCK], due=Due("agrinas_date"))
def remind(self) -> None:
    """Once, however late: what is past is skipped."""
    while self.agrinas_date <= timezone.localdate():
        self.agrinas_date += MONTH


@step(
    "Take as received",
    source="preparation",
    target=None,
    by=[Role.CLOCK],
    record=changing(Equipment, source=Equipment.State.ORDERED, target=Equipment.State.RECEIVED),
    due=Due("ordered_on", days=5),
)
def take_as_received(self) -> None:
    """Nothing but the line's state."""


def hang_all(monkeypatch) -> None:
    """The three steps above."""
    for flow, method in [(LandVerification, lapse), (LandVerification, remind), (OutletConstruction, take_as_received)]:
        hang(monkeypatch, flow, method)
