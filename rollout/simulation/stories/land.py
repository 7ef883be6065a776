"""The story of a site's land: proposed, surveyed, judged, accepted, or held up by what holds plots up."""

import random
from collections.abc import Iterable

from accounts.roles import Role
from rollout.simulation import ground
from rollout.simulation.acts import Act, Place, Strand, age
from rollout.simulation.mix import Fate
from rollout.simulation.stories.plots import Plot
from rollout.simulation.working_time import COUNTED, DAY, PROGRAMME_BEGINS, at_work, schedule

_KODIM, _BABINSA = Role.DISTRICT_COMMAND, Role.FIELD_OFFICER


def tell(place: Place, fate: Fate, *, seed: int, end: float) -> Strand:
    """The land's part of the site's story; the same place, fate, seed and end give the same."""
    chance = random.Random(f"{seed}/{place.code}")  # noqa: S311  nothing here is a secret
    acts, turning_point = _acts(place, fate, chance)
    if not acts:
        return Strand()
    places = schedule(
        [act.gap for act in acts],
        anchor=turning_point,
        at=_turning_time(fate, chance, end),
        begin=at_work(PROGRAMME_BEGINS) + chance.uniform(0, 2 * DAY),
        end=end,
    )
    return Strand(tuple(zip(places, acts, strict=True)))


def _turning_time(fate: Fate, chance: random.Random, end: float) -> float:
    """When the act that the story turns on happened: the verification, the refusal, or the last act before waiting."""
    counted, soon = at_work(COUNTED), at_work(COUNTED) + DAY
    if fate.early:
        # Verification gained speed towards the day of counting.
        return counted - chance.betavariate(1, 2) * 20 * DAY
    if fate.ending == "verified":
        # What waits now was verified after the counting.
        return max(soon, end - age(chance) * DAY)
    if fate.ending in {"draft", "submitted", "surveyed", "returned"}:
        return end - age(chance) * DAY
    return chance.uniform(soon, max(soon, end - 12 * DAY))


def _acts(place: Place, fate: Fate, chance: random.Random) -> tuple[list[Act], int]:
    """The acts and the number of the one the story turns on."""
    if fate.ending == "none":
        return [], 0
    if fate.obstacle:
        return _OBSTACLES[fate.obstacle](place, fate, chance)
    return _straight(_new_plot(place, chance, 0), fate, chance)


def _new_plot(place: Place, chance: random.Random, number: int, land: ground.Ground | None = None) -> Plot:
    return Plot(chance, number, land or ground.usual(place.point, place.room_m, chance), urban=place.urban)


def _straight(plot: Plot, fate: Fate, chance: random.Random, *, opened: Iterable[Act] = ()) -> tuple[list[Act], int]:
    """A plot without an obstacle, as far as its fate takes it; ``opened`` replaces the usual beginning."""
    acts = [*(opened or plot.open())]
    if fate.ending == "draft":
        return acts, len(acts) - 1
    shape, waived = chance.random(), ()
    if not opened and shape < 0.07:
        plot.land, waived = ground.small(plot.land.middle, 0, chance), ("plot_at_least",)
    elif not opened and shape < 0.09:
        plot.land, waived = ground.narrow(plot.land.middle, 0, chance), ("building_fits",)
    acts += plot.submit()
    noted = chance.random()  # the asset office works beside the army, sometimes before it, sometimes after
    verdict = fate.legal if fate.ending == "verified" else chance.choices(["clear", "conditional"], [94, 6])[0]
    early_note = [*plot.note(verdict)] if verdict else []
    if fate.ending == "submitted":
        turn = len(acts) - 1
        return acts + (early_note if noted < 0.3 else []), turn
    acts += early_note if noted < 0.2 else []
    acts += plot.survey()
    if fate.ending == "surveyed":
        turn = len(acts) - 1
        return acts + (early_note if 0.2 <= noted < 0.5 else []), turn
    acts += plot.verify(*waived)
    turn = len(acts) - 1
    acts += early_note if noted >= 0.2 else []
    if fate.ending == "accepted":
        acts += plot.accept()
    return acts, turn


