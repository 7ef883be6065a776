"""What a process knows, for reading: its columns in words, by the step that asks for them, with their author."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.gis.geos import GEOSGeometry, Point, Polygon
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import Role
from sites.models import Event
from sites.money import RupiahField, in_rupiah
from workflows.models import Process
from workflows.step import Step


@dataclass(frozen=True)
class Fact:
    """A line of facts: ``name`` is the column it shows or stands beside; ``computed`` ones are nobody's statement."""

    name: str
    term: str | Promise
    value: str | Promise
    computed: bool = False


@dataclass(frozen=True)
class FactGroup:
    """What one step established: the facts, and the ledger entry that changed any of them last (None: none did)."""

    step: Step
    facts: list[Fact]
    entry: Event | None = None
    role: str = field(default="")


def fact_groups(process: Process, events: Iterable[Event]) -> list[FactGroup]:
    """The filled-in facts of the process by the step that asks for them, in the order the steps are declared.

    ``events`` are the process's ledger entries, in any order: they say who stands behind a group.
    """
    computed: dict[str, list[Fact]] = {}
    for fact in process.computed_facts():
        computed.setdefault(fact.name, []).append(fact)
    last = _last_changes(events)
    groups = []
    for step, names in _asked_by(process):
        facts = [fact for name in names for fact in [*_stated(process, name), *computed.get(name, [])]]
        if facts:
            entry = max((last[name] for name in names if name in last), key=lambda event: event.seq, default=None)
            groups.append(FactGroup(step, facts, entry, role_in_words(entry.actor_role) if entry else ""))
    return groups


def totals(process: Process) -> list[Fact]:
    """The computed facts that stand beside no column anybody fills in: what the lines of the process add up to."""
    asked = {name for _step, names in _asked_by(process) for name in names}
    return [fact for fact in process.computed_facts() if fact.name not in asked]


def role_in_words(role: str) -> str:
    """The role's name in the reader's language; an old role that is no longer declared stays as it was written."""
    return str(Role(role).label) if role in Role.values else role


def shown(row: Model, column: Field) -> str:
    """A column's value as a person reads it; "" when it is not filled in."""
    value = getattr(row, column.attname)
    if value in (None, ""):
        return ""
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    if column.is_relation:
        return named(getattr(row, column.name))
    return worded(column, value)


def worded(column: Field, value) -> str:
    """A value of the column in the reader's language; money as money."""
    return in_rupiah(value) if isinstance(column, RupiahField) else in_words(value)


def named(row: Model) -> str:
    """A row that a column refers to, as a reader knows it: its caption where it has one."""
    return str(getattr(row, "caption", row))


def in_words(value) -> str:
    """A value in the reader's language: numbers with separators, dates, yes and no, places as latitude, longitude."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        exact = value.normalize()
        return number_format(exact, max(0, -exact.as_tuple().exponent), use_l10n=True, force_grouping=True)
    if isinstance(value, int | float):
        return number_format(value, use_l10n=True, force_grouping=True)
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, GEOSGeometry):
        return _place_in_words(value)
    return str(value)


def _place_in_words(value: GEOSGeometry) -> str:
    if isinstance(value, Polygon):
        corners = value.exterior_ring.num_points - 1
        return ngettext("%(count)d corner, around %(place)s", "%(count)d corners, around %(place)s", corners) % {
            "count": corners,
            "place": pair(value.centroid),
        }
    return pair(value) if isinstance(value, Point) else value.geom_type


def pair(point: Point) -> str:
    """Latitude, longitude with six decimals (a tenth of a metre), ready to be pasted into any map."""
    return f"{point.y:.6f}, {point.x:.6f}"


def _stated(process: Process, name: str) -> list[Fact]:
    column = process._meta.get_field(name)
    value = shown(process, column)
    return [Fact(name, column.verbose_name, value)] if value else []


def _asked_by(process: Process) -> list[tuple[Step, list[str]]]:
    """For each step the columns it asks for first; steps that move on come before those that only note."""
    steps = [step for step in process.steps.values() if not step.record]
    owner: dict[str, str] = {}
    for step in sorted(steps, key=lambda step: step.is_note):
        for name in step.fields:
            owner.setdefault(name, step.name)
    columns = [column.name for column in process._meta.local_fields if column.name in owner]
    asked = [(step, [name for name in columns if owner[name] == step.name]) for step in steps]
    return [(step, names) for step, names in asked if names]


def _last_changes(events: Iterable[Event]) -> dict[str, Event]:
    last: dict[str, Event] = {}
    for event in sorted(events, key=lambda event: event.seq):
        if event.verb == "step":
            last |= dict.fromkeys(event.changes, event)
    return last
