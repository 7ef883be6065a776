"""The acts of one plot, each as the people of the programme do it: propose, survey, judge, accept, send back."""

import datetime
import random
from decimal import Decimal

from django.core.files.base import ContentFile

from accounts.roles import Role
from rollout.simulation import exhibits, ground, words
from rollout.simulation.acts import Act, days
from rollout.simulation.ground import Ground
from workflows.submission import Reason

KIND = "land_verification"


class Plot:
    """One plot of one site: what its papers say, and the acts that take it forward or back.

    ``number`` counts the site's plots from 0; ``urban`` is a kelurahan, whose land stands in the regency's books.
    """

    def __init__(self, chance: random.Random, number: int, land: Ground, *, urban: bool) -> None:
        self.chance, self.strand, self.land = chance, f"{KIND}/{number}", land
        self.paced = chance.random() < 0.3  # given by position and sides instead of an outline
        by_office = chance.random() < 0.1
        self.proposer = Role.COOPERATIVE_OFFICE if by_office else Role.VILLAGE_OFFICER
        owners, weights = (
            (["regency", "province", "resident"], [8, 1, 2]) if urban else (["desa", "resident", "regency"], [7, 2, 1])
        )
        self.owner = chance.choices(owners, weights)[0]
        titles = ["certificate", "land_letter", "village_letter", "inventory_card", "grant_deed"]
        self.title = "grant_deed" if self.owner == "resident" else chance.choices(titles, [5, 4, 3, 3, 1])[0]
        self.title_number = f"SIM/{chance.randint(1, 999):03d}/{chance.randint(1998, 2025)}"

    def open(self, *, gap: float = 0) -> list[Act]:
        """The process is opened and the plot photographed; the minutes of the deliberation follow, often the title."""
        numbers = self.chance.sample(range(exhibits.PLOT_PHOTOS), self.chance.choice([4, 4, 5]))
        mark, title = f"{self.chance.getrandbits(64):016x}", self.title_number

        def photos(_at: datetime.datetime) -> list[ContentFile]:
            return [exhibits.plot_photo(number, mark) for number in numbers]

        acts = [
            Act("start", self.proposer, self.strand, gap),
            self._attach(self.proposer, "plot_photo", 0.02, photos),
            self._attach(self.proposer, "musdes_minutes", days(self.chance, 1, 4), lambda _at: [exhibits.minutes()]),
        ]
        if self.title != "in_process" and self.chance.random() < 0.7:
            paper = self._attach(
                self.proposer, "title_scan", 0.02, lambda _at: [exhibits.title_scan(f"{title} {mark}")]
            )
            acts.append(paper)
        return acts

    def submit(self, land: Ground | None = None, **changes: str) -> list[Act]:
        """The plot is proposed, now and then with a wrong sum at first; ``land`` is another outline than before."""
        self.land = land or self.land
        fields = self._proposal(changes)
        fate, waivers, refused = self.chance.random(), {}, {}
        if fate < 0.05:
            refused = {**fields, "stated_area_m2": _miscounted(self._computed())}
        elif fate < 0.08:
            fields["stated_area_m2"] = str(round(self._computed() * Decimal("0.84")))
            waivers = _waived("areas_agree")
        gap = days(self.chance, 1.5, 8)
        return [self._step(self.proposer, "submit", gap, fields=fields, waivers=waivers, refused_first=refused)]

    def survey(self, **seen: str) -> list[Act]:
        """The Babinsa visits and answers the checklist."""
        chance, land = self.chance, self.land
        shots = [
            (chance.randrange(exhibits.SURVEY_SCENES), ground.photo_place(land, chance), chance.randint(300, 3600))
            for _ in range(2)
        ]

        def photos(at: datetime.datetime) -> list[ContentFile]:
            return [
                exhibits.survey_photo(scene, place, at - datetime.timedelta(seconds=before))
                for scene, place, before in shots
            ]

        fields = {
            "road_access": "yes",
            "electricity": chance.choices(["yes", "no"], [8, 2])[0],
            "water": chance.choices(["yes", "no"], [8, 2])[0],
            "internet": chance.choices(["yes", "no", "unknown"], [6, 3, 1])[0],
            "slope": chance.choices(["flat", "gentle"], [8, 2])[0],
            "flood": chance.choices(["no", "yes"], [9, 1])[0],
            "swamp_or_peat": chance.choices(["no", "yes"], [9, 1])[0],
            "under_power_line": "no",
            "settlement_distance_m": str(chance.choice([50, 100, 150, 200, 300, 400, 600, 900])),
            **seen,
        }
        return [
            self._attach(Role.FIELD_OFFICER, "survey_photo", days(chance, 3, 12), photos),
            self._step(Role.FIELD_OFFICER, "survey", 0.03, fields=fields, today=("visited_on",)),
        ]

    def verify(self, *waived: str) -> list[Act]:
        """The Kodim finds the plot fit, setting the named rules aside."""
        return [self._step(Role.DISTRICT_COMMAND, "verify", days(self.chance, 3, 12), waivers=_waived(*waived))]

    def note(self, verdict: str) -> list[Act]:
        """The asset office writes the legal note."""
        blocked = "yes" if verdict == "blocked" else "no"
        fields = {
            "legal_verdict": verdict,
            "legal_note": self.chance.choice(words.LEGAL[verdict]),
            "in_forest_area": blocked,
            "in_lp2b": "no",
            "in_lsd": "no",
            "in_rth": "no",
        }
        return [self._step(Role.ASSET_OFFICE, "note_legal", days(self.chance, 3, 15), fields=fields)]

    def accept(self) -> list[Act]:
        """Agrinas has accepted; the cooperative office attaches its letter and records it."""
        fields = {"agrinas_reference": f"SIM-AGR-{self.chance.randint(1, 99999):05d}"}
        gap = days(self.chance, 8, 40)
        return [
            self._attach(Role.COOPERATIVE_OFFICE, "agrinas_letter", gap, lambda _at: [exhibits.letter()]),
            self._step(Role.COOPERATIVE_OFFICE, "accept", 0.02, fields=fields, today=("agrinas_date",)),
        ]

    def refuse(self, step: str, role: Role, code: str) -> list[Act]:
        """Send back, reject or withdraw, with a coded reason and a sentence."""
        reason = Reason(code, self.chance.choice(words.OBSTACLES[code]))
        return [self._step(role, step, days(self.chance, 3, 12), reason=reason)]

    def _proposal(self, changes: dict[str, str]) -> dict[str, str]:
        where = (
            {"plot_point": self.land.place, "length_m": f"{self.land.length_m}", "width_m": f"{self.land.width_m}"}
            if self.paced
            else {"plot": self.land.outline}
        )
        stated = self._computed() * Decimal(str(round(self.chance.uniform(0.97, 1.03), 3)))
        return {
            **where,
            "stated_area_m2": str(round(stated / 5) * 5),
            "owner_kind": self.owner,
            "title_kind": self.title,
            "title_number": self.title_number,
            **changes,
        }

    def _computed(self) -> Decimal:
        return Decimal(str(round(self.land.length_m * self.land.width_m))) if self.paced else self.land.area_m2

    def _attach(self, role: Role, slot: str, gap: float, files) -> Act:
        return Act("attach", role, self.strand, gap, name=slot, files=files)

    def _step(self, role: Role, name: str, gap: float, **content) -> Act:
        return Act("step", role, self.strand, gap, name=name, **content)


def _waived(*guards: str) -> dict[str, Reason]:
    return {guard: Reason(*words.WAIVERS[guard]) for guard in guards}


def _miscounted(area: Decimal) -> str:
    """A sum as wrong as the one in the press: “35 × 25 m = 750 m²”, which is 875."""
    return str(round(area * Decimal(750) / Decimal(875)))
