"""The story of a loan of an asset: registered, asked for, reviewed, decided by letter, handed over, and its end."""

import random

from accounts.roles import Role
from rollout.simulation import words
from rollout.simulation.acts import Act, Place, Strand, age, day_of, days, laid, thinks_again
from rollout.simulation.desk import SOON, Desk
from rollout.simulation.lots import Loan
from rollout.simulation.stories.register import asset
from rollout.simulation.working_time import DAY

KIND = "asset_loan"
_DINAS, _BPKAD, _HEAD = Role.COOPERATIVE_OFFICE, Role.ASSET_OFFICE, Role.REGION_HEAD
_WAY = ["draft", "submitted", "under_review", "reviewed", "approved", "agreed", "active"]
# At which share of the places the head of region takes an approval back within its term, and approves anew.
_THINKS_AGAIN = 0.15
# For how many days on from the end of the story a loan runs that is in use; with what is behind it under five years.
_RUNS_ON = (400, 1150)
_ENDS_SOON = (8, 170)


def tell(place: Place, fate: Loan | None, *, seed: int, begin: float, end: float) -> Strand:
    """The loan's part of the site's story, between ``begin`` and ``end``; empty when there is none."""
    if fate is None:
        return Strand()
    chance = random.Random(f"{seed}/{place.code}/{KIND}")  # noqa: S311  nothing here is a secret
    begin += chance.uniform(5, 50) * DAY
    over = fate.ending in {"expired", "returned"}
    # The last working day before which the term has ended.
    last = end - age(chance, 15) * DAY
    # A term begins about when the asset is handed over: long ago for one that is over or soon will be.
    long_ago = over or fate.ends_soon
    starts = day_of(begin if long_ago else max(begin, last))
    term = {"starts": starts, "ends": _last_day(fate, chance, last, end)}
    loan = _Loan(place, chance, fate, **term, thinks_again=thinks_again(place, KIND, seed, _THINKS_AGAIN))
    if not over:
        settled = min(begin + 70 * DAY, last) if fate.ends_soon else last
        return laid(loan.until(fate.ending), begin=begin, last=max(begin, settled))
    told = laid(loan.until("active"), begin=begin, last=max(begin, min(begin + 70 * DAY, last - 20 * DAY)))
    return Strand((*told.acts, *laid(loan.over(), begin=last, last=min(end, last + 12 * DAY)).acts))


def _last_day(fate: Loan, chance: random.Random, last: float, end: float) -> str:
    """The last day of the term; of one that is over, the day before the clock ended it."""
    if fate.ending in {"expired", "returned"}:
        return day_of(last, -1)
    return day_of(end, chance.randint(*(_ENDS_SOON if fate.ends_soon else _RUNS_ON)))


