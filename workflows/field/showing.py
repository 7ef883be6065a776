"""A report as a supervisor reads it: what was captured beside what stands there, photos, and what happened since."""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _

from sites.models import Event
from workflows import registry
from workflows.changes import NOTHING, label_of, value_in_words
from workflows.facts import shown
from workflows.field import premises
from workflows.field.contents import Content
from workflows.field.models import FieldFile, FieldItem
from workflows.models import Process
from workflows.timeline import Entry, entries_of

# So many entries tell what happened; the process's page has them all.
MOST_ENTRIES = 20


@dataclass(frozen=True)
class Said:
    """One answer of the report, and what stands there now; ``differs``: the two say different things."""

    term: str
    captured: str
    present: str

    @property
    def differs(self) -> bool:
        return bool(self.present) and self.captured != self.present


@dataclass(frozen=True)
class Answers:
    """All answers of a report; where something stands beside them, what differs comes first on a page."""

    said: list[Said]

    @property
    def compared(self) -> bool:
        return any(one.present for one in self.said)

    @property
    def differing(self) -> list[Said]:
        """What differs, and what nothing stands beside: both have to be read."""
        return [one for one in self.said if one.differs or not one.present]

    @property
    def same(self) -> list[Said]:
        return [one for one in self.said if one.present and not one.differs]


@dataclass(frozen=True)
class SentPhoto:
    """A file of the report; ``href`` is "" as long as its bytes are not here."""

    name: str
    href: str
    preview: str
    status: str
    sentence: str
    distance_m: float | None


def step_label(item: FieldItem) -> str:
    """The step of the report in words; its name where the workflow knows it no more."""
    flow = registry.flow(item.kind)
    if item.step in flow.steps:
        return str(flow.steps[item.step].label)
    return _("%(workflow)s opened") % {"workflow": flow.label} if item.step == "start" else item.step


def answers(item: FieldItem, body: dict, process: Process | None) -> Answers:
    """What was captured, in the order of the form; beside it what the process says now, where it has such columns."""
    flow = registry.flow(item.kind)
    step = flow.steps.get(item.step)
    model = step.record.model if step and step.record else flow
    of_line = model is not flow
    fields = body.get("fields", {})
    order = [column.name for column in model._meta.local_fields]
    found = []
    for name in sorted(fields, key=lambda name: order.index(name) if name in order else len(order)):
        try:
            column = model._meta.get_field(name)
        except FieldDoesNotExist:
            found.append(Said(name, str(fields[name]), ""))
            continue
        present = "" if of_line or process is None else shown(process, column) or NOTHING
        found.append(Said(label_of(column), value_in_words(column, fields[name]), present))
    reason = body.get("reason")
    if reason:
        reasons = dict(step.reasons.choices) if step and step.reasons else {}
        found.append(Said(_("Reason"), f"{reasons.get(reason['code'], reason['code'])}: {reason['text']}", ""))
    return Answers(found)


def since(item: FieldItem, content: Content) -> list[Entry]:
    """What was recorded at the process after the version that was seen, newest first."""
    if item.process_id is None:
        return []
    seen = content.seen_version or 0
    news = Event.objects.filter(process_id=item.process_id, process_version__gt=seen).order_by("-seq")
    return entries_of(news[:MOST_ENTRIES])


def photos(item: FieldItem, content: Content) -> list[SentPhoto]:
    """The files of the report with what has arrived of them, and how far from where the work is they were taken."""
    files = {row.sha256: row for row in item.files.all()}
    shapes = premises.outlines(item.site, item.process_id or content.process)
    made = []
    for sent in content.files:
        row = files.get(sent.sha256)
        if row is None:
            continue
        arrived = row.status == FieldFile.Status.ARRIVED
        thumb = files.get(sent.thumb)
        preview = thumb if thumb and thumb.status == FieldFile.Status.ARRIVED else row if arrived else None
        made.append(
            SentPhoto(
                name=row.name or sent.slot,
                href=_address(item, row) if arrived else "",
                preview=_address(item, preview) if preview else "",
                status=str(row.get_status_display()),
                sentence=row.sentence,
                distance_m=premises.how_far(sent.position and sent.position.point, shapes, item.site),
            )
        )
    return made


def _address(item: FieldItem, row: FieldFile) -> str:
    return reverse("field_file", args=[item.pk, row.pk])
