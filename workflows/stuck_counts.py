"""How much waits, counted over all sites at once: for each office, and for each step or rule that stops one."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import nsmallest

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from accounts.models import Assignment
from accounts.roles import Role
from sites.regency_sums import are_wide
from workflows import stuck_sums
from workflows.models import Turn
from workflows.owners import held_for, levels_of
from workflows.stuck import EVERYTHING, Narrowed, of_work, turns_in, waiting
from workflows.stuck_sums import Parts, Sums


@dataclass(frozen=True)
class OfficeWait:
    """What waits for one office: the role, the region it is held for ("": nobody holds it), whose it is, how much."""

    role: Role
    region: str
    names: list[str]
    sites: int
    cases: int
    oldest: datetime.datetime


@dataclass(frozen=True)
class Offices:
    """Those that are waited for, the one with the most sites first; ``total`` counts also what was left off."""

    first: list[OfficeWait]
    total: int


@dataclass(frozen=True)
class CauseWait:
    """What is waited for, wherever: a step of a workflow, or the rule that stops it (``cause``, "" for the step)."""

    kind: str
    step: str
    cause: str
    sites: int
    cases: int
    oldest: datetime.datetime


def by_office(user, narrowed: Narrowed = EVERYTHING, *, first: int) -> Offices:
    """The ``first`` offices that are waited for. A few queries, however many sites.

    A case that two offices can move counts for both.
    """
    counted = _counted(user, narrowed, _offices, "office", whose=True)
    listed = nsmallest(first, counted.items(), key=lambda item: (-item[1][0], item[1][2], item[0]))
    names = _holders({(role, region) for (role, region), _sums in listed if region})
    found = [OfficeWait(Role(role), region, names[role, region], *sums) for (role, region), sums in listed]
    return Offices(found, len(counted))


def of_office(user, narrowed: Narrowed) -> OfficeWait | None:
    """How much waits for the one office ``narrowed`` names (role and holder); None: nothing. Two queries."""
    counted = waiting(user, narrowed).aggregate(
        sites=Count("code", distinct=True), cases=Count("process", distinct=True), oldest=Min("since")
    )
    if not counted["sites"]:
        return None
    names = _holders({(narrowed.role, narrowed.holder)})
    return OfficeWait(Role(narrowed.role), narrowed.holder, names[narrowed.role, narrowed.holder], **counted)


def by_cause(user, narrowed: Narrowed = EVERYTHING) -> list[CauseWait]:
    """Each thing that is waited for, the one at the most sites first. A few queries, however many sites."""
    found = [CauseWait(*key, *sums) for key, sums in _counted(user, narrowed, _causes, "cause").items()]
    return sorted(found, key=lambda one: (-one.sites, one.oldest, one.kind, one.step, one.cause))


Counting = Callable[[QuerySet[Turn], list[str]], Parts]


def _counted(user, narrowed: Narrowed, count: Counting, name: str, *, whose: bool = False) -> Sums:
    """The sums of all the person sees of it. Those of whole provinces are put together from what is kept of their
    regencies; ``whose``: they depend on who holds what."""
    regions = [narrowed.region] if narrowed.region else user.scope.region_codes
    if narrowed.role or not (are_wide(regions) and all(map(user.scope.covers, regions))):
        return stuck_sums.together(count(waiting(user, narrowed), regions).values())
    asked = ".".join([name, narrowed.kind, narrowed.step, "-" if narrowed.cause is None else f"={narrowed.cause}"])
    return stuck_sums.over(
        asked, regions, lambda inside: count(of_work(turns_in(inside), narrowed), inside), whose=whose
    )


def _offices(turns: QuerySet[Turn], regions: list[str]) -> Parts:
    """By (role, region of the nearest holder). Two queries.

    The office is the nearest region in which the role is held: the village's, the district's, and so on outwards.
    Where it is the office of one region only, that one, or nobody.
    """
    held = set(held_for(regions).values_list("role", "region_id"))
    found: dict[tuple, dict[str, tuple[set[int], datetime.datetime]]] = defaultdict(dict)
    for role, code, held_in, raised_to, processes, since in _rows(_AT_SITES, turns, _OF_OFFICES):
        around = [held_in] if held_in else levels_of(code)
        region = raised_to or next((region for region in around if (role, region) in held), "")
        cases, oldest = found[role, region].get(code, (set(), since))
        found[role, region][code] = (cases.union(processes), min(oldest, since))
    parts: Parts = defaultdict(dict)
    for key, sites in found.items():
        for code, (cases, since) in sites.items():
            part = parts[code[:5]]
            part[key] = stuck_sums.sum_of(part.get(key), (1, len(cases), since))
    return parts


def _causes(turns: QuerySet[Turn], _regions: list[str]) -> Parts:
    """By (workflow, awaited step, cause). One query."""
    parts: Parts = defaultdict(dict)
    for part, kind, awaited, cause, *sums in _rows(_BY_CAUSE, turns, _OF_CAUSES):
        parts[part][kind, awaited, cause] = tuple(sums)
    return parts


def _rows(statement: str, turns: QuerySet[Turn], columns: tuple[str, ...]) -> list[tuple]:
    try:
        inner, parameters = turns.order_by().values(*columns).query.sql_with_params()
    except EmptyResultSet:  # the person sees nothing
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement % inner, parameters)
        return cursor.fetchall()


def _holders(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Whose the roles are in the regions: the offices, or the people where no office is named. One query."""
    pairs = set(pairs)
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = (
        Assignment.objects.valid_on(timezone.localdate())
        .filter(Q(role__in={role for role, _ in pairs}), Q(region_id__in={region for _, region in pairs}))
        .order_by("office__name", "user__full_name")
        .values_list("role", "region_id", "office__name", "user__full_name")
    )
    for role, region, office, person in rows:
        if (office or person) not in named[role, region]:
            named[role, region].append(office or person)
    return named


_OF_OFFICES = ("role", "code", "held_in", "raised_to", "process_id", "since")
_AT_SITES = "SELECT role, code, held_in, raised_to, array_agg(process_id), min(since) FROM (%s) w GROUP BY 1, 2, 3, 4"
_OF_CAUSES = ("code", "kind", "awaited", "cause", "process_id", "since")
# Each level of counting hashes what the one below has left: counting distinct values in one go would sort all of it.
_BY_CAUSE = (
    "WITH one AS (SELECT kind, awaited, cause, code, process_id, min(since) AS since FROM (%s) w "
    "GROUP BY 1, 2, 3, 4, 5), "
    "at_site AS (SELECT kind, awaited, cause, code, count(*) AS cases, min(since) AS since FROM one "
    "GROUP BY 1, 2, 3, 4) SELECT left(code, 5), kind, awaited, cause, count(*), sum(cases)::bigint, min(since) "
    "FROM at_site GROUP BY 1, 2, 3, 4"
)
