"""What happened to a process since it was last sent back: the reason then, and what became different since."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass

from sites.models import Event
from workflows.changes import Change, changes_since
from workflows.models import Process
from workflows.step import Step
from workflows.timeline import Entry, entries_of, entry_of


@dataclass(frozen=True)
class SinceReturn:
    """``why``: the entry that sent it back; ``undone``: it took a decision back. ``moved``: was any step taken since?

    ``changes``: what of the returned version was changed. ``files``: the entries about its files, oldest first. First
    answers and the files of steps that had not been taken then are no changes, nor is what was undone again.
    """

    why: Entry
    undone: bool
    moved: bool
    changes: list[Change]
    files: list[Entry]


def since_return(process: Process, events: list[Event]) -> SinceReturn | None:
    """None for a process that was never sent back, or that has left again the state it was sent back from.

    ``events``: the process's ledger entries, in any order; no query.
    """
    events = sorted(events, key=lambda event: event.seq)
    last = next((event for event in reversed(events) if _goes_back(process, event)), None)
    if last is None:
        return None
    since = [event for event in events if event.seq > last.seq]
    if any(_moves(event) and event.before_state == last.before_state for event in since):
        return None
    taken = [process.steps[name] for name in _taken(events, last) if name in process.steps]
    return SinceReturn(
        why=entry_of(last),
        undone=bool(process.steps[last.step].undoes),
        moved=any(event.verb == "step" for event in since),
        changes=changes_since(since, type(process), {name for step in taken for name in step.fields}),
        files=entries_of(_lasting(since, taken)),
    )


def _moves(event: Event) -> bool:
    return event.verb == "step" and event.before_state != event.after_state


def _goes_back(process: Process, event: Event) -> bool:
    step = process.steps.get(event.step)
    # The clock gives no reason: what time did asks for no correction.
    return _moves(event) and step is not None and step.tone == "back" and bool(event.reason_code)


def _taken(events: list[Event], until: Event) -> set[str]:
    return {event.step for event in events if event.verb == "step" and event.seq <= until.seq}


def _lasting(since: list[Event], taken: list[Step]) -> Iterable[Event]:
    """The entries about files of the steps taken, each with only those files for which it is the last word."""
    slots = {slot.name for step in taken for slot in step.evidence}
    attached_or_taken_back: dict[tuple[str, str], list[int]] = {}
    for event in since:
        if event.verb in ("evidence_added", "evidence_withdrawn"):
            for sha256 in event.evidence:
                attached_or_taken_back.setdefault((event.changes.get("slot"), sha256), []).append(event.seq)
    for event in since:
        slot = event.changes.get("slot")
        if slot not in slots:
            continue
        if event.verb == "evidence_positioned":
            if all((slot, sha256) not in attached_or_taken_back for sha256 in event.evidence):
                yield event
        elif kept := [
            (name, sha256)
            for name, sha256 in zip(event.changes["files"], event.evidence, strict=False)
            # An even number of times: it is where it was.
            if len(seqs := attached_or_taken_back.get((slot, sha256), [])) % 2 and seqs[-1] == event.seq
        ]:
            shown = copy.copy(event)
            shown.evidence = [sha256 for _name, sha256 in kept]
            shown.changes = {**event.changes, "files": [name for name, _sha256 in kept]}
            yield shown
