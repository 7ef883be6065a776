"""The story of a stimulus: applied for, verified, decreed, paid out; instalments that come, or do not."""

import datetime
import random

from accounts.roles import Role
from rollout.simulation.acts import Act, Place, Strand, age, day_of, days, laid, months_on
from rollout.simulation.desk import Desk
from rollout.simulation.lots import Stimulus
from rollout.simulation.working_time import DAY, ZONE, at_work

KIND = "revolving_stimulus"
_VILLAGE, _DINAS, _HEAD = Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE, Role.REGION_HEAD
_WAY = ["candidate", "verified", "decreed", "disbursed", "revolving"]
# The rules of the funds that are simulated: monthly parts, and months before the first but one.
INSTALMENTS, GRACE_MONTHS = 24, 2
PRINCIPALS = (200_000_000, 225_000_000, 240_000_000, 250_000_000, 300_000_000)


def tell(place: Place, fate: Stimulus | None, *, seed: int, begin: float, end: float) -> Strand:
    """The stimulus' part of the site's story; ``begin``: when the papers were complete."""
    if fate is None:
        return Strand()
    chance = random.Random(f"{seed}/{place.code}/{KIND}")  # noqa: S311  nothing here is a secret
    story = _Stimulus(place, chance, fate)
    if fate.ending not in {"revolving", "in_arrears"}:
        ended = [*story.until(fate.ending)] if fate.ending in _WAY else [*story.until("verified"), *story.terminated()]
        return laid(ended, begin=begin, last=max(begin, end - age(chance, 10) * DAY))
    # Paid out so long ago that as many instalments have been due as were paid, and one more in arrears.
    due = fate.paid + (fate.ending == "in_arrears")
    back = (GRACE_MONTHS + 1 + due) * 21 + chance.uniform(3, 14)
    disbursed = max(begin + 5 * DAY, end - back * DAY)
    told = laid(story.until("disbursed"), begin=begin, last=disbursed)
    return Strand((*told.acts, *story.repaid(disbursed, end)))


class _Stimulus:
    def __init__(self, place: Place, chance: random.Random, fate: Stimulus) -> None:
        self.place, self.chance, self.fate = place, chance, fate
        self.desk = Desk(KIND, place, chance)
        self.principal = chance.choice(PRINCIPALS)

    def until(self, ending: str) -> list[Act]:
        return [act for state in _WAY[: _WAY.index(ending) + 1] for act in getattr(self, state)()]

    def candidate(self) -> list[Act]:
        fields = {"amount_requested": str(self.principal), "purpose": "Modal barang dagangan gerai"}
        return [
            self.desk.open(_VILLAGE),
            self.desk.paper(_VILLAGE, "business_plan", "Permohonan dan rencana usaha", days(self.chance, 2, 10)),
            self.desk.step(_VILLAGE, "apply", fields=fields),
        ]

    def verified(self) -> list[Act]:
        return [self.desk.step(_DINAS, "verify", days(self.chance, 4, 15), refers="fund")]

    def decreed(self) -> list[Act]:
        fields = {"principal": str(self.principal), "decree_number": f"SIM/{self.place.code}/DB"}
        return [
            self.desk.paper(_HEAD, "decree", "Keputusan dana bergulir", days(self.chance, 5, 20)),
            self.desk.step(_HEAD, "decree", fields=fields, today=("decree_date",)),
        ]

    def disbursed(self) -> list[Act]:
        fields = {"transfer_reference": f"SIM-{self.chance.randint(1, 999_999):06d}"}
        return [
            self.desk.paper(_DINAS, "transfer_slip", "Bukti transfer", days(self.chance, 3, 12)),
            self.desk.step(_DINAS, "disburse", fields=fields, today=("disbursed_on",)),
        ]

    def terminated(self) -> list[Act]:
        why = ("withdrawn", "Pengurus menarik permohonan; memakai simpanan anggota.")
        return [self.desk.step(_DINAS, "terminate", days(self.chance, 5, 20), because=why)]

    def repaid(self, disbursed: float, end: float) -> list[tuple[float, Act]]:
        """The board confirms the money; then an instalment a month, a little before its day; then none."""
        receipt = [
            self.desk.paper(_VILLAGE, "receipt", "Tanda terima pengurus", 0),
            self.desk.step(_VILLAGE, "confirm_receipt", today=("received_on",)),
        ]
        acts = [*laid(receipt, begin=disbursed + 0.2 * DAY, last=min(end, disbursed + 3 * DAY)).acts]
        for number in range(1, self.fate.paid + 1):
            fields = {
                "payment": str(self.principal // INSTALMENTS),
                "reference": f"SIM-{self.chance.randint(1, 999_999):06d}",
            }
            payment = [
                self.desk.paper(_DINAS, "payment_slip", "Bukti setor angsuran", 0, number),
                self.desk.step(_DINAS, "record_payment", fields=fields, today=("paid_on",), item=number),
            ]
            due = _line(_due(disbursed, number))
            acts += laid(payment, begin=acts[-1][0] + 0.1 * DAY, last=min(end, due - DAY)).acts
        if self.fate.ending == "in_arrears":
            overdue = _line(_due(disbursed, self.fate.paid + 1)) + 2 * DAY
            if overdue <= end:
                acts.append((max(overdue, acts[-1][0]), self.desk.step(Role.CLOCK, "fall_behind")))
        return acts


def _due(disbursed: float, number: int) -> datetime.date:
    """The day of that instalment."""
    return months_on(datetime.date.fromisoformat(day_of(disbursed)), GRACE_MONTHS + number)


def _line(day: datetime.date) -> float:
    """The place on the line of that day's morning, or of the last working minute before."""
    return at_work(datetime.datetime.combine(day, datetime.time(9), ZONE))
