"""The acts at one building, each as the people of the programme do it: begin, report, hold up, inspect, hand over."""

import datetime
import random
from decimal import Decimal
from functools import partial

from accounts.roles import Role
from rollout.simulation import site_photos, words
from rollout.simulation.acts import Act, Place, days
from rollout.simulation.desk import SOON, Desk
from rollout.simulation.working_time import ZONE
from workflows.construction.vocabulary import Obstacle, Slot, Work
from workflows.submission import Reason

_FIELD, _KODIM = Role.FIELD_OFFICER, Role.DISTRICT_COMMAND
_DINAS, _ENGINEERS = Role.COOPERATIVE_OFFICE, Role.ENGINEERING
# A usual report of a work lies up to so many percent.
_WORKS = (
    (3, Work.PREPARATION),
    (12, Work.FOUNDATION),
    (28, Work.WALLS),
    (50, Work.ROOF),
    (70, Work.INTERIOR),
    (82, Work.UTILITIES),
    (100, Work.FINISHING),
)
_HALF_DAY = 0.6
_PHOTO_OF = {
    "lay_foundation": "foundation_photo",
    "raise_structure": "structure_photo",
    "roof": "roof_photo",
    "finish": "finishing_photo",
}


class Works:
    """One building at one site. ``unverified``: it begins without accepted land, by the Kodim's waiver."""

    def __init__(self, kind: str, place: Place, chance: random.Random, *, unverified: bool) -> None:
        self.place, self.chance, self.unverified = place, chance, unverified
        self.desk = Desk(kind, place, chance)
        self.name = "gudang" if kind.startswith("warehouse") else "gerai"
        self.reports = self.photos = self.stage = 0

    def open(self) -> list[Act]:
        """The process is opened."""
        return [self.desk.open(_KODIM if self.unverified else _DINAS)]

    def begin(self) -> list[Act]:
        """The plot is cleared."""
        role = _KODIM if self.unverified else _FIELD
        waivers = {"land_secured": Reason(*words.WAIVERS["land_secured"])} if self.unverified else {}
        return [
            self._photo(role, "start_photo", days(self.chance, 4, 20)),
            self.desk.step(role, "begin", SOON, today=("started_on",), waivers=waivers),
        ]

    def reach(self, name: str, *, gap: float) -> list[Act]:
        """The next stage begins."""
        self.stage += 1
        return [self._photo(_FIELD, _PHOTO_OF[name], gap), self.desk.step(_FIELD, name, 0.02)]

    def report(self, percent: float, *, gap: float, falling: bool) -> list[Act]:
        """What stands today; ``falling``: first less than before is sent, which the gate refuses."""
        self.reports += 1
        fields = self._report(percent)
        if self.chance.random() < 0.25:
            fields["obstacle"] = self.chance.choice([Obstacle.RAIN, Obstacle.ACCESS, Obstacle.MATERIAL])
            fields["note"] = words.SITE_OBSTACLES[fields["obstacle"]]
        refused = {**fields, "percent": "0.25"} if falling and percent > 5 else {}
        return [
            # No two reports speak of the same half of a day.
            self._photo(_FIELD, "progress_photo", max(gap, _HALF_DAY), least=_HALF_DAY),
            self.desk.step(_FIELD, "report_progress", SOON, fields=fields, refused_first=refused),
        ]

    def correct(self, percent: float) -> list[Act]:
        """The last report said too much."""
        fields = self._report(round(percent * self.chance.uniform(0.9, 0.98), 2)) | {"corrects": str(self.reports)}
        self.reports += 1
        reason = ("misjudged", "Persentase ditaksir terlalu tinggi; dihitung ulang di lapangan.")
        return [self.desk.step(_FIELD, "correct_report", 0.1, fields=fields, because=reason)]

    def hold_up(self, code: str, *, resumed: bool) -> list[Act]:
        """The work stands still, and goes on."""
        acts = [self.desk.step(_FIELD, "suspend", days(self.chance, 1, 5), because=(code, words.SITE_OBSTACLES[code]))]
        if resumed:
            solved = (code, "Hambatan sudah diatasi; pekerjaan dilanjutkan.")
            acts.append(self.desk.step(_KODIM, "resume", days(self.chance, 6, 25), because=solved))
        return acts

    def cancel(self) -> list[Act]:
        """Nothing more is built here."""
        reason = ("land_lost", "Lahan dipakai untuk keperluan lain oleh pemilik.")
        return [self.desk.step(_DINAS, "cancel", days(self.chance, 20, 60), because=reason)]

    def until_finishing(self, *, further: bool) -> list[Act]:
        """Everything stands; the completion is reported with its views."""
        self.reports += 1
        self.stage = site_photos.COMPLETE
        views = [("front_view", 1), ("back_view", 1), ("side_view", 2), ("inside_view", 2)]
        fields = {"slot": _slot, "workers": str(self.chance.randint(4, 20))}
        return [
            *(
                self._photo(
                    _FIELD,
                    slot,
                    0.01 if number else 1 + days(self.chance, 3, 10),
                    count,
                    least=0 if number else _HALF_DAY,
                )
                for number, (slot, count) in enumerate(views)
            ),
            self.desk.step(_FIELD, "report_completion", SOON, fields=fields, today=("reported_on",)),
        ]

    def until_physically_complete(self, *, further: bool) -> list[Act]:
        """The Kodim confirms."""
        return [self.desk.step(_KODIM, "confirm_completion", days(self.chance, 1.5, 8))]

    def until_inspected(self, *, further: bool) -> list[Act]:
        """The engineers inspect; what they find is mended and closed, where it goes further."""
        acts = [
            self.desk.paper(_ENGINEERS, "inspection_minutes", "Berita acara pemeriksaan", days(self.chance, 5, 20)),
            self.desk.step(_ENGINEERS, "inspect", SOON, today=("inspected_on",)),
        ]
        found = self.chance.sample(words.DEFECTS, self.chance.choice([0, 0, 1, 2]))
        for description, where, severity in found:
            fields = {"description": description, "place": where, "severity": severity}
            acts.append(self.desk.step(_ENGINEERS, "note_defect", SOON, fields=fields))
        mended = len(found) if further else self.chance.randint(0, len(found))
        for number in range(1, mended + 1):
            acts += [
                self._photo(_FIELD, "remedy_photo", days(self.chance, 3, 12)),
                self.desk.step(_FIELD, "mend_defect", SOON, fields={"remedy": "Sudah diperbaiki."}, item=number),
            ]
            if further or self.chance.random() < 0.5:
                acts.append(self.desk.step(_ENGINEERS, "close_defect", days(self.chance, 3, 15), item=number))
        return acts

    def until_handed_over(self, *, further: bool) -> list[Act]:
        """The certificate is signed."""
        number = f"SIM/BAST/{self.chance.randint(1, 9999):04d}"
        fields = {"bast_number": number, "received_by": f"Pengurus koperasi, {self.name} (contoh)"}
        return [
            self.desk.paper(_DINAS, "bast", "Berita acara serah terima", days(self.chance, 6, 25)),
            self.desk.step(_DINAS, "hand_over", SOON, fields=fields, today=("bast_date",)),
        ]

    def until_operational(self, *, further: bool) -> list[Act]:
        """Fitted out, or opened without by a waiver."""
        acts, waivers = [], {}
        if self.name == "gerai" and self.chance.random() < 0.2:
            waivers = {"equipment_installed": Reason(*words.WAIVERS["equipment_installed"])}
        elif self.name == "gerai":
            acts = self._cold_storage()
        return [
            *acts,
            self._photo(_DINAS, "opening_photo", days(self.chance, 4, 15)),
            self.desk.step(_DINAS, "open_doors", SOON, today=("opened_on",), waivers=waivers),
        ]

    def _cold_storage(self) -> list[Act]:
        serial = f"SIM{self.place.code.replace('.', '')}"
        ordered = {"kind": "cold_storage", "supplier": "Pemasok (contoh)"}
        return [
            self.desk.step(_DINAS, "order_equipment", days(self.chance, 2, 8), fields=ordered, today=("ordered_on",)),
            self.desk.step(
                _DINAS,
                "receive_equipment",
                days(self.chance, 10, 30),
                fields={"serial_number": serial},
                today=("received_on",),
                item=1,
            ),
            self.desk.step(_FIELD, "install_equipment", days(self.chance, 2, 8), today=("installed_on",), item=1),
        ]

    def _report(self, percent: float) -> dict:
        return {
            "reported_on": _day,
            "slot": _slot,
            "percent": str(Decimal(str(percent))),
            "work": next(work for most, work in _WORKS if percent <= most),
            "workers": str(self.chance.randint(4, 24)),
            "material": self.chance.choice(words.MATERIALS),
        }

    def _photo(self, role: Role, slot: str, gap: float, count: int = 1, *, least: float = 0.0) -> Act:
        numbers = list(range(self.photos, self.photos + count))
        self.photos += count
        return self.desk.pictures(role, slot, partial(site_photos.building, self.stage), numbers, gap, least=least)


def _day(at: datetime.datetime) -> str:
    return at.astimezone(ZONE).date().isoformat()


def _slot(at: datetime.datetime) -> str:
    return Slot.MORNING if at.astimezone(ZONE).hour < 12 else Slot.EVENING
