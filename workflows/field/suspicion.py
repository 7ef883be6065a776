"""What whoever confirms should look at: signs, never proof, and never a reason to refuse a report."""

import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from PIL import Image

from accounts.roles import Role
from gis_data.distance import distance_m
from sites.models import Site
from workflows.field.contents import Content, SentFile
from workflows.field.models import FieldFile, FieldItem, PhotoPrint, Suspicion
from workflows.models import Process

# Who confirms, verifies or inspects what others report.
CONFIRMERS = frozenset({Role.DISTRICT_COMMAND, Role.ENGINEERING, Role.COOPERATIVE_OFFICE, Role.ADMIN})
# Beyond what position and photo may be wrong by, a building and its yard are no larger.
FAR_M = 300
# Faster than a car on these roads, over more than a phone is ever wrong by.
MOST_METRES_PER_SECOND, LEAST_METRES = 40, 2_000
# Two pictures whose prints differ in no more bits than this show the same; a print that says less is none.
MOST_BITS_APART, LEAST_BITS, PRINT_SIDE = 3, 10, 8
MOST_SHOWN = 10
_BAND_BITS, _BANDS = 16, ("band_a", "band_b", "band_c", "band_d")


@dataclass(frozen=True)
class Sign:
    """One thing to look at, in a sentence, with the report it is about."""

    receipt: str
    sentence: str


def look_at(file: FieldFile, preview: bytes) -> None:
    """Note what is worth a look about a photo that has just arrived, inside the transaction in which it did."""
    found = []
    for item in file.items.select_related("site"):
        content = Content.of(item.body)
        found += [sign for sent in content.files if sent.sha256 == file.sha256 for sign in _place(item, sent)]
        # The first photo that has a position speaks for the report.
        first = next((sent for sent in content.files if sent.position), None)
        if first is not None and first.sha256 == file.sha256:
            found += _speed(item, first.position.point)
        found += _reuse(item, file, preview)
    if found:
        Suspicion.objects.bulk_create(found, ignore_conflicts=True)


def signs_for(process: Process, user) -> list[Sign]:
    """What was noted about the reports of the process, for people who confirm there; newest first. One query."""
    if not user.scope.grants_at(process.site.code, CONFIRMERS):
        return []
    noted = Suspicion.objects.filter(item__process_id=process.pk).exclude(item__sender=user)
    rows = noted.select_related("item").order_by("-pk")[:MOST_SHOWN]
    return [Sign(row.item.receipt, _sentence(row, user)) for row in rows]


def print_of(picture: bytes) -> int | None:
    """The difference hash of a picture, 64 bits: which of two neighbours is brighter. None where it says little.

    Of a picture that was made smaller, or stored again, it is nearly the same.
    """
    with Image.open(io.BytesIO(picture)) as image:
        small = image.convert("L").resize((PRINT_SIDE + 1, PRINT_SIDE), Image.Resampling.LANCZOS)
    rows = small.tobytes()
    bits = 0
    for row in range(PRINT_SIDE):
        for column in range(PRINT_SIDE):
            at = row * (PRINT_SIDE + 1) + column
            bits = bits << 1 | (rows[at] > rows[at + 1])
    return bits if LEAST_BITS <= bits.bit_count() <= PRINT_SIDE**2 - LEAST_BITS else None


def _place(item: FieldItem, sent: SentFile) -> Iterable[Suspicion]:
    if sent.position is None:
        return
    if sent.accuracy_m == 0:
        yield _noted(item, Suspicion.Kind.ACCURACY, sent.sha256, {})
    site = item.site
    if site.position_source == Site.PositionSource.ESTIMATED:
        return
    apart = distance_m(sent.position.point, site.position)
    if apart > FAR_M + (sent.accuracy_m or 0) + (site.position_accuracy_m or 0):
        yield _noted(item, Suspicion.Kind.FAR, sent.sha256, {"metres": round(apart)})


