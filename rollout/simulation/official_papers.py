"""Official papers of the simulated offices: a few of each kind, issued through their gate from what the story left."""

import uuid
from collections.abc import Iterable, Iterator

from django.db.models import Case, Q, When

from accounts import demo
from rollout.simulation.cast import Cast, NobodyThere
from sites.requests import Request
from workflows import registry, selectors
from workflows.models import Process
from workflows.papers import issuing, offer
from workflows.papers.declaration import PaperKind, Source
from workflows.papers.registry import kinds

# Each is typeset by a program of its own: as many as a register needs to be looked at.
_EACH = 2
_LOOKED_AT = 20
_KEYS = uuid.UUID("9c0d3b52-2f8e-5d57-8f0e-7b1f6f4f6f10")


def issue(region_codes: Iterable[str]) -> int:
    """Issue up to two papers of each kind from each workflow in the regions, those of the easy logins' regency first.

    They bear today's date, as papers do; what an earlier run issued counts. Returns how many were issued.
    """
    cast, codes = Cast(), sorted(region_codes)
    return sum(
        _issue_some(kind, source, list(_candidates(source, codes)), cast) for kind in kinds() for source in kind.sources
    )


def _issue_some(kind: PaperKind, source: Source, candidates: list[Process], cast: Cast) -> int:
    lacking = _EACH - sum(process.papers.filter(kind=kind.name).exists() for process in candidates)
    issued = 0
    for process in candidates:
        if issued >= lacking:
            break
        issued += _issued(kind, source, process, cast)
    return issued


def _issued(kind: PaperKind, source: Source, process: Process, cast: Cast) -> bool:
    where = getattr(process, source.at) if source.at else process.site.code
    for role in sorted(source.by):
        try:
            person = cast.choose(role, where, apart_from=set(), seed=0)
        except NobodyThere:
            continue
        seen = selectors.process_for(person, process.pk)
        if offer.offered(kind, seen, person, process.papers.filter(kind=kind.name)).open:
            key = uuid.uuid5(_KEYS, f"{process.pk}/{process.version}/{kind.name}")
            issuing.issue(process.pk, kind.name, Request(person, key))
            return True
    return False


def _candidates(source: Source, codes: list[str]) -> Iterator[Process]:
    inside = Q()
    for code in codes:
        inside |= Q(site__code__startswith=code)
    at_home = Case(When(site__code__startswith=demo.HOME, then=0), default=1)
    found = registry.flow(source.workflow).objects.filter(inside, simulated=True, state__in=source.states)
    yield from found.select_related("site").order_by(at_home, "site__code", "pk")[:_LOOKED_AT]
