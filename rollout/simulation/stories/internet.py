"""The story of satellite internet at a site: proposed, surveyed, a kit sent, mounted, measured, accepted, at fault."""

import random

from accounts.roles import Role
from rollout.simulation import site_photos, words
from rollout.simulation.acts import Act, Place, Strand, age, days, laid, length, moments_before
from rollout.simulation.desk import SOON, Desk
from rollout.simulation.lots import Connection
from rollout.simulation.working_time import DAY
from workflows.submission import Reason

KIND = "satellite_internet"
_ICT, _FIELD, _VILLAGE = Role.ICT_OFFICE, Role.FIELD_OFFICER, Role.VILLAGE_OFFICER
# The way of a connection, and where each state is reached on it.
_WAY = ["proposed", "surveyed", "allocated", "shipped", "received", "installed", "active", "accepted"]
_AFTER_ACCEPTANCE = {"fault", "relocated", "deactivated"}


def tell(place: Place, fate: Connection | None, *, seed: int, begin: float | None, end: float) -> Strand:
    """The connection's part of the site's story; ``begin``: since when there is a roof, or a plot; None: never."""
    if fate is None or begin is None:
        return Strand()
    chance = random.Random(f"{seed}/{place.code}/{KIND}")  # noqa: S311  nothing here is a secret
    link = _Link(place, chance, fate)
    acts = link.story()
    latest = end - age(chance, 12) * DAY
    if fate.ending == "accepted":
        latest = max(begin, min(latest, chance.uniform(begin + length(acts) * DAY, latest)))
    begin = min(begin + chance.uniform(1, 8) * DAY, end)
    return laid(acts, begin=begin, last=min(end, max(latest, begin + 10 * DAY)))


