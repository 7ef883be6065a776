"""Running a simulation over one small district, and reading what it left."""

import datetime
import itertools
from pathlib import Path

from django.conf import settings

from rollout.simulation import run
from rollout.simulation.lots import (
    CARDS,
    COMPLETE,
    CONNECTIONS,
    GRANTS,
    LOANS,
    OUTLETS,
    PAPERS,
    STIMULI,
    TO_50,
    TO_75,
    WAREHOUSES,
    Building,
    CardService,
    Connection,
    Cooperative,
    Grant,
    Loan,
    Lot,
    Stimulus,
)
from rollout.simulation.mix import Fate
from rollout.simulation.working_time import ZONE
from sites import ledger
from sites.models import Event, Site
from workflows.read_model import differences

REGION = "62.02.07"
UNTIL = datetime.datetime(2026, 6, 19, 15, 0, tzinfo=ZONE)
ROW = [field.attname for field in Site._meta.concrete_fields]
# Enough for what does not depend on the fate: a long story, a second plot, a correction, a wait, a beginning, nothing.
FEW = [
    Fate("accepted", early=True),
    Fate("accepted", "no_land"),
    Fate("accepted", "too_small"),
    Fate("submitted"),
    Fate("draft"),
    Fate("none"),
]

_LAND = Fate("accepted", early=True)
_OPEN, _PAPERS = Building("operational", COMPLETE), Cooperative("papers_complete")
_ROOFED = Building("at_work", TO_75)
# Every way an outlet, a warehouse and a connection ends.
BUSY = [
    *(
        Lot(Fate("surveyed") if outlet.unverified else _LAND, outlet, warehouse)
        for outlet, warehouse in itertools.zip_longest(OUTLETS, WAREHOUSES)
    ),
    *(
        Lot(_LAND if link else Fate("none"), _ROOFED if link and link.roofed else None, None, link, loan, grant)
        for link, loan, grant in itertools.zip_longest(CONNECTIONS, LOANS, GRANTS)
    ),
    # A cooperative that counts as active may have its stimulus, one that trades has its outlet.
    *(
        Lot(_LAND, _OPEN if paper.ending in {"outlet_ready", "trading", "reporting"} else None, papers=paper)
        for paper in PAPERS
    ),
    *(Lot(Fate("draft"), papers=_PAPERS, stimulus=stimulus) for stimulus in STIMULI),
    *(Lot(_LAND, _ROOFED, internet=Connection("accepted"), card=card) for card in CARDS),
]
# One of each, for what does not depend on the ending.
SOME = [
    Lot(_LAND, Building("inspected", COMPLETE), Building("suspended", TO_50)),
    Lot(_LAND, _ROOFED, internet=Connection("accepted", trouble="lost")),
    Lot(Fate("none"), loan=Loan("returned"), grant=Grant("written_off")),
    Lot(Fate("draft"), papers=_PAPERS, stimulus=Stimulus("in_arrears")),
    Lot(_LAND, _ROOFED, internet=Connection("accepted"), card=CardService("active")),
]

# The note of a surveyed position names the process by its id; assets and letters are told by theirs.
_NAMED_BY_ID = {
    "position_note",
    "asset",
    "approval",
    "extension",
    "council",
    "write_off_letter",
    "decree_letter",
    "former",
    "fund",
}


def simulate(seed: int = 1, until: datetime.datetime = UNTIL, regions=(REGION,), **more) -> run.Played:
    return run.simulate(regions, seed=seed, until=until, **more)


def rows() -> list[dict]:
    return list(Site.objects.order_by("code").values(*ROW))


def stored() -> set[str]:
    return {path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def told() -> list[tuple]:
    """What the ledger says, without the ids and hashes that differ from run to run."""
    entries = Event.objects.order_by("site__code", "seq").values_list(
        "site__code",
        "seq",
        "verb",
        "step",
        "before_state",
        "after_state",
        "reason_code",
        "reason_text",
        "changes",
        "evidence",
        "actor_name",
        "actor_role",
        "actor_office",
        "recorded_at",
        "simulated",
    )
    return [
        tuple(
            {k: v for k, v in value.items() if k not in _NAMED_BY_ID} if isinstance(value, dict) else value
            for value in entry
        )
        for entry in entries
        if entry[2] != "registered"
    ]


def whole() -> None:
    assert list(ledger.verify()) == []
    assert list(differences(Site.objects.all())) == []
