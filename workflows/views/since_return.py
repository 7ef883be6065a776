"""What happened to a process since it was last sent back: the reason then, and what was changed and handed in since."""

from dataclasses import dataclass

from sites.models import Event
from workflows.changes import Change, changes_since
from workflows.models import Process
from workflows.services.evidence_gate import FILE_VERBS
from workflows.timeline import Entry, entries_of, entry_of


@dataclass(frozen=True)
class SinceReturn:
    """``why``: the entry that sent it back. ``moved``: has any step been taken since?

    ``changes``: what all steps since changed together. ``files``: the entries about files, oldest first.
    """

    why: Entry
    moved: bool
    changes: list[Change]
    files: list[Entry]


def since_return(process: Process, events: list[Event]) -> SinceReturn | None:
    """None for a process that was never sent back. ``events``: the process's ledger entries; no query."""
    back = [event for event in events if event.verb == "step" and _goes_back(process, event)]
    if not back:
        return None
    last = max(back, key=lambda event: event.seq)
    since = sorted((event for event in events if event.seq > last.seq), key=lambda event: event.seq)
    return SinceReturn(
        why=entry_of(last),
        moved=any(event.verb == "step" for event in since),
        changes=changes_since(since, type(process)),
        files=entries_of(event for event in since if event.verb in FILE_VERBS),
    )


def _goes_back(process: Process, event: Event) -> bool:
    step = process.steps.get(event.step)
    return step is not None and step.tone == "back" and event.before_state != event.after_state
