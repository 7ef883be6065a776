"""The story of a card service: terminal, training, trial, days of payments; some pause."""

import random

from accounts.roles import Role
from rollout.simulation import site_photos
from rollout.simulation.acts import Act, Place, Strand, age, days, laid
from rollout.simulation.desk import Desk
from rollout.simulation.lots import CardService
from rollout.simulation.working_time import DAY

KIND = "card_service"
_VILLAGE, _DINAS = Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE
_WAY = ["preparing", "device_ready", "trial", "active", "inactive"]
_DAY_APART = 1.05


def tell(place: Place, fate: CardService | None, *, seed: int, begin: float | None, end: float) -> Strand:
    """The card service's part of the site's story; ``begin``: since when the internet works, or there is a plot."""
    if fate is None or begin is None:
        return Strand()
    chance = random.Random(f"{seed}/{place.code}/{KIND}")  # noqa: S311  nothing here is a secret
    begin = min(end, begin + chance.uniform(0.5, 3) * DAY)
    counter = _Counter(place, chance, reports=max(0, min(5, int((end - begin) / DAY / 2) - 2)))
    acts = [act for state in _WAY[: _WAY.index(fate.ending) + 1] for act in getattr(counter, state)()]
    return laid(acts, begin=begin, last=max(begin, end - age(chance, 4) * DAY))


class _Counter:
    def __init__(self, place: Place, chance: random.Random, *, reports: int) -> None:
        self.chance, self.reports = chance, reports
        self.desk = Desk(KIND, place, chance)
        self.serial = f"SIM-EDC-{place.code.replace('.', '')}"

    def preparing(self) -> list[Act]:
        return [self.desk.open(self.chance.choice([_DINAS, _VILLAGE]))]

    def device_ready(self) -> list[Act]:
        fields = {"bank": self.chance.choice(["bank_kalteng", "bank_kalteng", "bri"]), "edc_serial": self.serial}
        number = self.chance.randrange(site_photos.VARIANTS)
        return [
            self.desk.pictures(_DINAS, "device_photo", site_photos.antenna, [number], days(self.chance, 4, 15)),
            self.desk.step(_DINAS, "record_device", fields=fields, today=("device_received_on",)),
        ]

    def trial(self) -> list[Act]:
        trained = {"operator_name": "Petugas koperasi (contoh)", "trained_by": "Bank Kalteng (contoh)"}
        return [
            self.desk.paper(_DINAS, "training_proof", "Berita acara pelatihan", days(self.chance, 3, 12)),
            self.desk.step(_DINAS, "record_training", fields=trained, today=("trained_on",)),
            self.desk.step(_DINAS, "begin_trial", days(self.chance, 2, 8)),
        ]

    def active(self) -> list[Act]:
        tried = {"trial_transactions": str(self.chance.randint(3, 12))}
        acts = [
            self.desk.paper(_VILLAGE, "trial_slip", "Struk uji coba", days(self.chance, 2, 6)),
            self.desk.step(_VILLAGE, "report_trial", fields=tried, today=("trial_on",)),
            self.desk.step(_DINAS, "activate", days(self.chance, 1, 5)),
        ]
        for _number in range(self.reports):
            count = self.chance.randint(8, 60)
            fields = {"transactions": str(count), "total": str(count * 200_000)}
            gap = _DAY_APART + days(self.chance, 2, 8)
            acts.append(self.desk.step(_VILLAGE, "report_day", gap, fields=fields, today=("day",), least=_DAY_APART))
        return acts

    def inactive(self) -> list[Act]:
        why = ("device", "Mesin EDC rusak, menunggu penggantian dari bank.")
        return [self.desk.step(_DINAS, "deactivate", days(self.chance, 3, 10), because=why)]
