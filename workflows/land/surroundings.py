"""What the database knows around a plot: its dates, the rules set aside for it, what it shares with other plots."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db import connection
from django.utils.functional import cached_property

from gis_data.overlays.facts import NEAREST, PROTECTED
from workflows.land.slots import OF_ONE_PLOT

# Outlines drawn along one fence touch and cross by centimetres; more than this is an overlap.
OVERLAP_M2 = 10

_SQL = """
SELECT
    given.process,
    submitted.at,
    (
        SELECT max(recorded_at) FROM sites_event
        WHERE process_id = given.process AND verb = 'step' AND step = 'note_legal'
    ),
    ARRAY(
        SELECT ARRAY[unmet, reason_text] FROM workflows_waiver
        WHERE process_id = given.process AND waived_at >= submitted.at ORDER BY id
    ),
    ARRAY(
        SELECT DISTINCT ARRAY[mine.slot, mine.sha256, (other.site_id = given.site)::text]
        FROM workflows_evidence mine
        JOIN workflows_evidence same ON same.sha256 = mine.sha256 AND same.withdrawn_at IS NULL
        JOIN workflows_process other ON other.id = same.process_id AND other.id <> mine.process_id
        WHERE mine.process_id = given.process AND mine.withdrawn_at IS NULL AND mine.slot = ANY(%(slots)s)
    ),
    ARRAY(
        SELECT ARRAY[other.id, (other.site_id = given.site)::int]
        FROM workflows_landverification land
        JOIN workflows_process other ON other.id = land.process_ptr_id
        WHERE ST_Intersects(land.plot, given.plot) AND other.id <> given.process
            AND other.state <> ALL(%(no_claim)s)
            AND ST_Area(ST_Intersection(land.plot, given.plot)::geography) > %(overlap)s
        ORDER BY other.id
    ),
    {PROTECTED},
    {NEAREST}
FROM (VALUES {given}) AS given(process, site, plot)
CROSS JOIN LATERAL (
    SELECT max(recorded_at) AS at FROM sites_event
    WHERE process_id = given.process AND verb = 'step' AND step = 'submit'
) submitted
"""
_GIVEN = "(%(process{place})s::bigint, %(site{place})s::bigint, ST_GeomFromEWKB(%(plot{place})s))"


@dataclass(frozen=True)
class SetAside:
    """A rule that was set aside: what it had said, and why that was passed over, in the words of that day."""

    unmet: str
    reason: str


@dataclass(frozen=True)
class Inside:
    """How much of the plot lies inside a layer that protects its area: m², and percent of the plot."""

    layer: str
    source: str
    as_of: str
    m2: float
    percent: float


@dataclass(frozen=True)
class Surroundings:
    """All of it, from one statement.

    ``submitted_at``/``noted_at``: when the plot was last proposed, and when its legal note was last written (None:
    never). ``set_aside``: since it was last proposed. ``files_in_plots_here``/``files_at_other_sites``: the slots of
    its files that are attached there too, once per file. ``overlaps_here``: ids of the site's other proposed or
    accepted plots that it overlaps; ``overlaps_elsewhere``: how many of other sites'. ``protected``: the loaded
    layers it reaches into that protect their area; ``nearest``: layer and metres of the nearest loaded road and
    settlement.
    """

    submitted_at: datetime.datetime | None = None
    noted_at: datetime.datetime | None = None
    set_aside: tuple[SetAside, ...] = ()
    files_in_plots_here: tuple[str, ...] = ()
    files_at_other_sites: tuple[str, ...] = ()
    overlaps_here: tuple[int, ...] = ()
    overlaps_elsewhere: int = 0
    protected: tuple[Inside, ...] = ()
    nearest: tuple[tuple[str, str, float], ...] = ()


def look_around(processes: list, *, no_claim: Iterable[str]) -> dict[int, Surroundings]:
    """What is around each of the plots, by process; one query for all. ``no_claim``: the states in which another plot
    claims no ground."""
    if not processes:
        return {}
    # A list of values, not an array: of a single plot the planner then knows which it is, and takes the indexes.
    given = ", ".join(_GIVEN.format(place=place) for place in range(len(processes)))
    values = {}
    for place, process in enumerate(processes):
        plot = process.plot.ewkb if process.plot else None
        values |= {f"process{place}": process.pk, f"site{place}": process.site_id, f"plot{place}": plot}
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL.replace("{given}", given).replace("{PROTECTED}", PROTECTED).replace("{NEAREST}", NEAREST),
            {
                **values,
                "slots": [slot.name for slot in OF_ONE_PLOT],
                "no_claim": [str(state) for state in no_claim],
                "overlap": OVERLAP_M2,
            },
        )
        return {pk: _surroundings(*found) for pk, *found in cursor.fetchall()}


def _surroundings(submitted_at, noted_at, set_aside, shared, overlaps, protected, nearest) -> Surroundings:
    return Surroundings(
        submitted_at=submitted_at,
        noted_at=noted_at,
        set_aside=tuple(SetAside(unmet, reason) for unmet, reason in set_aside),
        files_in_plots_here=tuple(slot for slot, _sha256, here in shared if here == "true"),
        files_at_other_sites=tuple(slot for slot, _sha256, here in shared if here == "false"),
        overlaps_here=tuple(pk for pk, here in overlaps if here),
        overlaps_elsewhere=sum(not here for _pk, here in overlaps),
        protected=tuple(Inside(*named, float(m2), float(percent)) for *named, m2, percent in protected),
        nearest=tuple((kind, layer, float(metres)) for kind, layer, metres in nearest),
    )


class Surrounded:
    """Of a plot's process: its surroundings. ``CLAIMLESS`` are the states in which a plot claims no ground."""

    CLAIMLESS: ClassVar[tuple[str, ...]]

    @cached_property
    def surroundings(self) -> Surroundings:
        """What the database knows around the plot; one query, made when a warning first asks."""
        return look_around([self], no_claim=self.CLAIMLESS)[self.pk]

    @classmethod
    def fetch_for_judging(cls, processes: list) -> None:
        """The files, and the surroundings of all the plots."""
        super().fetch_for_judging(processes)
        around = look_around(processes, no_claim=cls.CLAIMLESS)
        for process in processes:
            process.surroundings = around[process.pk]
