"""The public map as a picture: one mark for each village, coloured by its stage; no script, no other host."""

from dataclasses import dataclass

from rollout.public.figures import Village

WIDTH = 1000
_MARGIN = 12


@dataclass(frozen=True)
class Mark:
    """A village's place in the picture, in its units."""

    x: float
    y: float
    village: Village


@dataclass(frozen=True)
class Picture:
    """The marks in a frame of that size."""

    width: int
    height: int
    marks: list[Mark]


def picture(villages: list[Village]) -> Picture | None:
    """The villages in a frame as wide as they lie, north at the top; None when there are none.

    Near the equator a degree is as long either way, so longitude and latitude are drawn as they are.
    """
    if not villages:
        return None
    west, east = (edge(one.longitude for one in villages) for edge in (min, max))
    south, north = (edge(one.latitude for one in villages) for edge in (min, max))
    scale = (WIDTH - 2 * _MARGIN) / max(east - west, (north - south) / 1.5, 0.01)
    marks = [
        Mark(
            round(_MARGIN + (one.longitude - west) * scale, 1), round(_MARGIN + (north - one.latitude) * scale, 1), one
        )
        for one in villages
    ]
    return Picture(WIDTH, round(2 * _MARGIN + (north - south) * scale), marks)
