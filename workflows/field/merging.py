"""Whether what was captured on an older version still fits: edits that do not touch each other merge, others do not."""

from sites.models import Event
from workflows.lines import ITEM
from workflows.models import Process
from workflows.refusals import Stale
from workflows.services.evidence_gate import FILE_VERBS
from workflows.services.take_step import news_since
from workflows.step import Step


def check_fits(process: Process, step: Step, *, seen: int | None, line: int | None, sender) -> None:
    """Raises Stale, with what happened since, when the step would rest on, or write over, what others have changed.

    Facts, which keep the state, always fit. A step that changes it fits when nobody else, after the version that was
    seen, changed what it writes or what its rules name, or led the process out of a state it starts from: what came
    back there since is another occasion. That it starts in the present state is judged by the gate. What the sender
    did himself in between, he knew.
    """
    if step.is_note or seen is None or seen == process.version:
        return
    news = [
        event for event in news_since(process, seen) if event.actor_id != sender.pk and event.verb not in FILE_VERBS
    ]
    touched = {column for event in news for column in _columns(event, step, line)}
    left = any(event.before_state in step.sources and event.before_state != event.after_state for event in news)
    if left or touched & _concerns(step):
        raise Stale(news)


def _concerns(step: Step) -> set[str]:
    """The columns that the step writes, and those its rules are judged by."""
    return {*step.fields, *(column for guard in step.guards for column in guard.fields)}


def _columns(event: Event, step: Step, line: int | None) -> set[str]:
    """The columns that an entry changed, of the process or of the line that the step is about."""
    if step.record is None:
        return {name for name in event.changes if "." not in name and name != ITEM}
    kind = step.record.model.kind_name
    if event.changes.get(ITEM, [None, ""])[-1] != f"{kind} {line}":
        return set()
    return {name.removeprefix(f"{kind}.") for name in event.changes if name.startswith(f"{kind}.")}
