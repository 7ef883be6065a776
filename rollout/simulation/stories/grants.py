"""The story of a grant of an asset: asked for, appraised, put to the DPRD or exempted, decided, handed over."""

import random

from accounts.roles import Role
from rollout.simulation import words
from rollout.simulation.acts import Act, Place, Strand, age, days, laid, thinks_again
from rollout.simulation.desk import SOON, Desk
from rollout.simulation.lots import Grant
from rollout.simulation.stories.register import asset
from rollout.simulation.working_time import DAY
from workflows.submission import Reason

KIND = "asset_grant"
_DINAS, _BPKAD, _HEAD = Role.COOPERATIVE_OFFICE, Role.ASSET_OFFICE, Role.REGION_HEAD
_WAY = ["submitted", "under_review", "appraised", "approved", "agreement_signed", "handed_over", "written_off"]
# At which share of the places the head of region takes an approval back within its term, and approves anew.
_THINKS_AGAIN = 0.3
_BEFORE = {"awaiting_council": "appraised", "sent_back": "under_review", "rejected": "appraised"}


def tell(place: Place, fate: Grant | None, *, seed: int, begin: float, end: float) -> Strand:
    """The grant's part of the site's story, between ``begin`` and ``end``; empty when there is none."""
    if fate is None:
        return Strand()
    chance = random.Random(f"{seed}/{place.code}/{KIND}")  # noqa: S311  nothing here is a secret
    begin += chance.uniform(5, 60) * DAY
    acts = _Grant(place, chance, fate, thinks_again(place, KIND, seed, _THINKS_AGAIN)).story()
    return laid(acts, begin=begin, last=max(begin, end - age(chance, 15) * DAY))


class _Grant:
    def __init__(self, place: Place, chance: random.Random, fate: Grant, thinks_again: bool) -> None:
        self.place, self.chance, self.fate, self.thinks_again = place, chance, fate, thinks_again
        self.desk = Desk(KIND, place, chance)
        self.number = f"SIM/{place.code}"

    def story(self) -> list[Act]:
        ending = self.fate.ending
        last = _BEFORE.get(ending, ending)
        acts = [act for state in _WAY[: _WAY.index(last) + 1] for act in getattr(self, state)()]
        return [*acts, *getattr(self, ending)()] if ending in _BEFORE else acts

    def submitted(self) -> list[Act]:
        fields = {
            "recipient_kind": "cooperative" if self.fate.to_cooperative else "village",
            "recipient_name": "Koperasi (contoh)" if self.fate.to_cooperative else "Pemerintah desa (contoh)",
            "purpose": "Gerai dan gudang koperasi",
        }
        return [
            asset(self.desk, self.place.code[:5], "b" if self.fate.of_goods else self.chance.choice(["a", "c"])),
            self.desk.open(_DINAS, SOON),
            self.desk.paper(_DINAS, "request_letter", "Surat permohonan", days(self.chance, 2, 8)),
            self.desk.paper(_DINAS, "willingness", "Pernyataan kesediaan", SOON),
            self.desk.step(_DINAS, "submit", fields=fields, refers="asset"),
        ]

    def under_review(self) -> list[Act]:
        return [self.desk.step(_BPKAD, "take_up", days(self.chance, 3, 15))]

    def appraised(self) -> list[Act]:
        fields = {
            "finding": "recommended",
            "findings": "Layak dihibahkan; tidak dipakai perangkat daerah.",
            "appraised_value": str(self.chance.randrange(60, 800) * 1_000_000),
            "appraised_by": "Penilai (contoh)",
        }
        return [
            self.desk.paper(_BPKAD, "review_minutes", "Berita acara penelitian", days(self.chance, 8, 30)),
            self.desk.paper(_BPKAD, "appraisal", "Laporan penilaian", SOON),
            self.desk.step(_BPKAD, "appraise", fields=fields, today=("appraised_on",)),
        ]

    def awaiting_council(self) -> list[Act]:
        return [
            self.desk.paper(_BPKAD, "council_request", "Surat kepada DPRD", days(self.chance, 5, 20)),
            self.desk.step(_BPKAD, "ask_council", today=("council_requested_on",)),
        ]

    def approved(self) -> list[Act]:
        waivers = {}
        if self.fate.to_cooperative:
            waivers = {"recipient_may_receive": Reason(*words.WAIVERS["recipient_may_receive"])}
        acts = [*self._settled(), *self._approval(f"{self.number}/HB", days(self.chance, 6, 25), waivers)]
        if not self.thinks_again:
            return acts
        why = ("mistyped", words.TAKEN_BACK["mistyped"])
        acts.append(self.desk.take_back(_HEAD, "take_back_approval", why))
        return [*acts, *self._approval(f"{self.number}/HB-1", days(self.chance, 1.5, 6), waivers)]

    def _approval(self, number: str, gap: float, waivers: dict[str, Reason]) -> list[Act]:
        fields = {"approval_number": number}
        return [
            self.desk.paper(_HEAD, "approval_scan", f"Keputusan hibah {number}", gap),
            self.desk.step(_HEAD, "approve", fields=fields, today=("approval_date",), waivers=waivers),
        ]

    def agreement_signed(self) -> list[Act]:
        return [
            self.desk.paper(_BPKAD, "nphd", "Naskah perjanjian hibah daerah", days(self.chance, 5, 20)),
            self.desk.step(_BPKAD, "sign", fields={"nphd_number": f"{self.number}/NPHD"}, today=("nphd_date",)),
        ]

    def handed_over(self) -> list[Act]:
        fields = {"bast_number": f"{self.number}/BAST-H", "received_by": "Kepala desa (contoh)"}
        return [
            self.desk.paper(_BPKAD, "bast", "Berita acara serah terima", days(self.chance, 4, 15)),
            self.desk.step(_BPKAD, "hand_over", fields=fields, today=("bast_date",)),
        ]

    def written_off(self) -> list[Act]:
        fields = {"write_off_number": f"{self.number}/HP"}
        return [
            self.desk.paper(_HEAD, "write_off_scan", "Keputusan penghapusan", days(self.chance, 10, 40)),
            self.desk.step(_HEAD, "write_off", fields=fields, today=("write_off_date",)),
        ]

    def sent_back(self) -> list[Act]:
        why = ("incomplete", "Berkas pernyataan belum ditandatangani.")
        return [self.desk.step(_BPKAD, "send_back", days(self.chance, 5, 15), because=why)]

    def rejected(self) -> list[Act]:
        why = ("needed", "Aset masih diperlukan untuk tugas pemerintah daerah.")
        return [self.desk.step(_HEAD, "reject", days(self.chance, 5, 20), because=why)]

    def _settled(self) -> list[Act]:
        """Land and buildings go to the DPRD, or the law names a ground; other goods need neither."""
        if self.fate.of_goods:
            return []
        if self.chance.random() < 0.5:
            fields = {"exemption_ground": "public_interest", "exemption_note": "Gerai desa untuk kepentingan umum."}
            return [
                self.desk.paper(_BPKAD, "exemption_paper", "Keterangan kepentingan umum", days(self.chance, 4, 15)),
                self.desk.step(_BPKAD, "note_exemption", fields=fields),
            ]
        return [
            *self.awaiting_council(),
            self.desk.paper(_BPKAD, "council_scan", "Persetujuan DPRD", days(self.chance, 15, 50)),
            self.desk.step(
                _BPKAD, "note_council", fields={"council_number": f"{self.number}/DPRD"}, today=("council_date",)
            ),
        ]