def _no_land(place: Place, fate: Fate, chance: random.Random) -> tuple[list[Act], int]:
    """Nothing is found; or, later, a resident gives a plot or the regency finds one."""
    empty = _new_plot(place, chance, 0)
    given_up = [Act("start", empty.proposer, empty.strand, 0), *empty.refuse("withdraw", empty.proposer, "no_land")]
    if fate.ending == "withdrawn":
        return given_up, len(given_up) - 1
    found = _new_plot(place, chance, 1)
    acts, turn = _straight(found, fate, chance, opened=found.open(gap=chance.uniform(10, 60)))
    return given_up + acts, len(given_up) + turn


def _too_small(place: Place, fate: Fate, chance: random.Random) -> tuple[list[Act], int]:
    plot = _new_plot(place, chance, 0, ground.tiny(place.point, place.room_m, chance))
    return _refused_after_survey(plot, fate, chance, "too_small")


def _not_strategic(place: Place, fate: Fate, chance: random.Random) -> tuple[list[Act], int]:
    """Refused for its place; where a second plot is found, that one is accepted."""
    plot = _new_plot(place, chance, 0)
    if fate.ending != "accepted":
        return _refused_after_survey(plot, fate, chance, "not_strategic", settlement_distance_m="1800")
    refused, _turn = _refused_after_survey(
        plot, Fate("rejected"), chance, "not_strategic", settlement_distance_m="1800"
    )
    second = _new_plot(place, chance, 1)
    acts, turn = _straight(second, fate, chance, opened=second.open(gap=chance.uniform(8, 40)))
    return refused + acts, len(refused) + turn


def _swamp_or_coast(place: Place, fate: Fate, chance: random.Random) -> tuple[list[Act], int]:
    plot = _new_plot(place, chance, 0)
    return _refused_after_survey(plot, fate, chance, "swamp_or_coast", swamp_or_peat="yes", flood="yes")


def _population_or_distance(place: Place, fate: Fate, chance: random.Random) -> tuple[list[Act], int]:
    plot = _new_plot(place, chance, 0)
    return _refused_after_survey(plot, fate, chance, "population_or_distance", settlement_distance_m="4500")


def _title(place: Place, fate: Fate, chance: random.Random) -> tuple[list[Act], int]:
    """The papers are not in order; some plots come back with a finished title."""
    plot = _new_plot(place, chance, 0)
    plot.title = "in_process"
    if fate.ending == "rejected":
        return _refused_after_survey(plot, fate, chance, "title_problem")
    return _refused_after_survey(plot, fate, chance, "title_in_process")


def _refused_after_survey(
    plot: Plot, fate: Fate, chance: random.Random, code: str, **seen: str
) -> tuple[list[Act], int]:
    """Seen on the spot and refused: rejected, taken back, or returned and, when it ends well, corrected."""
    acts = [*plot.open(), *plot.submit()]
    by_babinsa = fate.ending in {"returned", "accepted"} and chance.random() < 0.4
    if not by_babinsa:
        acts += plot.survey(**seen)
    if fate.ending == "rejected":
        acts += plot.refuse("reject", _KODIM, code)
    elif fate.ending == "withdrawn":
        acts += plot.refuse("withdraw", plot.proposer, code)
    else:
        acts += plot.refuse("send_back", _BABINSA if by_babinsa else _KODIM, code)
    if fate.ending != "accepted":
        return acts, len(acts) - 1
    if code == "too_small":
        acts += plot.submit(ground.usual(plot.land.middle, 60, chance))
    else:
        acts += plot.submit(title_kind="certificate", title_number=f"SIM/{chance.randint(1, 999):03d}/2026")
    acts += [*plot.survey(), *plot.verify()]
    turn = len(acts) - 1
    return [*acts, *plot.note("clear"), *plot.accept()], turn


_OBSTACLES = {
    "no_land": _no_land,
    "too_small": _too_small,
    "not_strategic": _not_strategic,
    "swamp_or_coast": _swamp_or_coast,
    "population_or_distance": _population_or_distance,
    "title": _title,
}
