"""Districts to simulate in: one with every fate there is, one with a few."""

import pytest

from accounts.offices import load_offices
from rollout.simulation import run
from rollout.simulation.lots import Lot
from rollout.simulation.mix import FATES, Fate
from tests import factories
from tests.rollout.simulation.telling import BUSY, FEW, REGION, SOME


@pytest.fixture
def district(monkeypatch):
    """A registered district with one village for every fate."""
    return _registered(monkeypatch, list(FATES))


@pytest.fixture
def few(monkeypatch):
    """A registered district with six villages."""
    return _registered(monkeypatch, FEW)


@pytest.fixture
def busy(monkeypatch):
    """A registered district where every workflow is at work: a village for every way it ends."""
    return _dealt(monkeypatch, BUSY)


@pytest.fixture
def some(monkeypatch):
    """A registered district where every workflow is at work at two villages."""
    return _dealt(monkeypatch, SOME)


def _registered(monkeypatch, fates: list[Fate]) -> dict[str, Fate]:
    dealt = _dealt(monkeypatch, [Lot(fate) for fate in fates])
    return {code: lot.land for code, lot in dealt.items()}


def _dealt(monkeypatch, lots: list[Lot]) -> dict[str, Lot]:
    told = {f"{REGION}.{2001 + number}": lot for number, lot in enumerate(lots)}
    for code in told:
        factories.site(code)
    load_offices()
    monkeypatch.setattr(run, "lots_of", lambda places, seed, arranged: {code: told[code] for code in places})
    return told
