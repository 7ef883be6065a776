"""One site's scenes: the stories of all its workflows, each beginning when what it rests on is there, in one order."""

import datetime

from rollout.simulation.acts import Place, Scene, Strand
from rollout.simulation.lots import Lot
from rollout.simulation.stories import buildings, cards, grants, internet, land, loans, papers, stimulus
from rollout.simulation.working_time import PROGRAMME_BEGINS, at_work, moment_of
from workflows.gates import OUTLET

WAREHOUSE = "warehouse_construction"


def direct(place: Place, lot: Lot, *, seed: int, until: datetime.datetime) -> list[Scene]:
    """The site's scenes in the order of their moments; the same place, lot, seed and end give the same scenes."""
    end = at_work(until)
    told = {"land": land.tell(place, lot.land, seed=seed, end=end)}
    secured = told["land"].minute_of("accept")
    unverified = lot.outlet is not None and lot.outlet.unverified
    beginning = at_work(PROGRAMME_BEGINS)
    begun = beginning if unverified else secured
    told["outlet"] = buildings.tell(OUTLET, place, lot.outlet, seed=seed, begin=begun, end=end)
    told["warehouse"] = buildings.tell(WAREHOUSE, place, lot.warehouse, seed=seed, begin=secured, end=end)
    # Work that stands still has no roof to speak of: what is mounted on it waits until it goes on.
    outlet = told["outlet"]
    roof = max(filter(None, (outlet.minute_of("roof"), outlet.minute_of("resume"))), default=None)
    told["internet"] = internet.tell(
        place, lot.internet, seed=seed, begin=roof if lot.internet and lot.internet.roofed else secured, end=end
    )
    told["loan"] = loans.tell(place, lot.loan, seed=seed, begin=beginning, end=end)
    told["grant"] = grants.tell(place, lot.grant, seed=seed, begin=beginning, end=end)
    handed_over = told["outlet"].minute_of("hand_over")
    told["papers"], complete = papers.tell(
        place, lot.papers, seed=seed, begin=beginning, outlet=handed_over, end=end, early=lot.stimulus is not None
    )
    told["stimulus"] = stimulus.tell(place, lot.stimulus, seed=seed, begin=complete, end=end)
    told["card"] = cards.tell(place, lot.card, seed=seed, begin=_connected(told["internet"]) or secured, end=end)
    return _in_order(told.values(), end)


def _connected(link: Strand) -> float | None:
    """When the connection worked for good; None while it does not."""
    return max(filter(None, (link.minute_of("accept"), link.minute_of("close_fault"))), default=None)


def _in_order(strands, end: float) -> list[Scene]:
    """All acts by their time; what happens at one moment keeps the order of the workflows."""
    acts = sorted((pair for strand in strands for pair in strand.acts), key=lambda pair: pair[0])
    return [Scene(act, moment_of(min(minute, end))) for minute, act in acts]
