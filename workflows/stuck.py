"""Why sites are stuck, over all of them at once: what is asked, and each case with the reason why it waits."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Assignment
from accounts.roles import Role
from gis_data.codes import prefix
from gis_data.querysets import prefix_q
from sites.models import Site
from workflows import registry
from workflows.awaited import Awaited, from_row
from workflows.models import Process, Turn
from workflows.owners import held_around, names_of, owners_at
from workflows.turns import of_holder


@dataclass(frozen=True)
class Narrowed:
    """What the question is narrowed to; empty: everything the person may see.

    ``region``: sites inside it. ``role`` and ``holder``: what waits for that role's holder in the region ``holder``
    (None: wherever; "": nobody holds it). ``kind``, ``step`` and ``cause`` (None: any) name what is waited for.
    """

    region: str = ""
    role: str = ""
    holder: str | None = None
    kind: str = ""
    step: str = ""
    cause: str | None = None


EVERYTHING = Narrowed()


@dataclass(frozen=True)
class StuckCase:
    """One process, what it waits for, and whose that is. ``sentence``: the rule that does not hold, "" for none;
    ``follows``: the state that comes next, "" when it stays."""

    process: Process
    awaited: Awaited
    sentence: str
    offices: list[str]
    since: datetime.datetime
    follows: str


def waiting(user, narrowed: Narrowed = EVERYTHING) -> QuerySet[Turn]:
    """All turns at the open sites this person may see. Raises gis_data.codes.InvalidCode."""
    found = of_work(turns_in(user.scope.region_codes), narrowed)
    if narrowed.region:
        found = found.filter(prefix_q("code", [narrowed.region]))
    if narrowed.role:
        found = found.filter(role=narrowed.role)
        if narrowed.holder:
            found = found.filter(of_holder(narrowed.role, narrowed.holder))
        elif narrowed.holder == "":
            held = Assignment.objects.valid_on(timezone.localdate()).filter(role=narrowed.role).values("region_id")
            found = found.exclude(Q(held_in="") & held_around("code", held)).exclude(held_in__in=held)
    return found


def turns_in(regions: list[str]) -> QuerySet[Turn]:
    """All turns at the open sites inside the regions, whoever may see them. Raises gis_data.codes.InvalidCode."""
    closed = Site.objects.filter(closed_at__isnull=False, code=OuterRef("code"))
    return Turn.objects.filter(prefix_q("code", regions)).exclude(Exists(closed))


def of_work(turns: QuerySet[Turn], narrowed: Narrowed) -> QuerySet[Turn]:
    """Of these turns, those of the workflow, step and cause that are asked for."""
    for column, wanted in (("kind", narrowed.kind), ("awaited", narrowed.step)):
        if wanted:
            turns = turns.filter(**{column: wanted})
    return turns if narrowed.cause is None else turns.filter(cause=narrowed.cause)


# What tells a case from the others of its process.
_OF_PROCESS = ("awaited", "cause")
# The first two are those of an index, read forwards or backwards; by code they are sorted (``too_many_by_code``).
ORDERS = {
    "oldest": ("since", "process_id", *_OF_PROCESS),
    "newest": ("-since", "-process_id", *(f"-{column}" for column in _OF_PROCESS)),
    "code": ("code", "process_id", *_OF_PROCESS),
}


def too_many_by_code(user, narrowed: Narrowed) -> str:
    """Why the cases are not listed by code, in a sentence; "" when they are.

    They are sorted for each portion: those of a province at once, those of a country not.
    """
    if narrowed.holder:
        return ""
    provinces = {prefix(code)[:2] for code in ([narrowed.region] if narrowed.region else user.scope.region_codes)}
    if len(provinces) < 2 and "" not in provinces:
        return ""
    return _("By code, one province is listed at a time. Choose a province or a regency first.")


class Cases:
    """The stuck cases one by one, counted and cut like a list: a portion costs a few queries, however many there are.

    ``order`` is one of ``ORDERS``; ``count``: how many there are, where that is known.
    """

    def __init__(self, user, narrowed: Narrowed, order: str = "oldest", *, count: int | None = None) -> None:
        self._turns = waiting(user, narrowed)
        self._order = ORDERS[order]
        self._count = count

    def __len__(self) -> int:
        if self._count is None:
            self._count = self._turns.order_by().values("process_id", *_OF_PROCESS).distinct().count()
        return self._count

    def __getitem__(self, portion: slice) -> list[StuckCase]:
        # In the order of an index, so that a portion is read and not all of them; a case's roles are asked for then.
        leading = self._turns.order_by(*self._order).distinct(*(name.strip("-") for name in self._order))
        rows = list(leading.values("process_id", "kind", "code", "awaited", "cause", "since", "held_in")[portion])
        roles: dict[tuple, set[str]] = defaultdict(set)
        ids = {row["process_id"] for row in rows}
        for pk, awaited, cause, role in self._turns.filter(process_id__in=ids).values_list(
            "process_id", *_OF_PROCESS, "role"
        ):
            roles[pk, awaited, cause].add(role)
        return _told([row | {"roles": roles[row["process_id"], row["awaited"], row["cause"]]} for row in rows])


def _told(rows: list[dict]) -> list[StuckCase]:
    ids: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        ids[row["kind"]].append(row["process_id"])
    found: dict[int, Process] = {}
    for kind, numbers in ids.items():
        found |= registry.flow(kind).objects.select_related("site__village__parent__parent").in_bulk(numbers)
    owners = owners_at({Role(role) for row in rows for role in row["roles"]}, {row["code"] for row in rows})
    cases = []
    for row in rows:
        process = found[row["process_id"]]
        kept = {"step": row["awaited"], "roles": row["roles"], "cause": row["cause"], "at": row["held_in"]}
        if (awaited := from_row(type(process), kept)) is None:
            continue
        # A rule that time has made true since keeps its name until the read-model is derived anew.
        sentence = (awaited.guard.unmet(process) or str(awaited.guard.label)) if awaited.guard else ""
        awaited = replace(awaited, sentence=sentence)
        target = awaited.step.leads_to(process)
        cases.append(
            StuckCase(
                process=process,
                awaited=awaited,
                sentence=sentence,
                offices=names_of(awaited.roles, owners[row["code"]], awaited.region),
                since=row["since"],
                follows=str(process.State(target).label) if target else "",
            )
        )
    return cases
