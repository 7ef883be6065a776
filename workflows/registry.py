"""The workflows there are, found from the classes themselves."""

from workflows.models.process import Process


class UnknownKind(LookupError):
    """No workflow has that name."""


def flows() -> list[type[Process]]:
    """Every workflow, by name."""
    return sorted(Process.__subclasses__(), key=lambda flow: flow.kind_name)


def flow(kind: str) -> type[Process]:
    """The workflow of that name. Raises UnknownKind."""
    for candidate in flows():
        if candidate.kind_name == kind:
            return candidate
    raise UnknownKind(kind)


def edges(workflow: type[Process]) -> set[tuple[str, str]]:
    """The declared (source, target) pairs; the opening is ("", initial). A note, which keeps the state, has none."""
    pairs = {("", str(workflow.initial))}
    for declared in workflow.steps.values():
        if declared.target is not None:
            pairs |= {(source, declared.target) for source in declared.sources}
    return pairs
