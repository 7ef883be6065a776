"""What a kind of paper is: a declaration of where it may be issued, by whom, and from which facts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise

from accounts.roles import Role
from workflows.models import Process

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Told:
    """A fact that is no column of the process: a placeholder's name, what it is called, its value in words ("": not
    known), and where it comes from with its date."""

    name: str
    term: str | Promise
    value: str
    origin: str = ""


@dataclass(frozen=True)
class Source:
    """One workflow that a paper may be issued from: in which states, by whom, with which facts.

    ``at``: the column of the process that holds the region in which the role must be held, as for steps; without it,
    any region in which the site lies. ``columns`` are the process's own, ``more`` what is worked out or fetched besides
    (by ``more_names``), ``lists`` the rows of tables ({name: rows of texts}, by ``list_names``). ``parties`` are the
    offices and bodies (never people) between which it stands; ``objection`` is a sentence why it cannot be issued yet,
    though the state allows it.
    """

    workflow: str
    states: frozenset[str]
    by: frozenset[Role]
    columns: tuple[str, ...]
    parties: Callable[[Process], list[str]]
    at: str = ""
    more: Callable[[Process], Iterable[Told]] = lambda process: ()
    more_names: tuple[str, ...] = ()
    lists: Callable[[Process], dict[str, list[list[str]]]] = lambda process: {}
    list_names: tuple[str, ...] = ()
    objection: Callable[[Process], str] = lambda process: ""


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper. ``mark`` stands in its numbers, ``order`` is its place among the others; the shipped text is the
    file ``texts/<name>.typ``."""

    name: str
    label: str | Promise
    mark: str
    order: int
    sources: tuple[Source, ...]

    def source_of(self, workflow: str) -> Source | None:
        """Where it comes from in that workflow; None when it is no paper of it."""
        return next((source for source in self.sources if source.workflow == workflow), None)

    @property
    def shipped(self) -> str:
        """The text that comes with the product."""
        return _read(self.name)


@cache
def _read(name: str) -> str:
    return (TEXTS / f"{name}.typ").read_text(encoding="utf-8")
