"""The lane of a process: the states on its way to the goal, with the present one marked."""

from dataclasses import dataclass

from workflows.models import Process


@dataclass(frozen=True)
class LaneState:
    """A state on the way. ``status`` is "done", "present" or "ahead"."""

    state: str
    label: str
    status: str


def lane_of(process: Process) -> list[LaneState]:
    """The states of the way forward and where the process stands on it.

    A state beside the way (sent back for correction) stands before the state it leads to, one that leads nowhere by
    itself (in arrears) behind the last it is entered from. A process that ended beside the way (rejected, withdrawn)
    has no lane: empty.
    """
    way = main_way(type(process))
    present = process.state
    if present not in way:
        following = _forward(type(process), present) or _resumed(process)
        if following in way:
            way.insert(way.index(following), present)
        elif process.is_open and (entered := _entered_from(type(process), present, way)):
            way.insert(way.index(entered) + 1, present)
        else:
            return []
    at = way.index(present)
    ended = not process.is_open
    return [
        LaneState(state, str(process.State(state).label), _status(place, at, ended=ended))
        for place, state in enumerate(way)
    ]


def main_way(flow: type[Process]) -> list[str]:
    """The states from the first to the goal, following in each the first forward step that awaits somebody.

    What may happen and awaits nobody is on the way where it ends it; a fault or a pause leads off it.
    """
    way = [str(flow.initial)]
    while (following := _forward(flow, way[-1])) and following not in way:
        way.append(following)
    return way


def _forward(flow: type[Process], state: str) -> str | None:
    steps = [step for step in flow.steps.values() if state in step.sources and step.tone == "forward" and step.target]
    awaited = (step.target for step in steps if step.duty is not None)
    ending = (step.target for step in steps if step.target in flow.final)
    return next(awaited, None) or next(ending, None)


def _entered_from(flow: type[Process], state: str, way: list[str]) -> str | None:
    """The last state on the way from which a step leads there."""
    sources = {source for step in flow.steps.values() if state in step.targets for source in step.sources}
    return next((one for one in reversed(way) if one in sources), None)


def _resumed(process: Process) -> str | None:
    """Where what was suspended stood, and will go on."""
    return next((step.leads_to(process) for step in process.steps_from_here() if step.resumption), None)


def _status(place: int, at: int, *, ended: bool) -> str:
    if place < at or (place == at and ended):
        return "done"
    return "present" if place == at else "ahead"
