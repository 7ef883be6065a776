"""How many sites of a simulated rollout end where, and which sites those are.

What is public about Central Kalimantan, and kept exactly when all 1,571 villages take part:

- 1,542 cooperatives serve the 1,571 villages, so 29 villages propose nothing of their own;
- 701 plots were verified by 25 Nov 2025 (wartasenja.com, 26 Nov 2025);
- of 160 unbuilt sites in Kotawaringin Timur (Antara, Jan 2026): no land 41, too small 40, less strategic 35, swamp or
  coast 17, population or distance 7, title 20. Here 3 × 160 sites meet an obstacle, in these proportions.

What came after is not public. It is chosen: by now 957 plots are accepted and 90 verified; the others wait at every
state, were refused, or gave up. Other regions get the same shares.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

Share = TypeVar("Share")
VILLAGES = 1571
OBSTACLES = {
    "no_land": 123,
    "too_small": 120,
    "not_strategic": 105,
    "swamp_or_coast": 51,
    "population_or_distance": 21,
    "title": 60,
}


@dataclass(frozen=True)
class Fate:
    """How a site's story goes: the obstacle it meets, where it ends, and whether it was verified by 25 Nov 2025.

    ``ending`` is a state of land verification; "none" for a site without any plot. ``legal`` is the legal note a
    verified plot waits with ("" when it still waits for one).
    """

    ending: str
    obstacle: str = ""
    early: bool = False
    legal: str = "clear"

    def __str__(self) -> str:
        return "/".join([self.ending, self.obstacle, "early" if self.early else "", self.legal])


# Sites per 1,571, the whole province.
FATES: dict[Fate, int] = {
    Fate("none"): 29,
    Fate("draft"): 24,
    Fate("submitted"): 70,
    Fate("surveyed"): 62,
    # 701 were verified early; most of them have been accepted since.
    Fate("accepted", early=True): 681,
    Fate("verified", early=True, legal="blocked"): 12,
    Fate("verified", early=True, legal="conditional"): 8,
    Fate("accepted"): 135,
    Fate("verified", legal=""): 34,
    Fate("verified", legal="clear"): 30,
    Fate("verified", legal="conditional"): 6,
    # 480 met an obstacle.
    Fate("withdrawn", "no_land"): 75,
    Fate("accepted", "no_land"): 48,
    Fate("rejected", "too_small"): 45,
    Fate("returned", "too_small"): 33,
    Fate("accepted", "too_small"): 42,
    Fate("rejected", "not_strategic"): 63,
    Fate("returned", "not_strategic"): 12,
    Fate("accepted", "not_strategic"): 30,
    Fate("rejected", "swamp_or_coast"): 30,
    Fate("returned", "swamp_or_coast"): 21,
    Fate("rejected", "population_or_distance"): 15,
    Fate("withdrawn", "population_or_distance"): 6,
    Fate("returned", "title"): 27,
    Fate("accepted", "title"): 21,
    Fate("rejected", "title"): 12,
}


def fates_of(site_codes: Iterable[str], seed: int, *, arranged: dict[str, Fate] | None = None) -> dict[str, Fate]:
    """The fate of every site; the same seed and sites give the same answer.

    Some regencies are quicker than others, as in the press: the early fates fall to them more often. A site of
    ``arranged`` gets that fate from another site, so that the numbers stay.
    """
    chance = random.Random(f"{seed}/mix")  # noqa: S311  nothing here is a secret
    codes = sorted(site_codes)
    pace = {regency: chance.uniform(0, 0.35) for regency in sorted({code[:5] for code in codes})}
    order = sorted(codes, key=lambda code: chance.random() + pace[code[:5]])
    early, others = [], []
    for fate, count in scaled(FATES, len(codes)).items():
        (early if fate.early else others).extend([fate] * count)
    chance.shuffle(others)
    chance.shuffle(early)
    fates = dict(zip(order, [*early, *others], strict=True))
    wanted = arranged or {}
    for code, fate in wanted.items():
        other = next((name for name in codes if fates[name] == fate and name not in wanted), None)
        if code in fates and fates[code] != fate and other is not None:
            fates[code], fates[other] = fates[other], fates[code]
    return fates


def scaled(shares: dict[Share, int], total: int) -> dict[Share, int]:
    """The shares, which are per 1,571 villages, as whole numbers for ``total`` sites (largest remainder)."""
    exact = {fate: share * total / VILLAGES for fate, share in shares.items()}
    counts = {fate: int(value) for fate, value in exact.items()}
    left = round(sum(exact.values())) - sum(counts.values())
    for fate in sorted(exact, key=lambda fate: counts[fate] - exact[fate])[:left]:
        counts[fate] += 1
    return counts
