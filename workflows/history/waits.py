"""Who was waited for at the end of a past day, since when and for what: read from the moments of the processes."""

import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.dateparse import parse_datetime

from accounts.roles import Role
from gis_data.codes import outermost, prefix
from sites.history.as_of import end_of
from sites.history.past import INSIDE, LAST
from sites.models import ProcessMoment
from workflows import registry
from workflows.awaited import Awaited, from_row
from workflows.models import Process

_AT_ONCE = 2000

# The row of every process as it was just before a moment, at the sites that were open then.
_ROWS = f"""
SELECT DISTINCT ON (moment.site_id, moment.process_id) site.code, moment.process_id, moment.row
FROM unnest(%s::text[]) AS part(prefix) {INSIDE} {LAST}
JOIN {ProcessMoment._meta.db_table} moment ON moment.site_id = site.id AND moment.at < %s
WHERE last.open AND (%s = '' OR moment.row ->> 'kind' = %s)
ORDER BY moment.site_id, moment.process_id, moment.at DESC, moment.id DESC
"""  # noqa: S608


@dataclass(frozen=True)
class PastProcess:
    """A process as it stood: ``row`` is what the site's row said of it (``workflows.projection.summary``)."""

    site_code: str
    pk: int
    flow: type[Process]
    row: dict

    @property
    def state(self) -> str:
        return self.row["state"]

    @property
    def since(self) -> datetime.datetime:
        """Since when somebody was awaited at it; for one that awaited nobody, since when it stood in its state."""
        return parse_datetime(self.row.get("waits", self.row["since"]))

    @property
    def awaited(self) -> list[Awaited]:
        """Who was awaited, without sentences: those would speak of the process as it is today."""
        found = (from_row(self.flow, row) for row in self.row["awaits"])
        return [one for one in found if one is not None]


@dataclass(frozen=True)
class PastWait:
    """One thing that was waited for. ``cause``: the label of the rule that stopped the step, "" for none."""

    process: PastProcess
    step: str
    cause: str
    roles: frozenset[Role]
    since: datetime.datetime
    due: datetime.date | None


def processes_at(region_codes: Sequence[str], day: datetime.date, kind: str = "") -> Iterator[PastProcess]:
    """Every process, or every one of a workflow, at the sites inside the regions that were open when the day ended,
    site by site. One query, read in portions; a workflow that is not declared any more is left out."""
    flows = {flow.kind_name: flow for flow in registry.flows()}
    prefixes = [prefix(code) for code in outermost(region_codes)]
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [prefixes, end_of(day), end_of(day), kind, kind])
        while rows := cursor.fetchmany(_AT_ONCE):
            for code, pk, kept in rows:
                row = json.loads(kept)
                if flow := flows.get(row["kind"]):
                    yield PastProcess(code, pk, flow, row)


def waits_at(region_codes: Sequence[str], day: datetime.date, kind: str = "") -> Iterator[PastWait]:
    """Everything that was waited for when the day ended, or all of a workflow; each line of a process that waits for
    several things."""
    for process in processes_at(region_codes, day, kind):
        for one in process.awaited:
            yield PastWait(
                process=process,
                step=str(one.step.label),
                cause=str(one.guard.label) if one.guard else "",
                roles=one.roles,
                since=process.since,
                due=one.due,
            )
