"""What one act of a story is: a process opened, files attached, a step taken, by somebody in a role, at some time."""

import calendar
import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile

from accounts.roles import Role
from rollout.simulation.working_time import DAY, ZONE, moment_of
from workflows.submission import Reason

NO_REASON = Reason()
# Makes the files of an act for the moment it happens.
Files = Callable[[datetime.datetime], list[ContentFile]]
# What is filled in, or what it is at the moment of the act.
Answer = str | Callable[[datetime.datetime], str]


@dataclass(frozen=True)
class Act:
    """One request to the gate. ``gap`` is the working days since the act before.

    ``strand`` names the process within its site: its kind, and a number where the site has several ("kind/1"). ``name``
    is the step's, the slot's, or empty for opening. ``today`` are columns that hold the act's own date. ``item`` is the
    number of the line that a step changes. ``place`` (EPSG:4326) is where the device stood that took the files.
    ``refused_first`` are fields that are sent before, which the gate must refuse. ``least`` is the part of the gap that
    stays however little time there is. ``refers`` is the column of what is known by its id only: the strand's "asset",
    the regency's "fund".
    """

    verb: str
    role: Role
    strand: str
    gap: float
    name: str = ""
    fields: dict[str, Answer] = field(default_factory=dict)
    today: tuple[str, ...] = ()
    reason: Reason = NO_REASON
    waivers: dict[str, Reason] = field(default_factory=dict)
    files: Files | None = None
    item: int | None = None
    place: Point | None = None
    refused_first: dict[str, Answer] = field(default_factory=dict)
    least: float = 0.0
    refers: str = ""

    @property
    def kind(self) -> str:
        """The kind of the process it is about."""
        return self.strand.partition("/")[0]


@dataclass(frozen=True)
class Place:
    """What a story needs to know of a site: its village's point (EPSG:4326), the metres to the next village, and the
    code of another site of its regency."""

    code: str
    point: Point
    room_m: float
    urban: bool
    neighbour: str = ""


@dataclass(frozen=True)
class Scene:
    """An act with its moment."""

    act: Act
    at: datetime.datetime


@dataclass(frozen=True)
class Strand:
    """The story of one workflow at one site: its acts in order, each with its place on the line of working time."""

    acts: tuple[tuple[float, Act], ...] = ()

    def minute_of(self, name: str) -> float | None:
        """When the act of that name was taken last; None when it never was."""
        return next((minute for minute, act in reversed(self.acts) if act.name == name), None)


def laid(acts: list[Act], *, begin: float, last: float) -> Strand:
    """The acts with their places: the last one at ``last``, the others before it by their gaps.

    What would fall before ``begin`` is pressed together, never reordered.
    """
    if not acts:
        return Strand()
    room, least = (max(last, begin) - begin) / DAY, sum(act.least for act in acts[1:])
    spare = length(acts) - least
    scale = min(1.0, max(0.0, room - least) / spare) if spare else 1.0
    gaps = [0.0, *(act.least + (act.gap - act.least) * scale for act in acts[1:])]
    places, at = [], max(last, begin) - sum(gaps) * DAY
    for gap in gaps:
        at += gap * DAY
        places.append(at)
    return Strand(tuple(zip(places, acts, strict=True)))


def length(acts: list[Act]) -> float:
    """The working days from the first act to the last."""
    return sum(act.gap for act in acts[1:])


def days(chance: random.Random, usual: float, most: float) -> float:
    """A wait in working days: mostly about ``usual``, now and then long, never above ``most``."""
    return min(most, 0.1 + chance.expovariate(1 / usual))


def age(chance: random.Random, usual: float = 18) -> float:
    """How many working days something has lain: mostly about ``usual``, sometimes half a year, seldom under a day."""
    return min(0.3 + chance.expovariate(1 / usual), 150)


def thinks_again(place: Place, kind: str, seed: int, share: float) -> bool:
    """Is a decision of that kind taken back there and made anew, as at this share of the places? Apart from the story's
    own chance, which stays."""
    return random.Random(f"{seed}/{place.code}/{kind}/taken back").random() < share  # noqa: S311  no secret


def day_of(minute: float, days: int = 0) -> str:
    """The day of a place on the line, moved by so many days."""
    return (moment_of(minute).astimezone(ZONE).date() + datetime.timedelta(days=days)).isoformat()


def moments_before(minutes: float) -> Callable[[datetime.datetime], str]:
    """The answer that is a moment so many minutes before the act."""
    return lambda at: (at - datetime.timedelta(minutes=minutes)).isoformat()


def months_on(day: datetime.date, count: int) -> datetime.date:
    """The same day so many months later, or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_before(minute: float, count: int, *, day: int) -> str:
    """That day of the month so many months before the one in which the place on the line lies."""
    return months_on(datetime.date.fromisoformat(day_of(minute)).replace(day=day), -count).isoformat()
