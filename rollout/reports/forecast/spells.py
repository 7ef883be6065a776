"""The spells of a workflow's processes as the ledger tells them up to a moment, and the forecast made of them."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from gis_data.codes import parse
from rollout.reports.asked import Asked, NotAnswerable
from rollout.reports.forecast.durations import Spell, stays_of
from rollout.reports.forecast.simulate import Forecast, simulate
from rollout.reports.kept import kept
from sites.models import Event, Site
from workflows import registry

_PROVINCE = 2
_SECONDS_OF_A_DAY = 86400

_SPELLS = f"""
SELECT entry.process_id, site.code, entry.after_state, extract(epoch FROM coalesce(
    lead(entry.recorded_at) OVER one, %(moment)s) - entry.recorded_at), coalesce(lead(entry.after_state) OVER one, '')
FROM {Site._meta.db_table} site JOIN {Event._meta.db_table} entry ON entry.site_id = site.id
WHERE site.code LIKE ANY (%(codes)s) AND (site.closed_at IS NULL OR site.closed_at >= %(moment)s)
AND entry.process_kind = %(kind)s
AND entry.before_state <> entry.after_state AND entry.recorded_at < %(moment)s
WINDOW one AS (PARTITION BY entry.process_id ORDER BY entry.seq)
"""  # noqa: S608


@dataclass(frozen=True)
class Goal:
    """``states``: those that count as reached; ``going``: those from which it may be reached, or empty: all others."""

    kind: str
    states: frozenset[str]
    going: frozenset[str] = frozenset()


def forecast(asked: Asked, goal: Goal) -> Forecast:
    """When the processes inside the question's regions reach the goal, by how long steps took in their provinces so
    far. Raises NotAnswerable for more than one province, and for none."""
    provinces = {parse(code).prefix[:_PROVINCE] for code in asked.codes}
    if len(provinces) != 1 or "" in provinces:
        raise NotAnswerable(_("A forecast is made for one province at a time. Choose a province or a regency first."))
    [province] = provinces
    name = f"forecast:{goal.kind}:{'+'.join(sorted(goal.states))}:{'+'.join(sorted(goal.going))}"
    return kept(name, asked, lambda: _forecast(asked, goal, province))


def _forecast(asked: Asked, goal: Goal, province: str) -> Forecast:
    spells, going, done = [], [], 0
    inside = tuple(parse(code).prefix for code in asked.codes)
    final = {str(state) for state in registry.flow(goal.kind).final} - goal.states
    with connection.cursor() as cursor:
        cursor.execute(_SPELLS, {"codes": [f"{province}%"], "kind": goal.kind, "moment": asked.when.moment})
        for process, code, state, seconds, following in cursor.fetchall():
            spell = Spell(process, state, float(seconds) / _SECONDS_OF_A_DAY, following)
            spells.append(spell)
            if following or not code.startswith(inside):
                continue
            if state in goal.states:
                done += 1
            elif state not in final and (not goal.going or state in goal.going):
                going.append(spell)
    seed = f"{goal.kind}:{'+'.join(inside)}:{asked.when}"
    return simulate(going, stays_of(spells), goal.states, done=done, seed=seed)
