"""How much waits, counted over all sites at once: for each office, and for each step or rule that stops one."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Min, Q
from django.utils import timezone

from accounts.models import Assignment
from accounts.roles import Role
from gis_data import codes
from gis_data.querysets import prefix_q
from workflows.stuck import EVERYTHING, Narrowed, waiting


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
    """The ``first`` offices that are waited for. Two queries, however many sites.

    A case that two offices can move counts for both.
    """
    try:
        inner, parameters = _columns(user, narrowed, "role", "code", "process_id", "since", "held_in", "raised_to")
    except EmptyResultSet:  # the person sees nothing
        return Offices([], 0)
    holders, of_holders = _held_for([narrowed.region] if narrowed.region else user.scope.region_codes)
    with connection.cursor() as cursor:
        cursor.execute(_BY_OFFICE % (holders, inner), [*of_holders, *parameters, first])
        rows = cursor.fetchall()
    names = _holders({(role, region) for role, region, *_ in rows if region})
    found = [OfficeWait(Role(role), region, names[role, region], *counted) for role, region, *counted, _total in rows]
    return Offices(found, rows[0][-1] if rows else 0)


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
    """Each thing that is waited for, the one at the most sites first. One query."""
    try:
        inner, parameters = _columns(user, narrowed, "kind", "awaited", "cause", "code", "process_id", "since")
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BY_CAUSE % inner, parameters)
        return [CauseWait(*row) for row in cursor.fetchall()]


def _columns(user, narrowed: Narrowed, *names: str) -> tuple[str, tuple]:
    return waiting(user, narrowed).order_by().values(*names).query.sql_with_params()


def _held_for(regions: Iterable[str]) -> tuple[str, tuple]:
    """The query (role, region) of who can answer for places in the regions: inside them, and around them."""
    prefixes = [codes.prefix(code) for code in regions]
    around = {prefix[:length] for prefix in prefixes for length in _LENGTHS if length < len(prefix)}
    held = Assignment.objects.valid_on(timezone.localdate())
    if "" not in prefixes:  # the country's offices are all there are
        held = held.filter(prefix_q("region__code", regions) | Q(region_id__in=[codes.COUNTRY, *sorted(around)]))
    return held.order_by().values("role", "region_id").distinct().query.sql_with_params()


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


# The office is the nearest region in which the role is held: the village's, the district's, and so on outwards.
_LENGTHS = (codes.MAX_LENGTH, 8, 5, 2)
_LEVELS = (*(f"left(w.code, {length})" for length in _LENGTHS), f"'{codes.COUNTRY}'")
_JOINED = " ".join(
    f"LEFT JOIN holder h{number} ON h{number}.role = w.role AND h{number}.region_id = {level}"
    for number, level in enumerate(_LEVELS)
)
_NEAREST = ", ".join(f"h{number}.region_id" for number in range(len(_LEVELS)))
# Where it is the office of one region only, that one, or nobody.
_JOINED += " LEFT JOIN holder own ON own.role = w.role AND own.region_id = w.held_in"
_HOLDER = f"CASE WHEN w.held_in = '' THEN coalesce({_NEAREST}) ELSE own.region_id END"
# Each level of counting hashes what the one below has left: counting distinct values in one go would sort all of it.
_BY_OFFICE = (
    "WITH holder AS MATERIALIZED (%s), "  # noqa: S608 - names of our own tables only
    f"owned AS (SELECT w.role, coalesce(nullif(w.raised_to, ''), {_HOLDER}, '') AS region, w.code, w.process_id, "
    f"min(w.since) AS since FROM (%s) w {_JOINED} GROUP BY 1, 2, 3, 4), "
    "at_site AS (SELECT role, region, code, count(*) AS cases, min(since) AS since FROM owned GROUP BY 1, 2, 3), "
    "office AS (SELECT role, region, count(*) AS sites, sum(cases)::bigint AS cases, min(since) AS since "
    "FROM at_site GROUP BY 1, 2) "
    "SELECT *, count(*) OVER () FROM office ORDER BY sites DESC, since, role, region LIMIT %%s"
)
_BY_CAUSE = (
    "WITH one AS (SELECT kind, awaited, cause, code, process_id, min(since) AS since FROM (%s) w "
    "GROUP BY 1, 2, 3, 4, 5), "
    "at_site AS (SELECT kind, awaited, cause, code, count(*) AS cases, min(since) AS since FROM one "
    "GROUP BY 1, 2, 3, 4) SELECT kind, awaited, cause, count(*), sum(cases)::bigint, min(since) FROM at_site "
    "GROUP BY 1, 2, 3 ORDER BY 4 DESC, 6, 1, 2, 3"
)
