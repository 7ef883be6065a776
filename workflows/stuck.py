"""Why sites are stuck, over all of them at once: which office is waited for, for which deed, and since when."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Assignment
from accounts.roles import Role
from gis_data.codes import COUNTRY, MAX_LENGTH
from gis_data.querysets import prefix_q
from sites.models import Site
from workflows import registry
from workflows.awaited import Awaited, from_row
from workflows.models import Process, Turn
from workflows.owners import names_of, owners_at
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


@dataclass(frozen=True)
class OfficeWait:
    """What waits for one office: the role, the region it is held for ("": nobody holds it), whose it is, how much."""

    role: Role
    region: str
    names: list[str]
    sites: int
    cases: int
    oldest: datetime.datetime


@dataclass(frozen=True)
class CauseWait:
    """What is waited for, wherever: a step of a workflow, or the rule that stops it (``cause``, "" for the step)."""

    kind: str
    step: str
    cause: str
    sites: int
    cases: int
    oldest: datetime.datetime


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


def waiting(user, narrowed: Narrowed = Narrowed()) -> QuerySet[Turn]:
    """All turns at the open sites this person may see. Raises gis_data.codes.InvalidCode."""
    closed = Site.objects.filter(closed_at__isnull=False, code=OuterRef("code"))
    found = Turn.objects.filter(prefix_q("code", user.scope.region_codes)).exclude(Exists(closed))
    if narrowed.region:
        found = found.filter(prefix_q("code", [narrowed.region]))
    if narrowed.role:
        found = found.filter(role=narrowed.role)
        if narrowed.holder:
            found = found.filter(of_holder(narrowed.role, narrowed.holder))
        elif narrowed.holder == "":
            held = Assignment.objects.valid_on(timezone.localdate()).filter(role=narrowed.role)
            # Codes begin with the codes of the regions they lie in; the country holds all of them.
            regions = set(held.values_list("region_id", flat=True).distinct())
            nearby = Q() if COUNTRY in regions else prefix_q("code", regions)
            found = found.exclude(Q(held_in="") & nearby).exclude(held_in__in=regions)
    for column, wanted in (("kind", narrowed.kind), ("awaited", narrowed.step)):
        if wanted:
            found = found.filter(**{column: wanted})
    return found if narrowed.cause is None else found.filter(cause=narrowed.cause)


def by_office(user, narrowed: Narrowed = Narrowed()) -> list[OfficeWait]:
    """Each office that is waited for, the one with the most sites first. Two queries, however many sites.

    A case that two offices can move counts for both.
    """
    try:
        inner, parameters = (
            waiting(user, narrowed)
            .values("role", "code", "process_id", "since", "held_in", "raised_to")
            .query.sql_with_params()
        )
    except EmptyResultSet:  # the person sees nothing
        return []
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(_BY_OFFICE % inner, [today, today, *parameters])
        rows = cursor.fetchall()
    names = _holders({(role, region) for role, region, *_ in rows if region})
    return [OfficeWait(Role(role), region, names[role, region], *counted) for role, region, *counted in rows]


def by_cause(user, narrowed: Narrowed = Narrowed()) -> list[CauseWait]:
    """Each thing that is waited for, the one at the most sites first. One query."""
    counted = (
        waiting(user, narrowed)
        .order_by()
        .values_list("kind", "awaited", "cause")
        .annotate(sites=Count("code", distinct=True), cases=Count("process", distinct=True), oldest=Min("since"))
    )
    found = [CauseWait(*row) for row in counted]
    return sorted(found, key=lambda one: (-one.sites, one.oldest, one.kind, one.step, one.cause))


ORDERS = {"oldest": ("since", "process_id"), "newest": ("-since", "process_id"), "code": ("code", "process_id")}


class Cases:
    """The stuck cases one by one, counted and cut like a list: a portion costs a few queries, however many there are.

    ``order`` is one of ``ORDERS``.
    """

    def __init__(self, user, narrowed: Narrowed, order: str = "oldest") -> None:
        self._user = user
        self._turns = waiting(user, narrowed)
        self._order = ORDERS[order]

    def __len__(self) -> int:
        return self._turns.values("process_id", "awaited", "cause").distinct().count()

    def __getitem__(self, portion: slice) -> list[StuckCase]:
        named = ("process_id", "kind", "code", "awaited", "cause", "since", "held_in")
        rows = self._turns.values(*named).annotate(roles=ArrayAgg("role", distinct=True))
        return _told(list(rows.order_by(*self._order, "awaited", "cause")[portion]))


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


def _holders(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Whose the roles are in the regions: the offices, or the people where no office is named. One query."""
    pairs = set(pairs)
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = (
        Assignment.objects.valid_on(timezone.localdate())
        .filter(Q(role__in={role for role, _ in pairs}), Q(region_id__in={region for _, region in pairs}))
        .order_by("office__name", "user__full_name")
        .values_list("role", "region_id", "office__name", "user__full_name")
    )
    for role, region, office, person in rows:
        if (office or person) not in named[role, region]:
            named[role, region].append(office or person)
    return named


# The office is the nearest region in which the role is held: the village's, the district's, and so on outwards.
_LEVELS = (f"left(code, {MAX_LENGTH})", "left(code, 8)", "left(code, 5)", "left(code, 2)", f"'{COUNTRY}'")
_JOINED = " ".join(
    f"LEFT JOIN holder h{number} ON h{number}.role = w.role AND h{number}.region_id = {level}"
    for number, level in enumerate(_LEVELS)
)
_NEAREST = ", ".join(f"h{number}.region_id" for number in range(len(_LEVELS)))
# Where it is the office of one region only, that one, or nobody.
_JOINED += " LEFT JOIN holder own ON own.role = w.role AND own.region_id = w.held_in"
_HOLDER = f"CASE WHEN w.held_in = '' THEN coalesce({_NEAREST}) ELSE own.region_id END"
_BY_OFFICE = (
    "WITH holder AS MATERIALIZED ("  # noqa: S608 - names of our own tables only
    "SELECT DISTINCT a.role, a.region_id "
    f"FROM {Assignment._meta.db_table} a JOIN accounts_user u ON u.id = a.user_id AND u.is_active "
    "WHERE (a.valid_from IS NULL OR a.valid_from <= %%s) AND (a.valid_to IS NULL OR a.valid_to >= %%s)) "
    f"SELECT w.role, coalesce(nullif(w.raised_to, ''), {_HOLDER}, '') AS holder, "
    "count(DISTINCT w.code) AS sites, count(DISTINCT w.process_id) AS cases, min(w.since) "
    f"FROM (%s) w {_JOINED} GROUP BY 1, 2 ORDER BY 3 DESC, 5, 1, 2"
)
