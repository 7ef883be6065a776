"""A satellite connection played through the real gate, and kits to play it with."""

import datetime

from django.utils import timezone

from accounts.models import User
from tests import factories
from tests.factories import Work
from workflows.internet.kits import Kit
from workflows.submission import Reason


def day(ago: int) -> str:
    return (timezone.localdate() - datetime.timedelta(days=ago)).isoformat()


def ago(**delta) -> str:
    """A moment that long ago, at a whole minute of today's clock, with its offset."""
    return (ANCHOR - datetime.timedelta(**delta)).isoformat()


ANCHOR = timezone.now().replace(second=0, microsecond=0)


def kit(serial: str = "KIT00001", *, region: str = "62.02", **more) -> Kit:
    """A registered kit, in the stock of the region's office."""
    by = User.objects.filter(username="gudang").first() or factories.user("gudang")
    return Kit.objects.create(
        **{
            "serial_number": serial,
            "written_as": serial,
            "provider": "starlink",
            "holding": "purchased",
            "office": "Dinas Kominfo Kotim",
            "region": factories.region(region),
            "source": "Daftar kit 2026",
            "as_of": datetime.date(2026, 1, 5),
            "registered_by": by,
            "registered_at": timezone.now(),
            **more,
        }
    )


class Connection(Work):
    """One connection, from the proposal on."""

    ROOF_LATER = {"roof_there": Reason("local_condition", "Dipasang di balai desa lebih dulu.")}
    SURVEY = {
        "sky_view": "clear",
        "power_source": "grid",
        "power_hours": "24",
        "trained": "yes",
        "contact_name": "Bu Rina",
        "contact_phone": "0812-0000-0000",
    }

    def __init__(self, at, cast):
        super().__init__("satellite_internet", at, cast, opener=cast.field_officer)

    def surveyed(self, *, actor=None, **changes) -> "Connection":
        actor = actor or self.cast.field_officer
        self.photos("sky_photo", actor, 2, self.site.position)
        self.take("survey", actor, {"surveyed_on": day(40), **self.SURVEY, **changes})
        return self

    def allocated(self, *, actor=None, registered=True, serial="KIT00001") -> "Connection":
        if registered:
            kit(serial)
        self.take("allocate", actor or self.cast.kominfo, {"kit": serial}, waivers=self.ROOF_LATER)
        return self

    def shipped(self, *, actor=None) -> "Connection":
        self.take("ship", actor or self.cast.kominfo, {"courier": "Kelotok Pak Udin", "sent_on": day(20)})
        return self

    def received(self, *, actor=None, item=1, **changes) -> "Connection":
        actor = actor or self.cast.field_officer
        self.document("receipt_bast", actor)
        fields = {"received_on": day(15), "received_by": "Kades", "bast_number": "BAST/1", **changes}
        self.take("receive", actor, fields, item=item)
        return self

    def installed(self, *, actor=None, **changes) -> "Connection":
        actor = actor or self.cast.field_officer
        self.photos("install_photo", actor, 2, self.site.position)
        fields = {"installed_on": day(12), "mounting": "roof", "installed_by": "Teknisi Kominfo"}
        self.take("install", actor, {**fields, **changes})
        return self

    def active(self, *, actor=None, **changes) -> "Connection":
        self._measure("activate", actor, measured_at=changes.pop("measured_at", ago(days=11)), **changes)
        return self

    def measured(self, *, actor=None, **changes) -> "Connection":
        self._measure("measure", actor, **changes)
        return self

    def accept(self, *, actor=None) -> "Connection":
        actor = actor or self.cast.kominfo
        self.document("acceptance_bast", actor)
        self.take("accept", actor, {"accepted_on": day(8), "acceptance_number": "BAST/9"})
        return self

    def accepted(self) -> "Connection":
        return self.surveyed().allocated().shipped().received().installed().active().accept()

    def fault(self, *, began, actor=None) -> "Connection":
        self.take("report_fault", actor or self.cast.field_officer, {"began_at": str(began), "cause": "cable"})
        return self

    def _measure(self, step: str, actor, **changes) -> None:
        actor = actor or self.cast.field_officer
        self.photos("speed_screenshot", actor)
        fields = {
            "measured_at": ago(days=1),
            "down_mbps": "87.25",
            "up_mbps": "12",
            "latency_ms": "48",
            "measured_with": "speedtest",
            **changes,
        }
        self.take(step, actor, fields)
