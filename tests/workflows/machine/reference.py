"""A workflow as a table written by hand, and what must come of each request: small enough to be read as the truth.

It knows nothing of the declarations. What the product says is compared with it after every request.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

RESUMED = "resumed"


@dataclass(frozen=True)
class Papers:
    """Files a step rests on: so many in the slot. ``fresh``: new ones each time the process comes there."""

    slot: str
    count: int = 1
    document: bool = False
    fresh: bool = False


@dataclass(frozen=True)
class Rule:
    """One step: from where, to where ("" stays), by whom, not by whom, with what.

    ``again``: what it rests on besides when it was taken before. ``line``: "" for none, "new" to add one, else the
    state of the line it changes; ``becomes``: its state after. ``ends``: nothing happens after it.
    ``unmet``: the rule that these fields break, with the roles that may set it aside.
    """

    sources: tuple[str, ...]
    target: str
    by: frozenset[str]
    not_by: tuple[str, ...] = ()
    papers: tuple[Papers, ...] = ()
    again: tuple[Papers, ...] = ()
    line: str = ""
    becomes: str = ""
    reason: str = ""
    fields: Callable[[datetime.date, int], dict] = lambda today, variant: {}
    unmet: Callable[[dict], str] = lambda fields: ""
    waived_by: frozenset[str] = frozenset()
    ends: bool = False


@dataclass(frozen=True)
class Attempt:
    """One request, as it is sent; the same again is equal to it."""

    key: Any
    person: str
    step: str
    version: int
    fields: tuple = ()
    item: int | None = None
    waives: bool = False


@dataclass
class Reference:
    """What must be true of one process. ``roles``: name to the roles of each person; ``pauses``: states of a pause."""

    table: dict[str, Rule]
    roles: dict[str, frozenset[str]]
    state: str
    today: datetime.date
    version: int = 1
    steps: int = 0
    waivers: int = 0
    actors: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    files: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    set_aside: set[str] = field(default_factory=set)
    answers: dict[Any, Attempt] = field(default_factory=dict)
    paused_in: str = ""
    since: datetime.date | None = None

    def __post_init__(self) -> None:
        self.since = self.today

    def possible(self) -> list[str]:
        """The steps that start where it stands."""
        return [name for name, rule in self.table.items() if self.state in rule.sources and self.item_for(rule) != 0]

    def item_for(self, rule: Rule) -> int | None:
        """The first line the rule could change; None when it changes none; 0 when there is no such line."""
        if rule.line in ("", "new"):
            return None
        return self.lines.index(rule.line) + 1 if rule.line in self.lines else 0

    def missing(self, step: str) -> list[Papers]:
        """What is not attached yet."""
        rule = self.table[step]
        wanted = rule.papers + (rule.again if self.actors[step] else ())
        return [papers for papers in wanted if self.files.get(papers.slot, 0) < papers.count]

    def expected(self, one: Attempt) -> str:
        """What must come of the request: the refusal's name, "repeated", "taken" or "waived"."""
        if one.version != self.version:
            if one.key in self.answers:
                return "repeated" if self.answers[one.key] == one else "ClientIdReused"
            return "Stale"
        rule, held = self.table[one.step], self.roles[one.person]
        if self.state not in rule.sources:
            return "WrongState"
        if rule.line not in ("", "new"):
            if one.item is None or not 0 < one.item <= len(self.lines):
                return "Invalid"
            if self.lines[one.item - 1] != rule.line:
                return "WrongState"
        if not held & rule.by or any(one.person in self.actors[earlier] for earlier in rule.not_by):
            return "NotPermitted"
        broken = rule.unmet(dict(one.fields))
        if self.missing(one.step) or (broken and not (one.waives and held & rule.waived_by)):
            return "GuardsUnmet"
        if one.key in self.answers:
            return "ClientIdReused"
        return "waived" if broken else "taken"

    def take(self, one: Attempt, *, waived: bool) -> None:
        """The request was taken."""
        rule, before = self.table[one.step], self.state
        self.version += 1
        self.steps += 1
        self.waivers += waived
        self.answers[one.key] = one
        self.actors[one.step].add(one.person)
        self.set_aside.discard(one.step)
        if waived:
            self.set_aside.add(one.step)
        if rule.line == "new":
            self.lines.append(rule.becomes)
        elif rule.line:
            self.lines[one.item - 1] = rule.becomes
        if rule.target == RESUMED:
            self.state = self.paused_in
        elif rule.target:
            self.paused_in, self.state = before, rule.target
        if self.state != before:
            self.since = self.today
        self._begin_rounds(rule, before)

    def attached(self, papers: Papers) -> None:
        self.version += 1
        self.files[papers.slot] = self.files.get(papers.slot, 0) + papers.count

    def _begin_rounds(self, taken: Rule, before: str) -> None:
        """What only counts for one taking of a step is asked for anew."""
        asked_in = defaultdict(set)
        for rule in self.table.values():
            for papers in (*rule.papers, *rule.again):
                if papers.fresh:
                    asked_in[papers.slot].update(rule.sources)
        for slot, states in asked_in.items():
            again = before not in states or slot in {papers.slot for papers in (*taken.papers, *taken.again)}
            if self.state in states and again:
                self.files[slot] = 0
