"""What a file says of itself: which table, of which day, narrowed how, from which sources, made by whom and when."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_data.models import Region
from rollout.context import simulated
from rollout.reports.table import Drawn
from rollout.reports.tables.obstacles import obstacle_in_words
from rollout.templatetags import formatting
from sites.stages import FLAG_LABELS
from workflows import registry


@dataclass(frozen=True)
class Cover:
    """``day``: the day whose end is shown, or today; ``simulated``: the mark, "" for real data."""

    title: str
    answers: str
    day: datetime.date
    as_of: str
    filters: str
    sources: str
    note: str
    made_by: str
    made_at: datetime.datetime
    address: str
    simulated: str

    def lines(self) -> list[tuple[str, str]]:
        """Label and text of each thing it says, without what is empty."""
        said = [
            (_("Table"), self.title),
            (_("Question"), self.answers),
            (_("As of"), self.as_of),
            (_("Narrowed to"), self.filters),
            (_("Source"), self.sources),
            (_("Note"), self.note),
            (_("Data"), self.simulated),
            (_("Made by"), self.made_by),
            (_("Made at"), formatting.moment(self.made_at)),
            (_("Address"), self.address),
        ]
        return [(str(label), text) for label, text in said if text]

    @property
    def file_name(self) -> str:
        """Without its ending: the table, the day, and the mark of simulated data."""
        title, mark = (text.lower().replace(" ", "-") for text in (self.title, self.simulated))
        return "-".join(filter(None, [title, self.day.isoformat(), mark]))


def cover(drawn: Drawn, made_by: str) -> Cover:
    """The cover of a table's answer, in the language that is active."""
    table, asked, now = drawn.table, drawn.asked, timezone.now()
    return Cover(
        title=str(table.title),
        answers=str(table.answers),
        day=asked.when.date,
        as_of=formatting.moment(now)
        if asked.when.is_now
        else _("the end of %(day)s") % {"day": formatting.day(asked.when.day)},
        filters="; ".join(_filters(drawn)),
        sources=str(table.sources),
        note=str(table.note),
        made_by=made_by,
        made_at=now,
        address=f"{settings.PUBLIC_URL}{asked.address(reverse('report_table', args=[table.name]))}",
        simulated=_("Simulated data") if simulated() else "",
    )


def _filters(drawn: Drawn) -> list[str]:
    asked = drawn.asked
    names = Region.objects.in_bulk(asked.codes)
    found = [names[code].full_name if code in names else code for code in asked.codes]
    if asked.site:
        found = [asked.site]
    if asked.kind:
        flow = registry.flow(asked.kind)
        found.append(str(flow.label) + (f": {flow.State(asked.state).label}" if asked.state else ""))
    if asked.stage is not None:
        found.append(str(asked.stage.label))
    if asked.flag:
        found.append(str(FLAG_LABELS[asked.flag]))
    if asked.reason:
        found.append(obstacle_in_words(asked.reason))
    return found
