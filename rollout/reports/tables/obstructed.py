"""The sites that are held up, each with its reason: what a line of the obstacles counts."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.reports.asked import Asked, NotAnswerable
from rollout.reports.site_rows import places_of_ids, waited
from rollout.reports.table import Column, Kind, Row, Table
from rollout.reports.tables.obstacles import SOURCES, WORDS, in_words, newest_reasons
from rollout.reports.tables.sites import place_columns


def _columns(_asked: Asked) -> list[Column]:
    return [
        *place_columns(),
        Column("what", _("What it holds up")),
        Column("reason", _("Reason")),
        Column("text", _("In words")),
        Column("since", _("Since"), Kind.DATE),
        Column("days", _("Days"), Kind.DAYS),
    ]


def _rows(asked: Asked) -> list[Row]:
    wanted, _colon, reason = asked.reason.partition(":")
    if asked.reason and (wanted not in WORDS or not reason.isascii()):
        raise NotAnswerable(_("There is no obstacle “%(name)s”.") % {"name": asked.reason})
    held = {
        (what, pk): said
        for what, sites in newest_reasons(asked).items()
        for pk, said in sites.items()
        if not asked.reason or (what, said.reason) == (wanted, reason)
    }
    places = places_of_ids(pk for _what, pk in held)
    rows = []
    for (what, pk), said in held.items():
        cells, place = places[pk]
        since = timezone.localdate(said.moment)
        rows.append(
            Row(
                (*cells, str(WORDS[what]), in_words(what, said.reason), said.text, since, waited(since, asked)),
                href=reverse("site_detail", args=[cells[1]]),
                place=place,
            )
        )
    return sorted(rows, key=lambda row: (row.cells[1], row.cells[4]))


OBSTRUCTED = Table(
    name="obstructed",
    title=gettext_lazy("Sites with an obstacle"),
    answers=gettext_lazy("Which sites are held up, by what, and since when?"),
    sources=SOURCES,
    columns=_columns,
    rows=_rows,
    places=True,
    more=("reason",),
)
