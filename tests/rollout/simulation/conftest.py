"""Districts to simulate in: one with every fate there is, one with a few."""

import pytest

from accounts.offices import load_offices
from rollout.simulation import run
from rollout.simulation.mix import FATES, Fate
from tests import factories
from tests.rollout.simulation.telling import FEW, REGION


@pytest.fixture
def district(monkeypatch):
    """A registered district with one village for every fate."""
    return _registered(monkeypatch, list(FATES))


@pytest.fixture
def few(monkeypatch):
    """A registered district with six villages."""
    return _registered(monkeypatch, FEW)


def _registered(monkeypatch, fates: list[Fate]) -> dict[str, Fate]:
    told = {f"{REGION}.{2001 + number}": fate for number, fate in enumerate(fates)}
    for code in told:
        factories.site(code)
    load_offices()
    monkeypatch.setattr(run, "fates_of", lambda places, seed, arranged: {code: told[code] for code in places})
    return told
