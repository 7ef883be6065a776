"""Dealing the workflows' fates out: the public mix of building progress, and what a site may have together."""

from collections import Counter

import pytest

from rollout.simulation.lots import (
    CARDS,
    COMPLETE,
    CONNECTIONS,
    GRANTS,
    LOANS,
    OUTLETS,
    PAPERS,
    STIMULI,
    TO_20,
    TO_50,
    TO_75,
    TO_99,
    WAREHOUSES,
    lots_of,
)
from rollout.simulation.mix import VILLAGES
from tests.rollout.simulation.test_parts import codes
from workflows.construction.states import State as BuildingState
from workflows.internet.states import State as ConnectionState


@pytest.fixture(scope="module")
def lots():
    return lots_of(codes(VILLAGES), seed=1)


def test_the_outlets_stand_as_was_published(lots):
    bands = Counter(lot.outlet.percent for lot in lots.values() if lot.outlet)
    assert [bands[band] for band in (TO_20, TO_50, TO_75, TO_99, COMPLETE)] == [76, 128, 107, 77, 96]


def test_five_are_built_on_land_that_is_not_accepted(lots):
    begun = [lot for lot in lots.values() if lot.outlet and lot.outlet.percent[1]]
    assert sum(lot.land.ending != "accepted" for lot in begun) == 5


@pytest.mark.parametrize(
    ("workflow", "shares"),
    [
        ("outlet", OUTLETS),
        ("warehouse", WAREHOUSES),
        ("internet", CONNECTIONS),
        ("loan", LOANS),
        ("grant", GRANTS),
        ("papers", PAPERS),
        ("stimulus", STIMULI),
        ("card", CARDS),
    ],
)
def test_every_fate_finds_as_many_sites_as_it_says(lots, workflow, shares):
    assert Counter(getattr(lot, workflow) for lot in lots.values() if getattr(lot, workflow)) == shares


def test_every_ending_is_a_state_and_every_state_is_an_ending():
    """A building at work stands in the state of its percent."""
    at_work = {"preparation", "foundation", "structure", "roofing", "finishing"}
    for shares in (OUTLETS, WAREHOUSES):
        endings = {fate.ending for fate in shares} - {"at_work"}
        assert endings | at_work | {"cancelled", "finishing"} == set(BuildingState.values)
    assert {fate.ending for fate in CONNECTIONS} == set(ConnectionState.values)


def test_the_seed_decides():
    assert lots_of(codes(200), seed=1) == lots_of(reversed(codes(200)), seed=1)
    assert lots_of(codes(200), seed=1) != lots_of(codes(200), seed=2)


@pytest.mark.parametrize("count", [1, 7, 90])
def test_few_sites_get_their_share(count):
    lots = lots_of(codes(count), seed=1)
    assert len(lots) == count
    for lot in lots.values():
        assert lot.outlet is None or lot.outlet.unverified or lot.land.ending == "accepted"