class _Loan:
    def __init__(
        self, place: Place, chance: random.Random, fate: Loan, *, starts: str, ends: str, thinks_again: bool
    ) -> None:
        self.place, self.chance, self.fate, self.starts, self.ends = place, chance, fate, starts, ends
        self.desk = Desk(KIND, place, chance)
        self.number, self.thinks_again = f"SIM/{place.code}", thinks_again

    def until(self, ending: str) -> list[Act]:
        """The acts up to that state."""
        last = {"sent_back": "under_review", "rejected": "reviewed", "revoked": "active", "extended": "active"}
        way = _WAY[: _WAY.index(last.get(ending, ending)) + 1]
        acts = [act for state in way for act in getattr(self, state)()]
        return [*acts, *getattr(self, ending)()] if ending in last else acts

    def draft(self) -> list[Act]:
        of_village = not self.place.urban and self.chance.random() < 0.4
        self.instrument = "village_use" if of_village else self.chance.choice(["lease", "lease", "status_use"])
        owner = self.place.code if of_village else self.place.code[:5]
        return [
            asset(self.desk, owner, self.chance.choice(["a", "c", "c"])),
            self.desk.open(_DINAS, SOON),
        ]

    def submitted(self) -> list[Act]:
        fields = {
            "instrument": self.instrument,
            "borrower_kind": "cooperative",
            "borrower_name": "Koperasi Desa Merah Putih (contoh)",
            "purpose": "Gerai dan gudang koperasi",
            "starts_on": self.starts,
            "ends_on": self.ends,
        }
        return [
            self.desk.paper(_DINAS, "request_letter", "Surat permohonan", days(self.chance, 2, 8)),
            self.desk.step(_DINAS, "submit", fields=fields, refers="asset"),
        ]

    def under_review(self) -> list[Act]:
        return [self.desk.step(_BPKAD, "take_up", days(self.chance, 3, 15))]

    def reviewed(self) -> list[Act]:
        against = self.fate.ending == "rejected"
        fields = {
            "finding": "advised_against" if against else self.chance.choice(["recommended", "conditional"]),
            "findings": "Aset masih dipakai kantor." if against else "Aset tercatat, tidak dipakai, tanpa sengketa.",
        }
        return [
            self.desk.paper(_BPKAD, "review_minutes", "Berita acara penelitian", days(self.chance, 6, 25)),
            self.desk.step(_BPKAD, "review", fields=fields),
        ]

    def approved(self) -> list[Act]:
        acts = self._approval(f"{self.number}/PP", days(self.chance, 6, 25))
        if not self.thinks_again:
            return acts
        why = ("letter", words.TAKEN_BACK["letter"])
        acts.append(self.desk.take_back(_HEAD, "take_back_approval", why))
        return [*acts, *self._approval(f"{self.number}/PP-1", days(self.chance, 1.5, 6))]

    def _approval(self, number: str, gap: float) -> list[Act]:
        return [
            self.desk.paper(_HEAD, "approval_scan", f"Surat persetujuan {number}", gap),
            self.desk.step(_HEAD, "approve", fields={"approval_number": number}, today=("approval_date",)),
        ]

    def agreed(self) -> list[Act]:
        fields = {"agreement_number": f"{self.number}/PKS"}
        return [
            self.desk.paper(_BPKAD, "agreement", "Perjanjian", days(self.chance, 5, 20)),
            self.desk.step(_BPKAD, "agree", fields=fields, today=("agreement_date",)),
        ]

    def active(self) -> list[Act]:
        fields = {"bast_number": f"{self.number}/BAST", "received_by": "Ketua koperasi (contoh)"}
        return [
            self.desk.paper(_BPKAD, "bast", "Berita acara serah terima", days(self.chance, 4, 15)),
            self.desk.step(_BPKAD, "hand_over", fields=fields, today=("bast_date",)),
        ]

    def extended(self) -> list[Act]:
        fields = {"extended_to": _years_on(self.ends, 2), "extension_number": f"{self.number}/PPJ"}
        return [
            self.desk.paper(_HEAD, "extension_request", "Permohonan perpanjangan", days(self.chance, 30, 80)),
            self.desk.paper(_HEAD, "extension_scan", "Persetujuan perpanjangan", SOON),
            self.desk.step(_HEAD, "extend", fields=fields, today=("extension_date",)),
        ]

    def revoked(self) -> list[Act]:
        why = ("not_used", "Aset tidak dipakai selama tiga bulan; ditarik kembali.")
        return [
            self.desk.paper(_HEAD, "revocation_scan", "Surat pencabutan", days(self.chance, 40, 90)),
            self.desk.step(_HEAD, "revoke", because=why),
        ]

    def sent_back(self) -> list[Act]:
        why = ("asset_data", "Luas pada KIB berbeda dengan surat permohonan.")
        return [self.desk.step(_BPKAD, "send_back", days(self.chance, 5, 15), because=why)]

    def rejected(self) -> list[Act]:
        why = ("needed", "Aset masih diperlukan untuk tugas pemerintah daerah.")
        return [self.desk.step(_HEAD, "reject", days(self.chance, 5, 20), because=why)]

    def over(self) -> list[Act]:
        """Time ends it; some give it back."""
        acts = [self.desk.step(Role.CLOCK, "expire", 0)]
        if self.fate.ending == "returned":
            fields = {"return_number": f"{self.number}/BAST-K", "return_condition": "Baik."}
            acts += [
                self.desk.paper(_BPKAD, "return_bast", "Berita acara pengembalian", days(self.chance, 5, 12)),
                self.desk.step(_BPKAD, "give_back", fields=fields, today=("returned_on",)),
            ]
        return acts


def _years_on(day: str, years: int) -> str:
    """The same day so many years later; the 29th of February is made the 28th."""
    year, rest = int(day[:4]) + years, day[4:]
    return f"{year}{'-02-28' if rest == '-02-29' else rest}"
