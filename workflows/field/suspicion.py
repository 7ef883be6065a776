"""What whoever confirms should look at: signs, never proof, and never a reason to refuse a report."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from accounts.roles import Role
from gis_data.distance import distance_m
from sites.models import Site
from workflows import registry
from workflows.field import premises, reuse
from workflows.field.contents import Content
from workflows.field.models import FieldFile, FieldItem, Suspicion
from workflows.models import Process

# Who confirms, verifies or inspects what others report.
CONFIRMERS = frozenset({Role.DISTRICT_COMMAND, Role.ENGINEERING, Role.COOPERATIVE_OFFICE, Role.ADMIN})
# Beyond what position and photo may be wrong by, a building and its yard are no larger.
FAR_M = 300
# Faster than a car on these roads, over more than a phone is ever wrong by.
MOST_METRES_PER_SECOND, LEAST_METRES = 40, 2_000
MOST_SHOWN = 10


@dataclass(frozen=True)
class Sign:
    """One thing to look at, in a sentence, with the report it is about."""

    receipt: str
    sentence: str


def look_at(item: FieldItem, content: Content, files: Iterable[FieldFile]) -> None:
    """Note what is worth a look about a report, inside the transaction that keeps it, with its site locked.

    What its photos say of themselves was declared with them: nobody waits for their bytes to be told that they were
    taken far away. ``files``: those of the report; what the pictures show is looked at as each arrives (``reuse``).
    """
    for file in files:
        if file.status == FieldFile.Status.ARRIVED and not file.original:
            reuse.look_again_at(file, item)
    found = [*_places(item, content), *_speed(item, content)]
    if found:
        Suspicion.objects.bulk_create(found, ignore_conflicts=True)


def signs_for(process: Process, user) -> list[Sign]:
    """What was noted about the reports of the process, for people who confirm there; newest first. One query."""
    if not user.scope.grants_at(process.site.code, CONFIRMERS):
        return []
    noted = Suspicion.objects.filter(item__process_id=process.pk).exclude(item__sender=user)
    rows = noted.select_related("item").order_by("-pk")[:MOST_SHOWN]
    return [Sign(row.item.receipt, _sentence(row, user)) for row in rows]


def _places(item: FieldItem, content: Content) -> Iterable[Suspicion]:
    """What each photo says of where it was taken, beside where the work is."""
    located = [sent for sent in content.files if sent.position is not None]
    if not located:
        return
    shapes, slack = _where_work_is(item)
    for sent in located:
        if sent.accuracy_m == 0:
            yield _noted(item, Suspicion.Kind.ACCURACY, sent.sha256, {})
        apart = premises.metres_off(sent.position.point, shapes) if shapes else 0
        if apart > slack + (sent.accuracy_m or 0):
            yield _noted(item, Suspicion.Kind.FAR, sent.sha256, {"metres": round(apart)})


def _where_work_is(item: FieldItem) -> tuple[list[GEOSGeometry], int]:
    """The premises of the site, else its position unless that is an estimate; and the metres within which nothing is
    far from there."""
    site = item.site
    if shapes := premises.outlines(site, item.process_id):
        return shapes, FAR_M
    if site.position_source == Site.PositionSource.ESTIMATED:
        return [], FAR_M
    return [site.position], FAR_M + (site.position_accuracy_m or 0)


def _speed(item: FieldItem, content: Content) -> Iterable[Suspicion]:
    """Between this report and those of the same person just before and just after it, by the phone's clock.

    The first photo that has a position speaks for a report. One statement.
    """
    here = next((sent.position.point for sent in content.files if sent.position), None)
    if here is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_beside(), {"sender": item.sender_id, "item": item.pk, "at": item.captured_at})
        beside = cursor.fetchall()
    for pk, captured_at, longitude, latitude in beside:
        if longitude is None:
            continue
        apart = distance_m(here, Point(longitude, latitude, srid=4326))
        seconds = abs((item.captured_at - captured_at).total_seconds())
        if apart > LEAST_METRES and apart > seconds * MOST_METRES_PER_SECOND:
            data = {"metres": round(apart), "seconds": round(seconds), "other": pk}
            yield _noted(item, Suspicion.Kind.SPEED, "", data)


@cache
def _beside() -> str:
    """The SQL of the person's reports just before and just after a moment, each with its first position."""
    one = f"""(
        SELECT id, captured_at, jsonb_path_query_first(body, '$.files[*].position ? (@.lon != null)') AS place
        FROM {FieldItem._meta.db_table}
        WHERE sender_id = %(sender)s AND id <> %(item)s AND captured_at {{side}} %(at)s
        ORDER BY captured_at {{order}} LIMIT 1
    )"""  # noqa: S608
    both = f"{one.format(side='<=', order='DESC')} UNION ALL {one.format(side='>', order='ASC')}"
    return f"SELECT id, captured_at, (place ->> 'lon')::float8, (place ->> 'lat')::float8 FROM ({both}) AS beside"  # noqa: S608


def _noted(item: FieldItem, kind: str, sha256: str, data: dict) -> Suspicion:
    return Suspicion(item=item, kind=kind, sha256=sha256, data=data, found_at=timezone.now())


def _sentence(row: Suspicion, user) -> str:
    data = row.data
    if row.kind == Suspicion.Kind.ACCURACY:
        return _("The phone states an accuracy of 0 m, as programs do that set a position.")
    if row.kind == Suspicion.Kind.FAR:
        return _("A photo was taken %(metres)s m from where the work is.") % {"metres": _number(data["metres"])}
    if row.kind == Suspicion.Kind.SPEED:
        return _("%(km)s km from the report %(receipt)s in %(minutes)s minutes.") % {
            "km": _number(round(data["metres"] / 1000)),
            "receipt": f"T-{data['other']:06d}",
            "minutes": _number(round(data["seconds"] / 60)),
        }
    # Where somebody may not look, he learns that it is elsewhere, and no more.
    if not user.scope.covers(data["site"]):
        return _("A photo looks like one from outside your regions.")
    when = date_format(timezone.localtime(datetime.datetime.fromisoformat(data["captured_at"])), "DATE_FORMAT")
    if data["other"] is None:
        return _("A photo looks like one at %(place)s (%(workflow)s), captured %(when)s.") % {
            "place": data["place"],
            "workflow": registry.flow(data["kind"]).label,
            "when": when,
        }
    return _("A photo looks like one of the report %(receipt)s at %(place)s, captured %(when)s.") % {
        "receipt": f"T-{data['other']:06d}",
        "place": data["place"],
        "when": when,
    }


def _number(value: int) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)
