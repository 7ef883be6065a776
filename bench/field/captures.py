"""What phones capture for a run: outlets being built, and progress reports about them with small, different photos."""

import datetime
import hashlib
import io
import random
from collections.abc import Iterator

from django.db import connection
from django.utils import timezone
from PIL import Image

from accounts.models import User
from bench.field.phone import Captured
from sites.models import Site
from workflows import read_model
from workflows.models import Process
from workflows.services.start import start

DAYS, BUILT_DAYS = 10, 60
SLOTS = ("morning", "evening")


def outlets(count: int, opener: User) -> list[Process]:
    """Outlets under construction for two months; put there by SQL: what is measured begins with the reports."""
    sites = Site.objects.order_by("code")[:count]
    begun = [start(site_code=site.code, kind="outlet_construction", actor=opener) for site in sites]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE workflows_process DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE workflows_process SET state = 'foundation' WHERE id = ANY(%s)", [[one.pk for one in begun]]
        )
        cursor.execute("ALTER TABLE workflows_process ENABLE TRIGGER USER")
        cursor.execute(
            "UPDATE workflows_outletconstruction SET started_on = %s WHERE process_ptr_id = ANY(%s)",
            [timezone.localdate() - datetime.timedelta(days=BUILT_DAYS), [one.pk for one in begun]],
        )
    read_model.renew({one.site.code for one in begun})
    return begun


def reports(processes: list[Process], dice: random.Random) -> list[Captured]:
    """One report for each of the last ``DAYS`` days of each outlet, in any order, each with one to three photos."""
    items = [_report(process, day, dice) for process in processes for day in range(DAYS)]
    dice.shuffle(items)
    return items


def stream(processes: list[Process], dice: random.Random) -> Iterator[Captured]:
    """Reports without end to be captured one after the other: each outlet's next half day, round after round.

    As many half days as these outlets have been built for; a longer run needs more outlets.
    """
    for half_day in range(2 * (BUILT_DAYS - 1)):
        for process in processes:
            yield _report(process, half_day // 2 + DAYS + 1 - BUILT_DAYS, dice, SLOTS[half_day % 2])


def _report(process: Process, day: int, dice: random.Random, slot: str = SLOTS[0]) -> Captured:
    files = [photo(dice) for _ in range(dice.randint(1, 3))]
    day_of_report = timezone.localdate() - datetime.timedelta(days=DAYS - day)
    at = timezone.make_aware(datetime.datetime.combine(day_of_report, datetime.time(8 + 8 * SLOTS.index(slot))))
    at = min(at, timezone.now())
    position = {"lon": process.site.position.x, "lat": process.site.position.y, "accuracy_m": 8, "fix_age_s": 2}
    body = {
        "site": process.site.code,
        "process": process.pk,
        "kind": process.kind,
        "step": "report_progress",
        "fields": {
            "reported_on": day_of_report.isoformat(),
            "slot": slot,
            "percent": f"{BUILT_DAYS / 2 + day / 2:.2f}",
            "work": "foundation",
            "workers": dice.randint(1, 30),
        },
        "captured_at": at.isoformat(),
        "files": [
            {
                "slot": "progress_photo",
                "sha256": hashlib.sha256(content).hexdigest(),
                "size": len(content),
                "content_type": "image/jpeg",
                "name": f"foto-{number}.jpg",
                "captured_at": at.isoformat(),
                "position": position,
            }
            for number, content in enumerate(files)
        ],
    }
    return Captured(body, files)


def photo(dice: random.Random, side: int = 48) -> bytes:
    """A JPEG of noise of a few kilobytes, unlike any other."""
    picture = Image.frombytes("RGB", (side, side), dice.randbytes(side * side * 3))
    encoded = io.BytesIO()
    picture.save(encoded, "JPEG", quality=85)
    return encoded.getvalue()