class _Link:
    def __init__(self, place: Place, chance: random.Random, fate: Connection) -> None:
        self.place, self.chance, self.fate = place, chance, fate
        self.desk = Desk(KIND, place, chance)
        self.kit = f"SIM{place.code.replace('.', '')}"
        self.shipments = self.tests = 0
        self.short_of_power = chance.random() < 0.06

    def story(self) -> list[Act]:
        ending = self.fate.ending
        if ending == "declined":
            return [*self.proposed(), *self.surveyed(), *self.declined()]
        last = "accepted" if ending in _AFTER_ACCEPTANCE else ending
        acts = [act for state in _WAY[: _WAY.index(last) + 1] for act in getattr(self, state)()]
        return [*acts, *getattr(self, ending)()] if ending in _AFTER_ACCEPTANCE else acts

    def proposed(self) -> list[Act]:
        return [self.desk.open(self.chance.choice([_ICT, _FIELD, _VILLAGE]))]

    def surveyed(self) -> list[Act]:
        sky = self.chance.choices(["clear", "partly", "obstructed"], [8, 3, 1])[0]
        hours = "3" if self.short_of_power else str(self.chance.choice([6, 12, 18, 24, 24, 24]))
        fields = {
            "sky_view": sky,
            "power_source": "grid" if hours in {"18", "24"} else self.chance.choice(["village_solar", "generator"]),
            "power_hours": hours,
            "trained": self.chance.choices(["yes", "no"], [8, 2])[0],
            "contact_name": "Ketua koperasi (contoh)",
            "contact_phone": "0800-0000-0000",
        }
        return [
            self._antennas("sky_photo", days(self.chance, 5, 20)),
            self.desk.step(_FIELD, "survey", SOON, fields=fields, today=("surveyed_on",)),
        ]

    def allocated(self) -> list[Act]:
        starlink = self.chance.random() < 0.8
        kit = {
            "written_as": self.kit,
            "provider": "starlink" if starlink else "satria",
            "model": "Standard (contoh)" if starlink else "VSAT Ka (contoh)",
            "holding": "purchased" if starlink else "lent",
            "office": "Dinas Kominfo (contoh)" if starlink else "BAKTI (contoh)",
            "region": self.place.code[:5],
            "source": "Daftar perangkat simulasi",
        }
        waivers = {"power_enough": Reason(*words.WAIVERS["power_enough"])} if self.short_of_power else {}
        return [
            Act("kit", _ICT, KIND, days(self.chance, 6, 30), fields=kit, today=("as_of",)),
            self.desk.step(_ICT, "allocate", SOON, fields={"kit": self.kit}, waivers=waivers),
        ]

    def shipped(self) -> list[Act]:
        acts = self._shipment()
        if self.fate.trouble == "lost":
            lost = ("lost", "Perangkat tidak sampai; perahu kurir karam, barang ditelusuri.")
            acts.append(self.desk.step(_ICT, "fail_shipment", days(self.chance, 12, 30), because=lost, item=1))
            acts += self._shipment()
        return acts

    def received(self) -> list[Act]:
        number = f"SIM/BAST-K/{self.chance.randint(1, 9999):04d}"
        fields = {"received_by": "Pengurus koperasi (contoh)", "bast_number": number}
        return [
            self.desk.paper(_VILLAGE, "receipt_bast", "Berita acara terima perangkat", days(self.chance, 6, 25)),
            self.desk.step(_VILLAGE, "receive", SOON, fields=fields, today=("received_on",), item=self.shipments),
        ]

    def installed(self) -> list[Act]:
        fields = {
            "mounting": self.chance.choices(["roof", "mast", "wall"], [7, 2, 1])[0],
            "installed_by": "Teknisi Kominfo (contoh)",
        }
        return [
            self._antennas("install_photo", days(self.chance, 3, 12)),
            self.desk.step(_FIELD, "install", SOON, fields=fields, today=("installed_on",)),
        ]

    def active(self) -> list[Act]:
        return self._measured("activate", days(self.chance, 1, 4), slow=self.fate.trouble == "slow")

    def accepted(self) -> list[Act]:
        number = f"SIM/BAST-I/{self.chance.randint(1, 9999):04d}"
        return [
            self.desk.paper(_ICT, "acceptance_bast", "Berita acara penerimaan sambungan", days(self.chance, 4, 20)),
            self.desk.step(_ICT, "accept", SOON, fields={"acceptance_number": number}, today=("accepted_on",)),
            *(self._past_fault() if self.fate.ending == "accepted" and self.chance.random() < 0.25 else []),
        ]

    def fault(self) -> list[Act]:
        return [self._fault("report_fault", days(self.chance, 15, 60))]

    def relocated(self) -> list[Act]:
        reason = ("other_connection", "Desa sudah terjangkau serat optik; perangkat dipakai desa lain.")
        fields = {"relocated_to": self.place.neighbour}
        return [self.desk.step(_ICT, "relocate", days(self.chance, 20, 60), fields=fields, because=reason)]

    def deactivated(self) -> list[Act]:
        reason = ("kit_broken", "Perangkat rusak dan ditarik ke dinas.")
        return [*self.fault(), self.desk.step(_ICT, "deactivate", days(self.chance, 8, 25), because=reason)]

    def declined(self) -> list[Act]:
        code = self.chance.choice([*words.DECLINED])
        return [self.desk.step(_ICT, "decline", days(self.chance, 5, 20), because=(code, words.DECLINED[code]))]

    def _shipment(self) -> list[Act]:
        self.shipments += 1
        fields = {"courier": self.chance.choice(["Kurir dinas (contoh)", "Ekspedisi sungai (contoh)"])}
        return [self.desk.step(_ICT, "ship", days(self.chance, 3, 10), fields=fields, today=("sent_on",))]

    def _measured(self, name: str, gap: float, *, slow: bool) -> list[Act]:
        down = self.chance.uniform(4, 9) if slow else self.chance.uniform(45, 190)
        up = self.chance.uniform(1, 3) if slow else self.chance.uniform(6, 25)
        fields = {
            "measured_at": moments_before(4),
            "down_mbps": f"{down:.2f}",
            "up_mbps": f"{up:.2f}",
            "latency_ms": str(self.chance.randint(28, 95) if not slow else self.chance.randint(480, 700)),
            "measured_with": self.chance.choice(["speedtest", "provider_app", "browser"]),
        }
        screen = site_photos.screenshot(down, up)
        return [
            self.desk.pictures(_FIELD, "speed_screenshot", lambda _number: screen, [0], gap),
            self.desk.step(_FIELD, name, SOON, fields=fields),
        ]

    def _past_fault(self) -> list[Act]:
        """Out of order for a while, and working again."""
        ended = {"ended_at": moments_before(30), "remedy": "Diperbaiki petugas; sambungan normal."}
        return [
            self._fault("report_fault", days(self.chance, 15, 50)),
            self.desk.step(_FIELD, "close_fault", days(self.chance, 2, 8) + 0.2, fields=ended, item=1),
        ]

    def _fault(self, name: str, gap: float) -> Act:
        cause = self.chance.choice([*words.FAULTS])
        fields = {
            "began_at": moments_before(self.chance.randint(5, 8)),
            "cause": cause,
            "description": words.FAULTS[cause],
        }
        return self.desk.step(_VILLAGE, name, 0.2 + gap, fields=fields)

    def _antennas(self, slot: str, gap: float) -> Act:
        first = self.chance.randrange(site_photos.VARIANTS)
        return self.desk.pictures(_FIELD, slot, site_photos.antenna, [first, first + 1], gap)
