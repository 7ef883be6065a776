"""The tables there are, in the order in which they are offered."""

from rollout.reports.table import Table
from rollout.reports.tables.curve import CURVE
from rollout.reports.tables.expiring import EXPIRING
from rollout.reports.tables.forecast import FORECAST, TARGETS
from rollout.reports.tables.mismatches import MISMATCHES
from rollout.reports.tables.noticed import STALE, UNVERIFIED
from rollout.reports.tables.obstacles import OBSTACLES
from rollout.reports.tables.obstructed import OBSTRUCTED
from rollout.reports.tables.papers import PAPERS
from rollout.reports.tables.regions import STAGES, STATES
from rollout.reports.tables.sites import SITES
from rollout.reports.tables.waits import OFFICES, WAITS

TABLES: tuple[Table, ...] = (
    STATES,
    STAGES,
    CURVE,
    FORECAST,
    TARGETS,
    OBSTACLES,
    OBSTRUCTED,
    OFFICES,
    WAITS,
    EXPIRING,
    UNVERIFIED,
    STALE,
    MISMATCHES,
    PAPERS,
    SITES,
)
_BY_NAME = {table.name: table for table in TABLES}


def table(name: str) -> Table | None:
    """The table of that name; None: there is none."""
    return _BY_NAME.get(name)
