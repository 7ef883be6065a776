"""What one act of a story is: a process opened, files attached, a step taken, by somebody in a role, at some time."""

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.files.base import ContentFile

from accounts.roles import Role
from workflows.submission import Reason

NO_REASON = Reason()
# Makes the files of an act for the moment it happens.
Files = Callable[[datetime.datetime], list[ContentFile]]


@dataclass(frozen=True)
class Act:
    """One request to the gate. ``gap`` is the working days since the act before; ``plot`` numbers the site's plots.

    ``name`` is the step's, the slot's, or empty for opening. ``today`` are columns that hold the act's own date.
    ``refused_first`` are fields that are sent before, which the gate must refuse.
    """

    verb: str
    role: Role
    plot: int
    gap: float
    name: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    today: tuple[str, ...] = ()
    reason: Reason = NO_REASON
    waivers: dict[str, Reason] = field(default_factory=dict)
    files: Files | None = None
    refused_first: dict[str, str] = field(default_factory=dict)


def days(chance: random.Random, usual: float, most: float) -> float:
    """A wait in working days: mostly about ``usual``, now and then long, never above ``most``."""
    return min(most, 0.1 + chance.expovariate(1 / usual))
