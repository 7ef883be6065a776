"""The register of official papers: every number of each office, kind and year, the cancelled ones with their reason."""

import datetime

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_data.querysets import prefix_q
from rollout.reports.asked import Asked
from rollout.reports.site_rows import places_of
from rollout.reports.table import Column, Kind, Row, Table
from rollout.reports.tables.sites import place_columns
from workflows.models import Paper
from workflows.papers.codes import spaced
from workflows.papers.registry import kind


def _columns(_asked: Asked) -> list[Column]:
    return [
        *place_columns(),
        Column("office", _("Issued by")),
        Column("paper", _("Kind")),
        Column("number", _("Number"), Kind.CODE),
        Column("dated", _("Date"), Kind.DATE),
        Column("verification", _("Code on the paper"), Kind.CODE),
        Column("cancelled", _("Cancelled"), Kind.DATE),
        Column("reason", _("Reason")),
    ]


def _rows(asked: Asked) -> list[Row]:
    day = asked.when.date
    papers = Paper.objects.filter(prefix_q("process__site__code", asked.codes), dated__lte=day)
    # Not what was filled in, which is the most of a paper, nor the rows of its process and its site.
    papers = papers.annotate(site=F("process__site__code")).defer("facts", "parties")
    papers = list(papers.order_by("year", "office", "kind", "simulated", "sequence"))
    places = places_of(paper.site for paper in papers)
    rows = []
    for paper in papers:
        cells, place = places[paper.site]
        cancelled = _cancelled(paper, day)
        rows.append(
            Row(
                (
                    *cells,
                    paper.office,
                    str(kind(paper.kind).label),
                    paper.number,
                    paper.dated,
                    spaced(paper.code),
                    cancelled,
                    paper.cancelled_because if cancelled else "",
                ),
                href=reverse("paper_detail", args=[paper.pk]),
                place=place,
            )
        )
    return rows


def _cancelled(paper: Paper, day: datetime.date) -> datetime.date | None:
    """The day it was cancelled on, where that had happened by then."""
    on = timezone.localdate(paper.cancelled_at) if paper.cancelled_at else None
    return on if on and on <= day else None


PAPERS = Table(
    name="papers",
    title=gettext_lazy("Register of official papers"),
    answers=gettext_lazy("Which papers were issued, by which office, under which number, and which were cancelled?"),
    sources=gettext_lazy("The register of papers; each number stands in the ledger of its site."),
    columns=_columns,
    rows=_rows,
    places=True,
)
