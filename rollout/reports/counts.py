"""Sites counted by region from the map's records: the same code for the present and for any past day.

Counting goes over bytes and arrays in the interpreter's own C loops: 80,000 sites take about 30 ms, and what was
counted is kept until a site of the regions changes (docs/adr/0024-reports.md).
"""

import datetime
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gis_data.codes import parse
from rollout.reports.asked import Asked
from rollout.reports.kept import kept
from sites.history.as_of import NOW, AsOf
from sites.layers.columns import Records
from sites.layers.points import MEANING, PLACE_OF, known_records
from sites.layers.states import meaning_of
from sites.regency_sums import PROVINCE, REGENCY, are_wide, of_provinces, of_regencies
from sites.stages import FLAG_LABELS

DAY_ZERO = datetime.date.fromisoformat(MEANING["day_zero"])
NO_PROGRESS = MEANING["no_progress"]
# The length of the codes one level below a code of that length, and by what the digits of a district's code are divided
# to become those of such a region.
BELOW = {0: 2, 2: 5, 5: 8, 8: 8}
_DIVISOR = {2: 10_000, 5: 100, 8: 1}


@dataclass(slots=True)
class Count:
    """The sites of one region: how many stand at each stage and state, wait, carry each flag; their progress.

    ``oldest``: the first day on which one began to wait. ``progress`` adds up whole percents of ``measured`` sites.
    """

    code: str
    total: int = 0
    stages: Counter = field(default_factory=Counter)
    states: dict[str, Counter] = field(default_factory=dict)
    flags: Counter = field(default_factory=Counter)
    waiting: int = 0
    oldest: datetime.date | None = None
    progress: int = 0
    measured: int = 0

    def not_begun(self, kind: str) -> int:
        """The sites at which there is no process of that workflow."""
        return self.total - sum(self.states.get(kind, Counter()).values())


def level_below(codes: Sequence[str], region: str = "") -> int:
    """The length of the codes of the regions that a table of these lists: those below the region, or below what all
    the codes have in common."""
    if region:
        return BELOW[len(parse(region).prefix)]
    prefixes = [parse(code).prefix for code in codes]
    shared = max(length for length in BELOW if len({one[:length] for one in prefixes}) <= 1) if prefixes else 0
    return BELOW[min(shared, min(map(len, prefixes), default=0))]


def counted(asked: Asked) -> list[Count]:
    """For each region of the level below the question's its count, in order of the codes; kept until a site changes.

    Of whole provinces each regency is kept by itself, and counted anew when one of its sites changed.
    """
    length, codes = level_below(asked.codes, asked.region), list(asked.codes)
    if asked.when.is_now and are_wide(codes):
        if length == PROVINCE:
            return list(of_provinces("counts", codes, _of_regencies, lambda code, parts: together(parts, code)))
        if length == REGENCY:
            return list(of_regencies("counts", codes, _of_regencies))
    return kept(f"counts:{length}", asked, lambda: _counted(codes, asked.when, length))


def _of_regencies(codes: list[str]) -> dict[str, Count]:
    return {one.code: one for one in _counted(codes, NOW, REGENCY)}


def _counted(codes: list[str], when: AsOf, length: int) -> list[Count]:
    records, combinations, _different = known_records(codes, when)
    return _count(records, combinations, length)


def numbers(records: Records, name: str) -> array:
    """That number of every record, by its name in ``sites.layers.points``."""
    return records.numbers(*PLACE_OF[name])


def day_of(number: int) -> datetime.date | None:
    """The day that a record's number stands for; None for 0."""
    return DAY_ZERO + datetime.timedelta(days=number) if number else None


def _count(records: Records, combinations: array, length: int) -> list[Count]:
    districts, divisor = numbers(records, "district"), _DIVISOR[length]
    stages, progress = numbers(records, "stage"), numbers(records, "progress")
    flags, waiting = numbers(records, "flags"), numbers(records, "waiting_since")
    counts, begin = [], 0
    while begin < len(districts):
        region = districts[begin] // divisor
        end = bisect_left(districts, (region + 1) * divisor, begin)
        part = slice(begin, end)
        one = Count(_code(region, length), total=end - begin)
        one.stages.update(stages[part])
        for value, count in Counter(flags[part]).items():
            for flag in FLAG_LABELS:
                if value & flag:
                    one.flags[int(flag)] += count
        for number, count in Counter(combinations[part]).items():
            for kind, state in meaning_of(number).items():
                one.states.setdefault(kind, Counter())[state] += count
        since = waiting[part]
        one.waiting = len(since) - since.count(0)
        one.oldest = day_of(min(filter(None, since), default=0))
        percents = progress[part]
        unknown = percents.count(NO_PROGRESS)
        one.measured, one.progress = len(percents) - unknown, sum(percents) - unknown * NO_PROGRESS
        counts.append(one)
        begin = end
    return counts


def _code(digits: int, length: int) -> str:
    """620309 is 62.03.09."""
    text = str(digits)
    return ".".join(text[at : at + 2] for at in range(0, {2: 2, 5: 4, 8: 6}[length], 2))


def together(counts: Sequence[Count], code: str = "") -> Count:
    """The sum of several regions."""
    total = Count(code)
    for one in counts:
        total.total += one.total
        total.stages.update(one.stages)
        total.flags.update(one.flags)
        for kind, states in one.states.items():
            total.states.setdefault(kind, Counter()).update(states)
        total.waiting += one.waiting
        total.oldest = min(filter(None, (total.oldest, one.oldest)), default=None)
        total.progress += one.progress
        total.measured += one.measured
    return total
