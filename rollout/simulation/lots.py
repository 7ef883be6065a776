"""What becomes of each site in every workflow: its lot. How many sites share one is public where it says so, or chosen.

Of 1,543 outlets in Central Kalimantan 76 stood at up to 20 %, 128 at 21–50 %, 107 at 51–75 %, 77 at 76–99 %, and 96
were complete; the rest was not begun. Five of those begun stand on land that is not verified. These numbers are kept
exactly when all 1,571 villages take part. Everything else is chosen. Other regions get the same shares.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rollout.simulation.mix import Fate, fates_of, scaled


@dataclass(frozen=True)
class Building:
    """How far a building comes: its last state, between how many percent, and whether it began without accepted land.

    ``ending`` "at_work" is the state that belongs to the percent.
    """

    ending: str
    percent: tuple[int, int] = (0, 0)
    unverified: bool = False


@dataclass(frozen=True)
class Connection:
    """How far satellite internet comes: its last state, and what is special about it.

    ``roofed``: at a site whose outlet has its roof. ``trouble``: "slow" measures too little, "lost" lost a shipment.
    """

    ending: str
    roofed: bool = True
    trouble: str = ""


@dataclass(frozen=True)
class Loan:
    """How far the loan of an asset comes: its last state; ``ends_soon``: its term ends within half a year."""

    ending: str
    ends_soon: bool = False


@dataclass(frozen=True)
class Grant:
    """How far the grant of an asset comes: its last state; to whom, and whether it is land or a building, or goods."""

    ending: str
    to_cooperative: bool = False
    of_goods: bool = False


@dataclass(frozen=True)
class Cooperative:
    """How far the cooperative's papers come: its level; ``expired``: a required paper has expired since."""

    ending: str
    expired: bool = False


@dataclass(frozen=True)
class Stimulus:
    """How far a stimulus comes: its last state, and how many instalments were paid."""

    ending: str
    paid: int = 0


@dataclass(frozen=True)
class CardService:
    """How far a card service comes: its last state."""

    ending: str


@dataclass(frozen=True)
class Lot:
    """What becomes of one site; None where a workflow is not begun."""

    land: Fate
    outlet: Building | None = None
    warehouse: Building | None = None
    internet: Connection | None = None
    loan: Loan | None = None
    grant: Grant | None = None
    papers: Cooperative | None = None
    stimulus: Stimulus | None = None
    card: CardService | None = None


TO_20, TO_50, TO_75, TO_99, COMPLETE = (1, 20), (21, 50), (51, 75), (76, 99), (100, 100)

# Sites per 1,571.
OUTLETS: dict[Building, int] = {
    Building("at_work", TO_20): 66,
    Building("suspended", TO_20): 8,
    Building("at_work", TO_20, unverified=True): 2,
    Building("at_work", TO_50): 116,
    Building("suspended", TO_50): 10,
    Building("at_work", TO_50, unverified=True): 2,
    Building("at_work", TO_75): 100,
    Building("suspended", TO_75): 7,
    Building("at_work", TO_99): 74,
    Building("suspended", TO_99): 3,
    Building("finishing", COMPLETE): 9,
    Building("physically_complete", COMPLETE): 16,
    Building("inspected", COMPLETE): 18,
    Building("handed_over", COMPLETE): 17,
    Building("operational", COMPLETE): 35,
    Building("operational", COMPLETE, unverified=True): 1,
    Building("not_started"): 260,
    Building("cancelled"): 8,
}
# Where an outlet is begun.
WAREHOUSES: dict[Building, int] = {
    Building("not_started"): 50,
    Building("at_work", TO_20): 16,
    Building("at_work", TO_50): 34,
    Building("suspended", TO_50): 3,
    Building("at_work", TO_75): 26,
    Building("at_work", TO_99): 16,
    Building("physically_complete", COMPLETE): 6,
    Building("inspected", COMPLETE): 5,
    Building("handed_over", COMPLETE): 4,
    Building("operational", COMPLETE): 10,
}
CONNECTIONS: dict[Connection, int] = {
    Connection("accepted"): 84,
    Connection("accepted", trouble="lost"): 6,
    Connection("active"): 14,
    Connection("active", trouble="slow"): 9,
    Connection("fault"): 14,
    Connection("installed"): 8,
    Connection("received"): 9,
    Connection("shipped"): 14,
    Connection("allocated"): 12,
    Connection("relocated"): 2,
    Connection("deactivated"): 2,
    Connection("surveyed"): 14,
    Connection("surveyed", roofed=False): 34,
    Connection("proposed", roofed=False): 46,
    Connection("declined", roofed=False): 22,
}
LOANS: dict[Loan, int] = {
    Loan("draft"): 8,
    Loan("submitted"): 14,
    Loan("under_review"): 10,
    Loan("reviewed"): 9,
    Loan("approved"): 6,
    Loan("agreed"): 5,
    Loan("active"): 40,
    Loan("active", ends_soon=True): 14,
    Loan("extended"): 6,
    Loan("expired"): 8,
    Loan("returned"): 4,
    Loan("revoked"): 2,
    Loan("sent_back"): 6,
    Loan("rejected"): 5,
}
GRANTS: dict[Grant, int] = {
    Grant("submitted"): 6,
    Grant("under_review"): 4,
    Grant("appraised"): 4,
    Grant("awaiting_council"): 5,
    Grant("approved"): 3,
    Grant("agreement_signed"): 3,
    Grant("handed_over"): 7,
    Grant("handed_over", to_cooperative=True): 2,
    Grant("handed_over", of_goods=True): 3,
    Grant("written_off"): 5,
    Grant("sent_back"): 2,
    Grant("rejected"): 2,
}
PAPERS: dict[Cooperative, int] = {
    Cooperative("reporting"): 10,
    Cooperative("trading"): 10,
    Cooperative("outlet_ready"): 9,
    Cooperative("papers_complete"): 36,
    Cooperative("papers_complete", expired=True): 8,
    Cooperative("legal"): 48,
    Cooperative("collecting"): 80,
}
STIMULI: dict[Stimulus, int] = {
    Stimulus("in_arrears", paid=1): 4,
    Stimulus("in_arrears"): 3,
    Stimulus("revolving", paid=3): 4,
    Stimulus("revolving", paid=1): 7,
    Stimulus("revolving"): 8,
    Stimulus("disbursed"): 4,
    Stimulus("decreed"): 4,
    Stimulus("verified"): 5,
    Stimulus("candidate"): 6,
    Stimulus("terminated"): 2,
}
CARDS: dict[CardService, int] = {
    CardService("active"): 22,
    CardService("inactive"): 3,
    CardService("trial"): 6,
    CardService("device_ready"): 7,
    CardService("preparing"): 12,
}


