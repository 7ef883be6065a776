"""The workflows there are, found from the classes themselves."""

from collections.abc import Iterator
from functools import cache

from workflows.models.process import Process
from workflows.models.record import Record


class UnknownKind(LookupError):
    """No workflow has that name."""


def flows() -> list[type[Process]]:
    """Every workflow, in the order in which the work at a site goes."""
    return sorted(_concrete(Process), key=lambda flow: (flow.order, flow.kind_name))


def flow(kind: str) -> type[Process]:
    """The workflow of that name. Raises UnknownKind."""
    for candidate in _concrete(Process):
        if candidate.kind_name == kind:
            return candidate
    raise UnknownKind(kind)


def record_kinds(workflow: type[Process]) -> list[type[Record]]:
    """The kinds of lines that the workflow's steps add or change, in the order the steps are declared."""
    return list(dict.fromkeys(declared.record.model for declared in workflow.steps.values() if declared.record))


@cache
def dependents(kind: str) -> frozenset[str]:
    """The kinds of workflow some of whose rules depend on how far a workflow of this kind is at the same site.

    Not those of taking back: nobody is awaited for it, so that nothing kept of the other process says what they answer.
    """
    return frozenset(
        flow.kind_name
        for flow in _concrete(Process)
        if any(
            kind in guard.depends_on
            for declared in flow.steps.values()
            if not declared.undoes
            for guard in declared.guards
        )
    )


def _concrete(base: type[Process]) -> Iterator[type[Process]]:
    """Workflows may share a base; the base itself is none."""
    for child in base.__subclasses__():
        if child._meta.abstract:
            yield from _concrete(child)
        else:
            yield child


def edges(workflow: type[Process]) -> set[tuple[str, str]]:
    """The declared (source, target) pairs; the opening is ("", initial). A note, which keeps the state, has none."""
    pairs = {("", str(workflow.initial))}
    for declared in workflow.steps.values():
        pairs |= {(source, target) for source in declared.sources for target in declared.targets}
    return pairs
