"""The story of a cooperative's papers: uploaded, checked, complete; then the outlet, the first sale, the reports."""

import random

from accounts.roles import Role
from rollout.simulation import words
from rollout.simulation.acts import Act, Place, Strand, age, day_of, days, laid, month_before, thinks_again
from rollout.simulation.desk import Desk
from rollout.simulation.lots import Cooperative
from rollout.simulation.working_time import DAY

KIND = "readiness"
_VILLAGE, _DINAS = Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE
# The documents in the order of the checklist, with how many days one counts that expires.
DOCUMENTS = ("deed", "sk_ahu", "nib", "npwp", "bank_account", "board_decree", "musdes_minutes", "rat", "simkopdes")
_LEGAL, _EXPIRING = 2, {"board_decree": 1500, "rat": 420}
_RAT = DOCUMENTS.index("rat") + 1
_LEVELS = ["collecting", "legal", "papers_complete", "outlet_ready", "trading", "reporting"]
_MONTHS = 3
# At which share of the places the office takes its confirmation back within its term, and confirms anew.
_THINKS_AGAIN = 0.1


def tell(
    place: Place, fate: Cooperative | None, *, seed: int, begin: float, outlet: float | None, end: float, early: bool
) -> tuple[Strand, float]:
    """The papers' part of the site's story, and when they were complete; ``outlet``: when it was handed over;
    ``early``: they were complete soon."""
    if fate is None:
        return Strand(), end
    chance = random.Random(f"{seed}/{place.code}/{KIND}")  # noqa: S311  nothing here is a secret
    begin += chance.uniform(5, 25) * DAY
    desk = _Papers(place, chance, fate, end, thinks_again(place, KIND, seed, _THINKS_AGAIN))
    level = _LEVELS.index(fate.ending)
    if level < 2:
        return laid(desk.collected(), begin=begin, last=max(begin, end - age(chance, 10) * DAY)), end
    # Who was lent money this year was among the first.
    complete = min(end, begin + (chance.uniform(20, 30) if early else chance.uniform(45, 75)) * DAY)
    told = laid(desk.collected(), begin=begin, last=complete)
    acts = told.acts
    if fate.expired:
        # The meeting's minutes counted until the day before the clock looked.
        ended = laid([desk.desk.step(Role.CLOCK, "expire_document", item=_RAT)], begin=desk.expiry, last=desk.expiry)
        acts += ended.acts
    if level > 2:
        opened = max(complete, outlet or complete)
        acts += laid(desk.trading(), begin=opened, last=max(opened, end - age(chance, 8) * DAY)).acts
    return Strand(acts), complete


class _Papers:
    def __init__(self, place: Place, chance: random.Random, fate: Cooperative, end: float, thinks_again: bool) -> None:
        self.chance, self.fate, self.end, self.thinks_again = chance, fate, end, thinks_again
        self.desk = Desk(KIND, place, chance)
        self.expiry = end - age(chance, 12) * DAY
        self.scans = 0

    def collected(self) -> list[Act]:
        """The list is opened; documents come in, are checked, and some come back."""
        level = _LEVELS.index(self.fate.ending)
        acts = [self.desk.open(self.chance.choice([_VILLAGE, _VILLAGE, _DINAS]))]
        wanted = (
            len(DOCUMENTS) if level >= 2 else self.chance.randint(_LEGAL, 6) if level else self.chance.randint(0, 3)
        )
        unchecked = self.chance.randint(0, 1) if level < 2 else 0
        for number in range(1, wanted + 1):
            if level < 2 and number > _LEGAL * level and number > wanted - unchecked:
                acts += self._uploaded(number)
                continue
            if self.chance.random() < 0.08:
                why = ("unreadable", "Hasil pindai buram; unggah ulang semua halaman.")
                acts += [*self._uploaded(number), self._checked("refuse_document", number, because=why)]
            acts += [*self._uploaded(number), self._checked("verify_document", number)]
            if number == _LEGAL and level >= 1:
                acts.append(self.desk.step(_DINAS, "confirm_legal", days(self.chance, 1, 5)))
        if level >= 2:
            acts.append(self.desk.step(_DINAS, "confirm_papers", days(self.chance, 1, 5)))
            if self.thinks_again:
                why = ("wrong_case", words.TAKEN_BACK["wrong_case"])
                acts.append(self.desk.take_back(_DINAS, "take_back_papers", why))
                acts.append(self.desk.step(_DINAS, "confirm_papers", days(self.chance, 1, 5)))
        return acts

    def trading(self) -> list[Act]:
        """The outlet is ready; the first sale, and three months of reports."""
        level = _LEVELS.index(self.fate.ending)
        acts = [self.desk.step(_DINAS, "confirm_outlet", days(self.chance, 2, 8))]
        if level < 4:
            return acts
        sold = {"first_sale_on": month_before(self.end, _MONTHS, day=4)}
        acts += [
            self.desk.paper(_VILLAGE, "first_sale_proof", "Buku kas penjualan pertama", days(self.chance, 3, 10)),
            self.desk.step(_VILLAGE, "report_first_sale", fields=sold),
            self.desk.step(_DINAS, "confirm_trading", days(self.chance, 2, 8)),
        ]
        filed = _MONTHS if level == 5 else self.chance.randint(0, _MONTHS - 1)
        for number in range(1, filed + 1):
            fields = {
                "month": month_before(self.end, _MONTHS + 1 - number, day=1),
                "turnover": str(self.chance.randrange(18, 140) * 500_000),
                "transactions": str(self.chance.randint(120, 900)),
                "members": str(self.chance.randint(40, 320)),
            }
            acts += [
                self.desk.paper(_VILLAGE, "monthly_report", "Laporan bulanan", days(self.chance, 2, 8), number),
                self.desk.step(_VILLAGE, "file_report", fields=fields),
                self.desk.step(_DINAS, "accept_report", days(self.chance, 1, 5), item=number),
            ]
        return [*acts, self.desk.step(_DINAS, "confirm_reporting", days(self.chance, 1, 5))] if level == 5 else acts

    def _uploaded(self, number: int) -> list[Act]:
        kind = DOCUMENTS[number - 1]
        self.scans += 1
        fields = {"paper_number": self._number_of(kind), "issued_on": "2025-08-11"}
        if kind in _EXPIRING:
            lasts = day_of(self.expiry, -1) if self.fate.expired and kind == "rat" else None
            fields["expires_on"] = lasts or day_of(self.end, self.chance.randint(200, _EXPIRING[kind]))
        return [
            self.desk.paper(_VILLAGE, "document_scan", f"Dokumen {kind}", days(self.chance, 2, 8), self.scans),
            self.desk.step(_VILLAGE, "upload_document", fields=fields, item=number),
        ]

    def _checked(self, name: str, number: int, **content) -> Act:
        return self.desk.step(_DINAS, name, days(self.chance, 1.5, 8), item=number, **content)

    def _number_of(self, kind: str) -> str:
        shapes = {
            "sk_ahu": f"AHU-{self.chance.randint(0, 9_999_999):07d}.AH.01.29.TAHUN 2025",
            "nib": f"{self.chance.randint(0, 10**13 - 1):013d}",
            "npwp": f"{self.chance.randint(0, 10**15 - 1):015d}",
        }
        return shapes.get(kind, f"SIM/{self.chance.randint(1, 9999):04d}/2025")
