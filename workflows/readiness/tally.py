"""What the documents add up to, counted anew from all of them whenever one changes."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from workflows.readiness.catalogue import DocumentKind
from workflows.readiness.lines import Document

# Days before a document's end on which the cooperative is reminded of it.
REMINDERS = (180, 90, 60, 30)
_TO_UPLOAD = {Document.State.MISSING, Document.State.REFUSED, Document.State.EXPIRED}


@dataclass(frozen=True)
class Tally:
    """``missing`` and ``missing_legal`` name the required documents that do not count as valid today."""

    percent: Decimal
    to_upload: int
    to_check: int
    expiring: int
    lapsed: int
    missing: str
    missing_legal: str


def counted(process_id: int | None, *, changed: Document | None = None, state: str = "") -> Tally:
    """The documents of a process as they stand; ``changed`` is the one at hand, which comes into ``state``.

    A required kind of which there is no line yet (it was made a duty later) is missing. Two queries.
    """
    required = list(DocumentKind.objects.required_on(timezone.localdate()))
    stands = {line.kind_id: (line, line.state) for line in Document.objects.filter(process_id=process_id)}
    if changed is not None:
        stands[changed.kind_id] = (changed, state or changed.state)
    invalid = [kind for kind in required if kind.pk not in stands or not stands[kind.pk][0].in_force]
    return Tally(
        percent=_percent(len(required) - len(invalid), len(required)),
        to_upload=sum(kind.pk not in stands or stands[kind.pk][1] in _TO_UPLOAD for kind in required),
        to_check=sum(where == Document.State.UPLOADED for _line, where in stands.values()),
        expiring=sum(
            where == Document.State.VERIFIED and line.reminded_on is not None for line, where in stands.values()
        ),
        lapsed=sum(kind.pk in stands and stands[kind.pk][0].lapsed_on is not None for kind in required),
        missing=", ".join(kind.name for kind in invalid),
        missing_legal=", ".join(kind.name for kind in invalid if kind.proves_legal),
    )


def next_reminder(end: datetime.date | None, today: datetime.date) -> datetime.date | None:
    """The first reminder's day that lies ahead; None when there is no end, or no reminder is left before it."""
    if end is None:
        return None
    days = (end - datetime.timedelta(days=before) for before in REMINDERS)
    return next((day for day in days if day > today), None)


def _percent(valid: int, required: int) -> Decimal:
    if not required:
        return Decimal(100)
    return (Decimal(100) * valid / required).quantize(Decimal("0.01"))
