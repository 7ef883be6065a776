"""Exports made by the queue: asked for, written, cancelled, forgotten; the person's browser may be closed meanwhile."""

import datetime
import tempfile
from collections.abc import Iterable

from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone, translation
from django_tasks import task

from accounts.models import User
from rollout.models import Export
from rollout.reports import registry
from rollout.reports.asked import NotAnswerable, read
from rollout.reports.exports.cover import cover
from rollout.reports.exports.formats import format_of, refuse_too_many, write
from rollout.reports.table import draw

KEPT_DAYS = 7
# How many of a person's exports may be under way at once.
MOST = 5
# What the schedule makes every week is kept a year and some days.
SCHEDULED_KEPT_DAYS = 380


class Cancelled(Exception):
    """Nobody wants the file any more."""


def ask_for(user, table: str, wanted: str, query: str, lines: int) -> Export:
    """The person's export under way of that question, put into the queue now unless it is there already.

    Raises NotAnswerable for who has ``MOST`` others under way.
    """
    question = {"table": table, "format": wanted, "query": query}
    with transaction.atomic():
        # One after the other: what somebody asks for twice at once is made once, and counted.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        under_way = Export.objects.filter(user=user, status__in=Export.UNDER_WAY)
        if same := under_way.filter(**question).first():
            return same
        if under_way.count() >= MOST:
            raise NotAnswerable(
                translation.gettext("Five of your exports are under way. Wait for one of them, or cancel it.")
            )
        language = translation.get_language() or "id"
        export = Export.objects.create(user=user, **question, language=language, rows_total=lines)
        make_export.enqueue(export.pk)
        return export


@task(priority=-10)
def make_export(pk: int) -> None:
    """Write the file within what the person may see now. Begun again after a kill, it begins anew: what a killed worker
    had written was nowhere yet."""
    export = Export.objects.select_related("user").filter(pk=pk, status__in=Export.UNDER_WAY).first()
    if export is None:  # cancelled, or its person is gone
        return
    Export.objects.filter(pk=pk, status=Export.Status.WAITING).update(status=Export.Status.WRITING)
    with translation.override(export.language), tempfile.TemporaryFile() as written:
        try:
            name, regions = _write(export, written)
        except Cancelled:
            return
        except NotAnswerable as sentence:
            _end(export, Export.Status.FAILED, sentence=str(sentence))
            return
        written.seek(0)
        # A worker that was killed just before its end may have left one that no row names.
        export.file.storage.delete(_stored_name(export))
        export.file.save(f"{export.pk}.{export.format}", File(written), save=False)
        done = _end(
            export,
            Export.Status.DONE,
            file=export.file.name,
            file_name=name,
            regions=regions,
            rows_done=export.rows_total,
        )
        if not done:  # cancelled at the last moment
            export.file.delete(save=False)


def _stored_name(export: Export) -> str:
    return export.file.field.generate_filename(export, f"{export.pk}.{export.format}")


def _write(export: Export, to) -> tuple[str, list[str]]:
    table = registry.table(export.table)
    wanted = format_of(table, export.format) if table else None
    asked = read(QueryDict(export.query), export.user) if wanted else None
    if asked is None or not asked.codes:
        raise NotAnswerable(translation.gettext("There is no such table for you any more."))
    drawn = draw(table, asked)
    refuse_too_many(wanted, drawn)
    export.rows_total = len(drawn.rows)
    _tell(export, 0)
    about = cover(drawn, export.user.full_name)
    write(wanted, drawn, about, to, lambda rows: _tell(export, rows))
    return f"{about.file_name}.{wanted.name}", list(asked.codes)


def _tell(export: Export, rows: int) -> None:
    """Keep how far it is. Raises Cancelled."""
    under_way = Export.objects.filter(pk=export.pk, status=Export.Status.WRITING)
    if not under_way.update(rows_done=rows, rows_total=export.rows_total):
        raise Cancelled


def _end(export: Export, status: str, **columns) -> int:
    under_way = Export.objects.filter(pk=export.pk, status=Export.Status.WRITING)
    return under_way.update(status=status, done_at=timezone.now(), **columns)


def cancel(export: Export) -> bool:
    """End it wherever it is; False when it was over already. Who is writing it notices within some hundred rows."""
    under_way = Export.objects.filter(pk=export.pk, status__in=Export.UNDER_WAY)
    return bool(under_way.update(status=Export.Status.CANCELLED, done_at=timezone.now()))


def forget_old() -> int:
    """Delete what is older than it is kept for, files and all; returns how many there were."""
    now = timezone.now()
    asked_for = Q(user__isnull=False, asked_at__lt=now - datetime.timedelta(days=KEPT_DAYS))
    by_schedule = Q(user__isnull=True, asked_at__lt=now - datetime.timedelta(days=SCHEDULED_KEPT_DAYS))
    return _forget(Export.objects.filter(asked_for | by_schedule))


def forget_all() -> int:
    """Delete every export, files and all, because what they tell of was taken away; returns how many there were.

    Whoever is writing one notices it as if it had been cancelled.
    """
    return _forget(Export.objects.all())


def _forget(exports: Iterable[Export]) -> int:
    count = 0
    for export in exports:
        if export.file:
            export.file.delete(save=False)
        export.delete()
        count += 1
    return count
