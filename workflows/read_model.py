"""Does each site's read-model say what its processes say? The map and the lists believe it without asking them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy

from django.db import transaction

from sites import services
from sites.models import Site
from workflows import projection, registry
from workflows.models import Process

PORTION = 1000
_COMPARED = ["processes", "stage", "flags", "progress", "states", "waiting_since", "due_on", "renew_on"]


def differences(sites) -> Iterator[str]:
    """Each column of a site that is not what ``projection`` derives from its processes, a sentence each.

    ``sites`` is a queryset. Nothing may be written meanwhile, or a change between two questions is told as one.
    """
    for site, derived in _beside_derived(sites):
        for column in _COMPARED:
            kept, proved = getattr(site, column), getattr(derived, column)
            if kept != proved:
                kept, proved = _differing(kept, proved)
                yield f"{site.code}: {column} is {kept!r}, the processes prove {proved!r}."


def outdated(sites) -> Iterator[str]:
    """The codes of the sites (a queryset) with any such difference."""
    for site, derived in _beside_derived(sites):
        if any(getattr(site, column) != getattr(derived, column) for column in _COMPARED):
            yield site.code


def _beside_derived(sites) -> Iterator[tuple[Site, Site]]:
    """Each site as it is kept and as it is derived; a thousand are held at a time."""
    last = ""
    while portion := list(sites.filter(code__gt=last).order_by("code")[:PORTION]):
        last = portion[-1].code
        derived = _derived(portion)
        yield from ((site, derived[site.pk]) for site in portion)


def _differing(kept: object, proved: object) -> tuple[object, object]:
    """Both without what is the same in both: a site's whole row would hide the word that differs."""
    if not (isinstance(kept, dict) and isinstance(proved, dict)):
        return kept, proved
    names = [name for name in kept | proved if kept.get(name) != proved.get(name)]
    pairs = {name: _differing(kept.get(name), proved.get(name)) for name in names}
    return {name: one for name, (one, _) in pairs.items()}, {name: other for name, (_, other) in pairs.items()}


def renew(codes: Iterable[str]) -> int:
    """Derive the read-model of these sites anew, each under its lock; returns how many it changed.

    For what no step tells: a rule that time has made true, a program that derives more than the one before it did.
    """
    changed = 0
    for code in codes:
        with transaction.atomic():
            site = services.locked(code)
            derived = _derived([site])[site.pk]
            if any(getattr(site, column) != getattr(derived, column) for column in _COMPARED):
                for column in _COMPARED:
                    setattr(site, column, getattr(derived, column))
                services.save(site, _COMPARED)
                changed += 1
    return changed


def _derived(sites: list[Site]) -> dict[int, Site]:
    processes: dict[int, list[Process]] = defaultdict(list)
    for flow in registry.flows():
        for process in flow.objects.filter(site__in=sites).order_by("pk"):
            processes[process.site_id].append(process)
    # On a copy: what is kept is compared with it.
    derived = {site.pk: copy(site) for site in sites}
    for pk, site in derived.items():
        projection.project_all(site, processes[pk])
    return derived