def _speed(item: FieldItem, here: Point) -> Iterable[Suspicion]:
    """Between this report and those of the same person just before and just after it, by the phone's clock."""
    mine = FieldItem.objects.filter(sender_id=item.sender_id).exclude(pk=item.pk).order_by()
    mine = mine.values_list("pk", "captured_at", "body")
    before = mine.filter(captured_at__lte=item.captured_at).order_by("-captured_at")[:1]
    after = mine.filter(captured_at__gt=item.captured_at).order_by("captured_at")[:1]
    for pk, captured_at, body in [*before, *after]:
        there = next((sent.position.point for sent in Content.of(body).files if sent.position), None)
        if there is None:
            continue
        apart = distance_m(here, there)
        seconds = abs((item.captured_at - captured_at).total_seconds())
        if apart > LEAST_METRES and apart > seconds * MOST_METRES_PER_SECOND:
            data = {"metres": round(apart), "seconds": round(seconds), "other": pk}
            yield _noted(item, Suspicion.Kind.SPEED, "", data)


def _reuse(item: FieldItem, file: FieldFile, preview: bytes) -> Iterable[Suspicion]:
    """The same picture in reports from another site; the database finds candidates by any quarter of the print."""
    bits = print_of(preview) if preview else None
    if bits is None:
        return
    bands = _bands(bits)
    PhotoPrint.objects.bulk_create([PhotoPrint(file=file, bits=bits - 2**63, **bands)], ignore_conflicts=True)
    alike = Q()
    for name, value in bands.items():
        alike |= Q(**{name: value})
    known = PhotoPrint.objects.filter(alike).exclude(file=file).values_list("file_id", "bits")
    near = [pk for pk, others in known if (others + 2**63 ^ bits).bit_count() <= MOST_BITS_APART]
    if not near:
        return
    others = FieldItem.objects.filter(files__in=near).exclude(site_id=item.site_id)
    for other in others.select_related("site__village").distinct().order_by("pk")[:3]:
        data = {"other": other.pk, "site": other.site.code, "place": other.site.village.full_name}
        data["captured_at"] = other.captured_at.isoformat()
        yield _noted(item, Suspicion.Kind.REUSED, file.sha256, data)


def _bands(bits: int) -> dict[str, int]:
    mask = 2**_BAND_BITS - 1
    return {name: (bits >> _BAND_BITS * place & mask) - 2**15 for place, name in enumerate(_BANDS)}


def _noted(item: FieldItem, kind: str, sha256: str, data: dict) -> Suspicion:
    return Suspicion(item=item, kind=kind, sha256=sha256, data=data, found_at=timezone.now())


def _sentence(row: Suspicion, user) -> str:
    data = row.data
    if row.kind == Suspicion.Kind.ACCURACY:
        return _("The phone states an accuracy of 0 m, as programs do that set a position.")
    if row.kind == Suspicion.Kind.FAR:
        return _("A photo was taken %(metres)s m from the site.") % {"metres": _number(data["metres"])}
    if row.kind == Suspicion.Kind.SPEED:
        return _("%(km)s km from the report %(receipt)s in %(minutes)s minutes.") % {
            "km": _number(round(data["metres"] / 1000)),
            "receipt": f"T-{data['other']:06d}",
            "minutes": _number(round(data["seconds"] / 60)),
        }
    words = {
        "receipt": f"T-{data['other']:06d}",
        "when": date_format(timezone.localtime(datetime.datetime.fromisoformat(data["captured_at"])), "DATE_FORMAT"),
    }
    # Where somebody may not look, he learns that it is elsewhere, and no more.
    if not user.scope.covers(data["site"]):
        return _("A photo looks like one of a report from outside your regions.")
    return _("A photo looks like one of the report %(receipt)s at %(place)s, captured %(when)s.") % {
        **words,
        "place": data["place"],
    }


def _number(value: int) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)
