"""Does the read-model say what the processes say? Map, lists and inbox believe it without asking them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass

from django.db import transaction

from sites import services
from sites.models import Site
from workflows import projection, registry, turns
from workflows.models import Process, Turn

PORTION = 1000
_COMPARED = ["processes", "stage", "flags", "progress", "states", "waiting_since", "due_on", "renew_on"]


@dataclass(frozen=True)
class _Derived:
    """What a site's row and the turns there are kept as, and what its processes prove."""

    site: Site
    proved: Site
    judged: projection.Projected
    turns: set[tuple]

    @property
    def columns(self) -> list[str]:
        """The columns that differ."""
        return [column for column in _COMPARED if getattr(self.site, column) != getattr(self.proved, column)]

    @property
    def turns_proved(self) -> set[tuple]:
        return {_plain(row) for process, awaited in self.judged for row in turns.turns_at(process, awaited)}

    @property
    def differs(self) -> bool:
        return bool(self.columns) or self.turns != self.turns_proved


def differences(sites) -> Iterator[str]:
    """Each column of a site, and whose turn it is there, that is not what its processes prove, a sentence each.

    ``sites`` is a queryset. Nothing may be written meanwhile, or a change between two questions is told as one.
    """
    for one in _beside_derived(sites):
        for column in one.columns:
            kept, proved = _differing(getattr(one.site, column), getattr(one.proved, column))
            yield f"{one.site.code}: {column} is {kept!r}, the processes prove {proved!r}."
        if one.turns != one.turns_proved:
            kept, proved = sorted(one.turns - one.turns_proved, key=str), sorted(one.turns_proved - one.turns, key=str)
            yield f"{one.site.code}: turns are {kept!r}, the processes prove {proved!r}."


def outdated(sites) -> Iterator[str]:
    """The codes of the sites (a queryset) with any such difference."""
    return (one.site.code for one in _beside_derived(sites) if one.differs)


def renew(codes: Iterable[str]) -> int:
    """Derive the read-model of these sites anew, each under its lock; returns how many it changed.

    For what no step tells: a rule that time has made true, a program that derives more than the one before it did.
    """
    changed = 0
    for code in codes:
        with transaction.atomic():
            (one,) = _derived([services.locked(code)])
            if one.differs:
                for column in _COMPARED:
                    setattr(one.site, column, getattr(one.proved, column))
                projection.keep(one.site, one.judged)
                changed += 1
    return changed


def _beside_derived(sites) -> Iterator[_Derived]:
    """Each site as it is kept and as it is derived; a thousand are held at a time."""
    last = ""
    while portion := list(sites.filter(code__gt=last).order_by("code")[:PORTION]):
        last = portion[-1].code
        yield from _derived(portion)


def _differing(kept: object, proved: object) -> tuple[object, object]:
    """Both without what is the same in both: a site's whole row would hide the word that differs."""
    if not (isinstance(kept, dict) and isinstance(proved, dict)):
        return kept, proved
    names = [name for name in kept | proved if kept.get(name) != proved.get(name)]
    pairs = {name: _differing(kept.get(name), proved.get(name)) for name in names}
    return {name: one for name, (one, _) in pairs.items()}, {name: other for name, (_, other) in pairs.items()}


def _derived(sites: list[Site]) -> list[_Derived]:
    processes: dict[int, list[Process]] = defaultdict(list)
    for flow in registry.flows():
        for process in flow.objects.filter(site__in=sites).order_by("pk"):
            processes[process.site_id].append(process)
    kept: dict[int, set[tuple]] = defaultdict(set)
    rows = Turn.objects.filter(process__site__in=sites).values_list("process__site_id", *turns.COLUMNS)
    for site_id, *row in rows:
        kept[site_id].add(_plain(row))
    found = []
    for site in sites:
        # On a copy: what is kept is compared with it.
        proved = copy(site)
        judged = projection.project_all(proved, processes[site.pk])
        found.append(_Derived(site, proved, judged, kept[site.pk]))
    return found


def _plain(row: Iterable) -> tuple:
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)
