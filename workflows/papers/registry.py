"""The kinds of papers there are, found like workflows: a new kind is a new file in ``workflows.papers.kinds``."""

import pkgutil
from functools import cache
from importlib import import_module

from workflows.papers import kinds as folder
from workflows.papers.declaration import PaperKind


class UnknownPaper(LookupError):
    """There is no paper of that kind, or the workflow has none."""


@cache
def kinds() -> tuple[PaperKind, ...]:
    """Every kind, in the order in which the work at a site goes."""
    found = [import_module(f"{folder.__name__}.{one.name}").KIND for one in pkgutil.iter_modules(folder.__path__)]
    return tuple(sorted(found, key=lambda kind: kind.order))


def kind(name: str) -> PaperKind:
    """The kind of that name. Raises UnknownPaper."""
    for one in kinds():
        if one.name == name:
            return one
    raise UnknownPaper(name)


def kinds_of(workflow: str) -> list[PaperKind]:
    """The papers that may follow from a workflow."""
    return [one for one in kinds() if one.source_of(workflow)]
