"""A whole simulated rollout: district by district, site by site; resumable, and removable without a trace."""

import datetime
import itertools
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from accounts import demo
from gis_data.codes import outermost
from gis_data.models import Region
from rollout.reports.exports import making as exports
from rollout.simulation import agreements, funds, parallel
from rollout.simulation.acts import Place, Scene
from rollout.simulation.cast import Cast
from rollout.simulation.director import direct
from rollout.simulation.ground import room_around
from rollout.simulation.lots import Lot, lots_of
from rollout.simulation.mix import Fate
from rollout.simulation.play import play, request_ids
from sites.history import day_sheets
from sites.models import Event, Site
from workflows.internet import stock
from workflows.models import Process
from workflows.refusals import Refused
from workflows.services.remove_simulated import Removed, remove_simulated

Progress = Callable[[int, int], None]

_REMOVED_AT_ONCE = 50
_ROOM_UNKNOWN_M = 500.0
# So that the easy logins find work: a plot was returned to “kades”, and two in his district await “babinsa”.
_ARRANGED = {
    "62.02.06.2005": Fate("returned", "title"),
    "62.02.06.2006": Fate("submitted"),
    "62.02.06.2010": Fate("submitted"),
}


@dataclass
class Played:
    """What a run did.

    ``left_alone`` are the sites that propose nothing and those with records of others; ``stuck`` names the sites whose
    next scene was refused, with the sentence.
    """

    sites: int = 0
    scenes: int = 0
    complete_before: int = 0
    left_alone: int = 0
    stuck: list[str] = field(default_factory=list)

    def __iadd__(self, other: "Played") -> "Played":
        self.sites += other.sites
        self.scenes += other.scenes
        self.complete_before += other.complete_before
        self.left_alone += other.left_alone
        self.stuck += other.stuck
        return self


def simulate(
    region_codes: Iterable[str],
    *,
    seed: int,
    until: datetime.datetime,
    jobs: int = 1,
    progress: Progress = lambda done, total: None,
) -> Played:
    """Play every site's story in the regions, up to ``until``; what an earlier run played is not played again.

    ``jobs``: at most so many programs play at once, each whole districts. ``progress`` gets the sites gone through and
    their number. Raises accounts.demo.DemoRefused.
    """
    codes = sorted(region_codes)
    demo.create_actors(codes)
    places = _places(codes)
    plan = Plan(places, lots_of(places, seed, arranged=_ARRANGED), seed, until, Cast())
    funds.provide({code[:5] for code, lot in plan.lots.items() if lot.stimulus})
    districts = [list(group) for _district, group in itertools.groupby(sorted(places), key=lambda code: code[:8])]
    played = Played()
    for number, found in parallel.each(plan.play, districts, jobs=jobs):
        played += found
        progress(number, len(places))
    agreements.record()
    # A story lies in the past, whose sheets were kept without it.
    day_sheets.forget({code[:5] for code in places})
    return played


@dataclass(frozen=True)
class Plan:
    """What is to be played: where, what, until when, and by whom."""

    places: dict[str, Place]
    lots: dict[str, Lot]
    seed: int
    until: datetime.datetime
    cast: Cast

    def play(self, site_codes: list[str]) -> Iterator[Played]:
        """Play these sites; what was done, site by site."""
        begun = _begun(site_codes)
        answered = _answered(begun)
        for code in site_codes:
            scenes = direct(self.places[code], self.lots[code], seed=self.seed, until=self.until)
            ids = request_ids(code, self.lots[code], len(scenes), seed=self.seed)
            mine = answered[code]
            if not scenes or (code in begun and ids[0] not in mine):
                # Without a plot of its own, or somebody else's work: real, of another seed, or a visitor's.
                yield Played(left_alone=1)
            elif ids[-1] in mine:
                yield Played(complete_before=1)
            else:
                yield self._play(code, scenes, ids, mine)

    def _play(self, code: str, scenes: list[Scene], ids: list[uuid.UUID], answered: set[uuid.UUID]) -> Played:
        try:
            count = play(code, scenes, ids, seed=self.seed, cast=self.cast, answered=answered)
        except Refused as refusal:
            unmet = [one.sentence for one in getattr(refusal, "unmet", [])]
            return Played(sites=1, stuck=[" ".join([f"{code}: {refusal}", *unmet])])
        return Played(sites=1, scenes=count)


def _places(region_codes: list[str]) -> dict[str, Place]:
    """The open sites of the regions with what a story needs to know of them."""
    room = {code: metres for region in outermost(region_codes) for code, metres in room_around(region).items()}
    sites = list(Site.objects.within(region_codes).open().select_related("village").order_by("code"))
    return {
        site.code: Place(
            code=site.code,
            point=site.village.point or site.position,
            room_m=room.get(site.village_id, _ROOM_UNKNOWN_M),
            urban=site.village.kind == Region.Kind.KELURAHAN,
            neighbour=next((other.code for other in (after, before) if other and _same_regency(site, other)), ""),
        )
        for before, site, after in zip([None, *sites], sites, [*sites[1:], None], strict=False)
    }


def _same_regency(site: Site, other: Site) -> bool:
    return site.code[:5] == other.code[:5]


def _begun(site_codes: list[str]) -> set[str]:
    """The sites where something has been done already, simulated or real."""
    begun = Site.objects.filter(code__in=site_codes).exclude(simulated=False, processes={})
    return set(begun.values_list("code", flat=True))


def _answered(site_codes: set[str]) -> dict[str, set[uuid.UUID]]:
    """The request ids in the ledger of these sites."""
    found: dict[str, set[uuid.UUID]] = defaultdict(set)
    rows = Event.objects.filter(site__code__in=site_codes, client_id__isnull=False)
    for code, name in rows.values_list("site__code", "client_id"):
        found[code].add(name)
    return found


def remove(region_codes: Iterable[str] | None, *, progress: Progress = lambda done, total: None) -> Removed:
    """Take the simulation away, everywhere or in the regions; ``progress`` gets the sites done and their number."""
    sites = Site.objects.filter(simulated=True)
    if region_codes is not None:
        sites = sites.within(list(region_codes))
    codes = list(sites.order_by("code").values_list("code", flat=True))
    removed = Removed()
    if region_codes is None:
        agreements.remove()
    for first in range(0, len(codes), _REMOVED_AT_ONCE):
        removed += remove_simulated(codes[first : first + _REMOVED_AT_ONCE])
        progress(min(first + _REMOVED_AT_ONCE, len(codes)), len(codes))
    stock.remove_simulated()
    funds.remove()
    day_sheets.forget({code[:5] for code in codes})
    if codes:
        # Every file made meanwhile counts what is gone; a real one is made anew in a moment.
        exports.forget_all()
    return removed


def has_real_work() -> bool:
    """Does the database hold a process that is not simulated?"""
    return Process.objects.filter(simulated=False).exists()