def lots_of(site_codes: Iterable[str], seed: int, *, arranged: dict[str, Fate] | None = None) -> dict[str, Lot]:
    """The lot of every site; the same seed and sites give the same answer. ``arranged``: as for ``mix.fates_of``."""
    lots = {code: Lot(fate) for code, fate in fates_of(site_codes, seed, arranged=arranged).items()}
    chance = random.Random(f"{seed}/lots")  # noqa: S311  nothing here is a secret
    _deal(lots, "outlet", OUTLETS, chance, _may_have_outlet)
    _deal(lots, "warehouse", WAREHOUSES, chance, _may_have_warehouse)
    _deal(lots, "internet", CONNECTIONS, chance, _may_have_internet)
    _deal(lots, "loan", LOANS, chance, _may_use_an_asset)
    _deal(lots, "grant", GRANTS, chance, _may_use_an_asset)
    _deal(lots, "papers", PAPERS, chance, _may_have_papers)
    _deal(lots, "stimulus", STIMULI, chance, _may_have_stimulus)
    _deal(lots, "card", CARDS, chance, _may_have_card)
    return lots


def _deal(lots: dict[str, Lot], workflow: str, shares: dict, chance: random.Random, may_have) -> None:
    """Give each fate of the workflow to as many sites as its share says, of those that may have it.

    ``may_have``: how well a fate suits a lot, a greater number before a smaller, 0: not at all.
    """
    free = sorted(code for code in lots if getattr(lots[code], workflow) is None)
    chance.shuffle(free)
    for fate, count in scaled(shares, len(lots)).items():
        ranked = sorted(
            (code for code in free if may_have(lots[code], fate)), key=lambda code: -may_have(lots[code], fate)
        )
        taken = set(ranked[:count])
        for code in taken:
            lots[code] = replace(lots[code], **{workflow: fate})
        free = [code for code in free if code not in taken]


def _may_have_outlet(lot: Lot, fate: Building) -> int:
    if fate.unverified:
        return int(lot.land.ending in {"submitted", "surveyed"} and not lot.land.obstacle)
    if lot.land.ending != "accepted":
        return 0
    # What is far was accepted early, what is not begun rather late.
    begun = fate.ending not in {"not_started", "cancelled"}
    return 2 if lot.land.early == begun else int(not begun)


def _may_have_warehouse(lot: Lot, fate: Building) -> int:
    return int(lot.outlet is not None and lot.outlet.percent[1] >= fate.percent[1] and not lot.outlet.unverified)


def _may_have_internet(lot: Lot, fate: Connection) -> int:
    if not fate.roofed:
        return int(lot.land.ending == "accepted" and not _roofed(lot))
    return int(_roofed(lot))


def _may_use_an_asset(lot: Lot, _fate: Loan | Grant) -> int:
    """Rather where no plot was found. At an outlet begun without land the point is that nothing else secures it."""
    if lot.outlet is not None and lot.outlet.unverified:
        return 0
    return 2 if lot.land.ending in {"withdrawn", "rejected", "returned", "none"} else 1


def _may_have_papers(lot: Lot, fate: Cooperative) -> int:
    if fate.ending in {"outlet_ready", "trading", "reporting"}:
        return int(lot.outlet is not None and lot.outlet.ending in {"handed_over", "operational"})
    return int(lot.land.ending != "none")


def _may_have_stimulus(lot: Lot, _fate: Stimulus) -> int:
    """Of cooperatives that count as active."""
    return int(lot.papers is not None and lot.papers.ending not in {"collecting", "legal"} and not lot.papers.expired)


def _may_have_card(lot: Lot, fate: CardService) -> int:
    connected = lot.internet is not None and lot.internet.ending == "accepted"
    return int(connected if fate.ending in {"active", "inactive", "trial"} else lot.land.ending == "accepted")


def _roofed(lot: Lot) -> bool:
    """Has the outlet its roof, and does the work not stand still?"""
    return lot.outlet is not None and lot.outlet.percent[0] > TO_50[1] and lot.outlet.ending != "suspended"
