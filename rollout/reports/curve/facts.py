"""What the ledger and the reports say of the buildings of a region up to a moment, added up by day in the database.

A building's percent is reported as given (corrected reports do not count), and confirmed by its stages: a stage that
was recorded with photos proves that the works before it are done, and the Kodim's confirmation proves the completion.
What was only known later does not count on an earlier day.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from gis_data.codes import like_patterns
from rollout.reports.asked import Asked
from rollout.reports.curve.plan import Starts
from rollout.reports.kept import kept
from sites.models import Event, Site
from sites.regency_sums import REGENCY, are_wide, of_regencies
from workflows.construction.lines import ProgressReport
from workflows.construction.reports import weights_of
from workflows.construction.states import State
from workflows.construction.vocabulary import Work
from workflows.flows.outlet_construction import OutletConstruction
from workflows.flows.warehouse_construction import WarehouseConstruction
from workflows.models import Process

BUILDINGS = (OutletConstruction, WarehouseConstruction)
# What is done when a building comes into a state; a suspended one stays where it was.
_DONE_BEFORE = {
    State.FOUNDATION: Work.PREPARATION,
    State.STRUCTURE: Work.FOUNDATION,
    State.ROOFING: Work.WALLS,
    State.FINISHING: Work.ROOF,
    State.PHYSICALLY_COMPLETE: Work.COMPLETE,
}
_COMPLETE = (State.INSPECTED, State.HANDED_OVER, State.OPERATIONAL)

# The buildings of a kind that were begun before a moment, and not cancelled then, at the sites that were open; a site
# that is asked for by its own code is told of, open or not.
_BEGUN = f"""
SELECT process.id, left(site.code, {REGENCY}) AS regency, building.started_on, building.planned_on
FROM {Site._meta.db_table} site
JOIN {Process._meta.db_table} process ON process.site_id = site.id AND process.kind = %(kind)s
JOIN {{building}} building ON building.process_ptr_id = process.id AND building.started_on IS NOT NULL
WHERE {{inside}}
AND (site.closed_at IS NULL OR site.closed_at >= %(moment)s OR site.code = ANY (%(codes)s))
AND EXISTS (SELECT FROM {Event._meta.db_table} entry WHERE entry.process_id = process.id
    AND entry.after_state = 'preparation' AND entry.recorded_at < %(moment)s)
AND NOT EXISTS (SELECT FROM {Event._meta.db_table} entry WHERE entry.process_id = process.id
    AND entry.after_state = 'cancelled' AND entry.recorded_at < %(moment)s)
"""  # noqa: S608
# Materialized: of the few buildings of a regency first, else the planner may begin with every report there is.
_STARTS = f"""
WITH begun AS MATERIALIZED ({_BEGUN})
SELECT regency, started_on, planned_on, count(*) FROM begun GROUP BY 1, 2, 3
"""  # noqa: S608

_REPORTED = f"""
WITH begun AS MATERIALIZED ({_BEGUN}), report AS (
    SELECT begun.regency, reported_on, percent - lag(percent, 1, 0::numeric) OVER (
        PARTITION BY process_id ORDER BY reported_on, slot DESC, (work = 'complete'), number
    ) AS risen
    FROM begun JOIN {ProgressReport._meta.db_table} report ON report.process_id = begun.id
    WHERE recorded_at < %(moment)s AND percent IS NOT NULL
    AND NOT EXISTS (SELECT FROM {ProgressReport._meta.db_table} later WHERE later.process_id = report.process_id
        AND later.corrects = report.number AND later.recorded_at < %(moment)s)
)
SELECT regency, reported_on, sum(risen) FROM report GROUP BY 1, 2
"""  # noqa: S608

_CONFIRMED = f"""
WITH begun AS MATERIALIZED ({_BEGUN}),
percent AS (SELECT * FROM unnest(%(states)s::text[], %(percents)s::numeric[]) AS of (state, done)),
move AS (
    SELECT begun.regency, (entry.recorded_at AT TIME ZONE %(zone)s)::date AS day,
        percent.done - lag(percent.done, 1, 0::numeric) OVER (PARTITION BY entry.process_id ORDER BY entry.seq) AS risen
    FROM begun JOIN {Event._meta.db_table} entry ON entry.process_id = begun.id
    JOIN percent ON percent.state = entry.after_state
    WHERE entry.recorded_at < %(moment)s
    AND entry.before_state <> entry.after_state
)
SELECT regency, day, sum(risen) FROM move GROUP BY 1, 2
"""  # noqa: S608


@dataclass(frozen=True)
class BuildingFacts:
    """``starts``: the buildings begun; by day how many percent were reported and confirmed more than the day before,
    added up over all of them."""

    starts: Starts
    reported: Counter
    confirmed: Counter

    @property
    def count(self) -> int:
        """How many buildings."""
        return sum(self.starts.values())


def facts_of(asked: Asked) -> BuildingFacts:
    """Of the question's site or regions, up to its day; kept until a site there changes, of whole provinces by
    regency."""
    codes = list(asked.codes)
    if asked.when.is_now and not asked.site and are_wide(codes):
        return _together(of_regencies("curve", codes, lambda inside: _ask(like_patterns(inside), asked.when.moment)))
    likes = [asked.site] if asked.site else like_patterns(codes)
    return kept("curve", asked, lambda: _together(_ask(likes, asked.when.moment).values()))


def _together(parts: Iterable[BuildingFacts]) -> BuildingFacts:
    total = BuildingFacts(Counter(), Counter(), Counter())
    for part in parts:
        total.starts.update(part.starts)
        total.reported.update(part.reported)
        total.confirmed.update(part.confirmed)
    return total


def _ask(likes: list[str], moment: datetime.datetime) -> dict[str, BuildingFacts]:
    """By regency. Six queries, each of which finds the sites by an index, which LIKE ANY would not."""
    found: dict[str, BuildingFacts] = defaultdict(lambda: BuildingFacts(Counter(), Counter(), Counter()))
    inside = " OR ".join(f"site.code LIKE %(code{number})s" for number in range(len(likes))) or "false"
    with connection.cursor() as cursor:
        for flow in BUILDINGS:
            kind, states = flow.kind_name, _percents(flow.kind_name)
            parameters = {
                "kind": kind,
                "codes": likes,
                **{f"code{number}": like for number, like in enumerate(likes)},
                "moment": moment,
                "zone": settings.TIME_ZONE,
                "states": list(states),
                "percents": list(states.values()),
            }
            words = {"building": flow._meta.db_table, "inside": f"({inside})"}
            cursor.execute(_STARTS.format(**words), parameters)
            for regency, begun, end, count in cursor.fetchall():
                found[regency].starts[kind, begun, end] += count
            cursor.execute(_REPORTED.format(**words), parameters)
            for regency, day, risen in cursor.fetchall():
                found[regency].reported[day] += float(risen)
            cursor.execute(_CONFIRMED.format(**words), parameters)
            for regency, day, risen in cursor.fetchall():
                found[regency].confirmed[day] += float(risen)
    return dict(found)


def _percents(kind: str) -> dict[str, object]:
    """By state the percent that it proves."""
    done_at = weights_of(kind)
    proven = {str(state): done_at.get(work, 0) for state, work in _DONE_BEFORE.items()}
    return {str(State.PREPARATION): 0, **proven, **{str(state): 100 for state in _COMPLETE}}
