"""The sites themselves: each with its stage, its state, its progress, its flags and how long it waits."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.reports.asked import Asked
from rollout.reports.site_rows import SiteFacts, SiteRows, waited
from rollout.reports.table import Column, Kind, Row, Table
from rollout.reports.tables.regions import SOURCES
from sites.stages import FLAG_LABELS
from workflows import registry


def place_columns() -> list[Column]:
    """The columns every table of sites begins with."""
    return [
        Column("village", _("Village")),
        Column("code", _("Code"), Kind.CODE),
        Column("district", _("District")),
        Column("regency", _("Regency or city")),
    ]


def place_cells(one: SiteFacts) -> tuple:
    """The cells under ``place_columns``."""
    return one.village, one.code, one.district, one.regency


def _columns(asked: Asked) -> list[Column]:
    state = [Column("state", str(registry.flow(asked.kind).label))] if asked.kind else []
    return [
        *place_columns(),
        Column("stage", _("Stage")),
        *state,
        Column("progress", _("Progress"), Kind.PERCENT),
        Column("since", _("Waiting since"), Kind.DATE),
        Column("waiting", _("Waiting"), Kind.DAYS),
        Column("flags", _("To notice")),
    ]


def _rows(asked: Asked) -> SiteRows:
    labels = dict(registry.flow(asked.kind).State.choices) if asked.kind else {}
    flags = {flag: str(label) for flag, label in FLAG_LABELS.items()}

    def rows(sites: list[SiteFacts]) -> list[Row]:
        return [
            Row(
                (
                    *place_cells(one),
                    str(one.stage.label),
                    *((str(labels.get(one.state(asked.kind), "")),) if asked.kind else ()),
                    one.progress,
                    one.since,
                    waited(one.since, asked),
                    "; ".join(label for flag, label in flags.items() if flag & one.flags),
                ),
                href=reverse("site_detail", args=[one.code]),
                place=one.place,
            )
            for one in sites
        ]

    return SiteRows(asked, rows)


SITES = Table(
    name="sites",
    title=gettext_lazy("Sites"),
    answers=gettext_lazy("Which sites are these, how far is each, and since when does it wait?"),
    sources=SOURCES,
    columns=_columns,
    rows=_rows,
    places=True,
    sorts_itself=True,
    orders=("code", "waiting", "progress"),
    more=("state", "stage", "flag"),
    note=gettext_lazy("Progress is rounded down to whole percent: 100 means finished."),
)
