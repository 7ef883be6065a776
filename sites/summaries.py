"""Counts of sites by region, stage and state of the work: one statement each, however many sites there are."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Min, Q
from django.db.models.functions import Left
from django.utils import timezone

from gis_data.codes import parse
from gis_data.models import Region
from sites.querysets import SiteQuerySet
from sites.stages import FLAG_LABELS, Flag, Stage, flags_in

# The length of the codes one level below a code of that length: country, province, regency.
_BELOW = {0: 2, 2: 5, 5: 8}


@dataclass
class RegionSummary:
    """How far the sites of one region are: how many stand at each stage, wait, are overdue, carry a flag."""

    region: Region
    stages: dict[Stage, int] = field(default_factory=lambda: dict.fromkeys(Stage, 0))
    waiting: int = 0
    overdue: int = 0
    flagged: int = 0
    oldest: datetime.datetime | None = None

    @property
    def total(self) -> int:
        return sum(self.stages.values())


def by_region(sites: SiteQuerySet, code: str) -> list[RegionSummary]:
    """The regions one level below ``code`` (a province's regencies, a regency's districts), in order of their codes.

    Empty for a district, whose sites are a list of their own. Two queries. Raises gis_data.codes.InvalidCode.
    """
    below = _BELOW.get(len(parse(code).prefix.rstrip(".")))
    if below is None:
        return []
    counted = (
        sites.within([code])
        .order_by()
        .annotate(region=Left("code", below))
        .values("region", "stage")
        .annotate(
            sites=Count("pk"),
            waiting=Count("waiting_since"),
            overdue=Count("pk", filter=Q(due_on__lt=timezone.localdate())),
            flagged=Count("pk", filter=~Q(flags=0)),
            oldest=Min("waiting_since"),
        )
    )
    rows = list(counted)
    regions = Region.objects.in_bulk({row["region"] for row in rows})
    found = {region: RegionSummary(regions[region]) for region in sorted(regions)}
    for row in rows:
        one = found[row["region"]]
        one.stages[Stage(row["stage"])] += row["sites"]
        one.waiting += row["waiting"]
        one.overdue += row["overdue"]
        one.flagged += row["flagged"]
        one.oldest = min(filter(None, (one.oldest, row["oldest"])), default=None)
    return list(found.values())


def by_state(sites: SiteQuerySet) -> dict[str, dict[str, int]]:
    """For each workflow that is under way somewhere, how many of the sites stand in each of its states. One query.

    A site with several processes of a kind counts once, with the state that speaks for it (``Site.states``).
    """
    try:
        # Sites that stand alike are put together first: far fewer than sites.
        alike = sites.order_by().values("states").annotate(sites=Count("pk"))
        inner, parameters = alike.query.sql_with_params()
    except EmptyResultSet:  # the person sees nothing
        return {}
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT kind, state, sum(s.sites)::bigint FROM ({inner}) s, "  # noqa: S608
            "jsonb_each_text(s.states) AS of (kind, state) GROUP BY kind, state",
            parameters,
        )
        for kind, state, count in cursor.fetchall():
            counts[kind][state] = count
    return dict(counts)


def by_flag(sites: SiteQuerySet) -> dict[Flag, int]:
    """How many of the sites carry each flag; only those that some site carries. One query."""
    flagged = sites.exclude(flags=0).order_by().values_list("flags").annotate(count=Count("pk"))
    counts = dict.fromkeys(FLAG_LABELS, 0)
    for flags, count in flagged:
        for flag in flags_in(flags):
            counts[flag] += count
    return {flag: count for flag, count in counts.items() if count}
