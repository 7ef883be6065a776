"""The sites of a question one by one, from the map's records: a portion costs a query, however many there are."""

import datetime
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from rollout.reports.asked import Asked
from rollout.reports.counts import NO_PROGRESS, day_of, numbers
from rollout.reports.table import Row
from sites.layers.columns import Records
from sites.layers.points import PLACE_OF, known_records
from sites.layers.states import meaning_of
from sites.layers.world import degrees_of
from sites.models import Site
from sites.stages import Flag, Stage

PORTION = 1000


class Placed(NamedTuple):
    """``cells``: those under ``tables.sites.place_columns``; ``place``: longitude and latitude in degrees."""

    cells: tuple[str, str, str, str]
    place: tuple[float, float]


class SiteFacts:
    """What the records say of one site; the names come from the register."""

    __slots__ = (
        "code",
        "combination",
        "district",
        "flags",
        "pk",
        "place",
        "progress",
        "regency",
        "since",
        "stage",
        "village",
    )

    def state(self, kind: str) -> str:
        """The state that speaks for the site in that workflow; "" where there is none."""
        return meaning_of(self.combination).get(kind, "")


class SiteRows(Sequence):
    """The rows of the sites that fit ``asked``, in order of their codes or as ``sort`` says.

    ``rows`` makes the rows of a portion of sites, so that what it needs besides is asked once for all of them.
    """

    def __init__(self, asked: Asked, rows: Callable[[list[SiteFacts]], list[Row]]) -> None:
        self._rows = rows
        self._records, self._combinations, _different = known_records(asked.codes, asked.when)
        self._ids = numbers(self._records, "id")
        self._places = _sorted(_fitting(self._records, self._combinations, asked), self._records, asked.sort)

    @property
    def ids(self) -> list[int]:
        """The ids of the sites, in their order."""
        return [self._ids[place] for place in self._places]

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, portion: slice | int):
        if isinstance(portion, int):
            return self._rows(self._facts(self._places[portion : portion + 1 or None]))[0]
        return self._rows(self._facts(self._places[portion]))

    def __iter__(self) -> Iterator[Row]:
        for begin in range(0, len(self), PORTION):
            yield from self[begin : begin + PORTION]

    def _facts(self, places: Sequence[int]) -> list[SiteFacts]:
        names = {
            pk: found
            for pk, *found in Site.objects.filter(pk__in=[self._ids[place] for place in places]).values_list(
                "pk", "code", "village__name", "village__parent__name", "village__parent__parent__name"
            )
        }
        made = []
        for place in places:
            one = SiteFacts()
            one.pk = self._ids[place]
            one.code, one.village, one.district, one.regency = names[one.pk]
            one.stage = Stage(self._number(place, "stage"))
            percent = self._number(place, "progress")
            one.progress = None if percent == NO_PROGRESS else percent
            one.flags = Flag(self._number(place, "flags"))
            one.since = day_of(self._number(place, "waiting_since"))
            one.place = degrees_of(self._number(place, "x"), self._number(place, "y"))
            one.combination = self._combinations[place]
            made.append(one)
        return made

    def _number(self, place: int, name: str) -> int:
        offset, width = PLACE_OF[name]
        at = place * self._records.size + offset
        return int.from_bytes(self._records.data[at : at + width], "big")


def ids_in(asked: Asked, states: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
    """For each (workflow, state) the ids of the sites inside the question's regions for which that state speaks."""
    records, combinations, different = known_records(asked.codes, asked.when)
    ids = numbers(records, "id")
    fitting = {
        (kind, state): {one for one in different if meaning_of(one).get(kind) == state} for kind, state in states
    }
    return {
        wanted: [pk for pk, one in zip(ids, combinations, strict=True) if one in found] if found else []
        for wanted, found in fitting.items()
    }


def places_of(codes: Iterable[str]) -> dict[str, Placed]:
    """Where each of the sites is, by its code. One query."""
    return _placed("code", set(codes))


def places_of_ids(ids: Iterable[int]) -> dict[int, Placed]:
    """Where each of the sites is, by its id. One query."""
    return _placed("pk", set(ids))


def _placed(key: str, values: set) -> dict:
    columns = ("village__name", "code", "village__parent__name", "village__parent__parent__name", "position")
    found = Site.objects.filter(**{f"{key}__in": values}).values_list(key, *columns)
    return {one: Placed(tuple(cells), (round(at.x, 6), round(at.y, 6))) for one, *cells, at in found}


def waited(since: datetime.date | None, asked: Asked) -> int | None:
    """Days on the calendar from a day to the day asked for."""
    return None if since is None else max(0, (asked.when.date - since).days)


def _fitting(records: Records, combinations: array, asked: Asked) -> list[int]:
    stages, flags = numbers(records, "stage"), numbers(records, "flags")
    places = range(len(flags))
    if asked.stage is not None:
        places = [place for place in places if stages[place] == asked.stage]
    if asked.flag:
        places = [place for place in places if flags[place] & asked.flag]
    if asked.kind and asked.state:
        fitting = {one for one in set(combinations) if meaning_of(one).get(asked.kind) == asked.state}
        places = [place for place in places if combinations[place] in fitting]
    return list(places)


def _sorted(places: list[int], records: Records, sort: str) -> list[int]:
    """By code (the records' own order), by waiting or by progress; what is not known stands last."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name in ("", "code"):
        return places[::-1] if descending else places
    if name == "waiting":  # the longest wait began first
        values, missing, descending = numbers(records, "waiting_since"), 0, not descending
    else:
        values, missing = numbers(records, "progress"), NO_PROGRESS
    known = sorted(
        (place for place in places if values[place] != missing), key=lambda place: values[place], reverse=descending
    )
    return known + [place for place in places if values[place] == missing]
