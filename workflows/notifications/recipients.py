"""Whom it concerns: the holders of the nearest office, found for many processes at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import Assignment, Delegation
from accounts.roles import Role
from gis_data import codes
from workflows.awaited import from_row, remedies
from workflows.models import Process
from workflows.owners import levels_of

Holders = dict[tuple[str, str], dict[int, set[int]]]


@dataclass(frozen=True)
class Turn:
    """By this way it is the turn of people with these roles; ``closed_to``: who acted before, and may not now."""

    roles: frozenset[Role]
    closed_to: frozenset[int]


def turns(flow: type[Process], process: Process, row: dict) -> list[Turn]:
    """The ways in which what the site's row says is awaited is somebody's turn; none for a step of an earlier program.

    The same as ``workflows.selectors.turns_of``, told without the process's own columns.
    """
    awaited = from_row(flow, row)
    if awaited is None:
        return []
    if awaited.guard is None:
        ways = [(awaited.roles, awaited.step)]
    else:
        found = remedies(flow, awaited.guard, awaited.step, process.state)
        ways = [(awaited.roles & step.by, step) for step in found] or [(awaited.roles, None)]
    return [Turn(frozenset(roles), _actors(process, step.not_by_actor_of if step else ())) for roles, step in ways]


def holders_of(roles: Iterable[Role], site_codes: Iterable[str]) -> Holders:
    """For each (role, site code) the people who hold the role nearest to the site today, or to whom it is lent; with
    each the ids of those whose deeds count as his. One query."""
    levels = {code: levels_of(code) for code in site_codes}
    people = people_of(roles, {region for found in levels.values() for region in found})
    return {
        (role, code): next((people[role, region] for region in found if (role, region) in people), {})
        for code, found in levels.items()
        for role in roles
    }


def people_of(roles: Iterable[Role], regions: Iterable[str]) -> Holders:
    """The same for each (role, region code) exactly. One query."""
    held = Assignment.objects.valid_on(timezone.localdate()).filter(role__in=set(roles), region_id__in=set(regions))
    people: Holders = defaultdict(lambda: defaultdict(set))
    for role, region, person, holder in _rows(held, _lent(held)):
        people[role, region][person] |= {person, holder}
    return people


def prefixes_of(people: Iterable[int]) -> dict[int, list[str]]:
    """For each person the prefixes of the regions he may look into today. One query, or none."""
    people = set(people)
    found: dict[int, list[str]] = defaultdict(list)
    if people:
        held = Assignment.objects.valid_on(timezone.localdate())
        for _role, region, person, _holder in _rows(
            held.filter(user_id__in=people), _lent(held).filter(receiver_id__in=people)
        ):
            found[person].append(codes.prefix(region))
    return found


def _lent(held: QuerySet[Assignment]) -> QuerySet[Delegation]:
    """What is lent today of these assignments."""
    today = timezone.localdate()
    return Delegation.objects.filter(
        assignment__in=held, valid_from__lte=today, valid_to__gte=today, revoked_at=None, receiver__is_active=True
    )


def _rows(held: QuerySet[Assignment], lent: QuerySet[Delegation]) -> Iterable[tuple[str, str, int, int]]:
    """(role, region, person, whose role it is), read in one statement."""
    own = held.order_by().values_list("role", "region_id", "user_id", F("user_id"))
    lent = lent.order_by().values_list(
        "assignment__role", "assignment__region_id", "receiver_id", "assignment__user_id"
    )
    return own.union(lent, all=True)


def _actors(process: Process, steps: Iterable[str]) -> frozenset[int]:
    return frozenset(person for name in steps for person in process.actors.get(name, []))
