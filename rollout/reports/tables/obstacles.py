"""Why sites cannot be built on, or building stands still: one line to a reason, as the offices count it every week.

The form is that of Kotawaringin Timur (statement of the regency, January 2026): no land, too small, less strategic,
swamp or coast, population or distance, title.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.reports.asked import Asked
from rollout.reports.kept import kept
from rollout.reports.site_rows import ids_in
from rollout.reports.table import Column, Kind, Row, Table
from sites.models import Event, Site
from sites.regency_sums import REGENCY, are_wide, of_regencies
from workflows.construction.vocabulary import Obstacle
from workflows.land.vocabulary import LandReason, LandReturnReason

LAND, BUILDING = "land", "building"
WORDS = {LAND: gettext_lazy("Land"), BUILDING: gettext_lazy("Building")}
_STOPPED = {
    LAND: [("land_verification", "rejected"), ("land_verification", "returned")],
    BUILDING: [("outlet_construction", "suspended"), ("warehouse_construction", "suspended")],
}

# Of each site the reason of the last entry that brought a process of the kind into the state.
_REASONS = f"""
SELECT site.id, last.reason_code, last.recorded_at, last.reason_text, left(site.code, {REGENCY})
FROM unnest(%s::bigint[]) AS wanted(id) JOIN {Site._meta.db_table} site ON site.id = wanted.id CROSS JOIN LATERAL (
    SELECT reason_code, recorded_at, reason_text FROM {Event._meta.db_table}
    WHERE site_id = site.id AND process_kind = %s AND after_state = %s AND before_state <> after_state
    AND recorded_at < %s ORDER BY seq DESC LIMIT 1
) last
"""  # noqa: S608


class Said(NamedTuple):
    """Why a site is held up: the coded reason, when it was given, and the sentence with it; the site's regency."""

    reason: str
    moment: datetime.datetime
    text: str
    regency: str


# By what is held up and the coded reason: how many sites, and since when the first is.
Reasons = dict[tuple[str, str], tuple[int, datetime.datetime]]


def _columns(_asked: Asked) -> list[Column]:
    return [
        Column("reason", _("Reason")),
        Column("what", _("What it holds up")),
        Column("sites", _("Sites"), Kind.WHOLE, summed=True),
        Column("share", _("Share"), Kind.PERCENT),
        Column("since", _("Since"), Kind.DATE),
    ]


def _rows(asked: Asked) -> list[Row]:
    found = reasons_of(asked)
    everything = sum(sites for sites, _first in found.values())
    return [
        Row(
            (
                in_words(what, reason),
                str(WORDS[what]),
                sites,
                round(Decimal(sites * 100) / everything, 2),
                timezone.localdate(first),
            ),
            href=asked.narrowed(sort="", reason=f"{what}:{reason}").address(
                reverse("report_table", args=["obstructed"])
            ),
        )
        for (what, reason), (sites, first) in sorted(found.items(), key=_order)
    ]


def _order(item: tuple[tuple[str, str], tuple[int, datetime.datetime]]) -> tuple:
    """Land before buildings, the most frequent reason first."""
    (what, reason), (sites, _first) = item
    return list(WORDS).index(what), -sites, reason


def reasons_of(asked: Asked) -> Reasons:
    """The reasons that hold up the question's sites; of whole provinces kept by regency."""
    codes = list(asked.codes)
    if asked.when.is_now and are_wide(codes):
        return _together(of_regencies("obstacles", codes, lambda inside: _by_regency(asked.inside(inside))))
    return kept("reasons", asked, lambda: _together(_by_regency(asked).values()))


def _by_regency(asked: Asked) -> dict[str, Reasons]:
    found: dict[str, Reasons] = defaultdict(dict)
    for what, sites in newest_reasons(asked).items():
        for said in sites.values():
            count, first = found[said.regency].get((what, said.reason), (0, said.moment))
            found[said.regency][what, said.reason] = count + 1, min(first, said.moment)
    return found


def _together(parts: Iterable[Reasons]) -> Reasons:
    total: Reasons = {}
    for part in parts:
        for key, (count, first) in part.items():
            there, before = total.get(key, (0, first))
            total[key] = there + count, min(before, first)
    return total


def newest_reasons(asked: Asked) -> dict[str, dict[int, Said]]:
    """What is held up (land, building), and for each site there, by its id, what was said last."""
    ids = ids_in(asked, [state for states in _STOPPED.values() for state in states])
    return {what: _newest(ids, states, asked) for what, states in _STOPPED.items()}


def obstacle_in_words(code: str) -> str:
    """ "land:too_small" in the reader's language: what is held up, and why. Raises KeyError."""
    what, _colon, reason = code.partition(":")
    return f"{WORDS[what]}: {in_words(what, reason)}"


def in_words(what: str, reason: str) -> str:
    """The coded reason in the reader's language."""
    labels = dict(Obstacle.choices) if what == BUILDING else dict(LandReason.choices) | dict(LandReturnReason.choices)
    return str(labels.get(reason, reason))


def _newest(ids: dict[tuple[str, str], list[int]], states: list[tuple[str, str]], asked: Asked) -> dict[int, Said]:
    newest: dict[int, Said] = {}
    for kind, state in states:
        with connection.cursor() as cursor:
            cursor.execute(_REASONS, [ids[kind, state], kind, state, asked.when.moment])
            for site, *said in cursor.fetchall():
                one = Said(*said)
                if site not in newest or newest[site].moment < one.moment:
                    newest[site] = one
    return newest


SOURCES = gettext_lazy("The coded reason of the ledger entry that refused the plot, returned it or suspended the work.")
OBSTACLES = Table(
    name="obstacles",
    title=gettext_lazy("Obstacles by reason"),
    answers=gettext_lazy("Why can sites not be built on, or why does building stand still?"),
    sources=SOURCES,
    columns=_columns,
    rows=_rows,
    note=gettext_lazy("A site counts with its newest reason, once for its land and once for its buildings."),
)
