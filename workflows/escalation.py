"""To whom an awaited step is raised when its term has ended: the next office, from one table."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.models import Assignment
from accounts.roles import Role
from workflows.awaited import Awaited, Raised
from workflows.owners import levels_of

# Where nobody holds the same role for a wider region: the role whose nearest holder sees to it instead. He sees the
# case and can speak to whoever is late; what he may do at it stays what his own role may.
# Source: configuration of the programme, after the chain of command (Babinsa, Kodim, Kodam) and the regional
# government's own lines (office, head of region).
NEXT = {
    Role.VILLAGE_OFFICER: Role.COOPERATIVE_OFFICE,
    Role.FIELD_OFFICER: Role.DISTRICT_COMMAND,
    Role.DISTRICT_COMMAND: Role.ENGINEERING,
    Role.ENGINEERING: Role.ADMIN,
    Role.COOPERATIVE_OFFICE: Role.REGION_HEAD,
    Role.ASSET_OFFICE: Role.REGION_HEAD,
    Role.ICT_OFFICE: Role.REGION_HEAD,
    Role.REGION_HEAD: Role.ADMIN,
}


def roles_beyond(roles: Iterable[Role]) -> frozenset[Role]:
    """The roles to which something awaited of these may be raised, besides these themselves."""
    found, frontier = set(), set(roles)
    while frontier:
        frontier = {NEXT[role] for role in frontier if role in NEXT} - found
        found |= frontier
    return frozenset(found - set(roles))


def next_offices(awaited: Awaited, site_code: str) -> Raised | None:
    """The next office of each awaited role, as of today; None when nobody stands above those who are awaited.

    The same role's holders for the next wider region; where there are none, the nearest holders of the role that
    follows in ``NEXT``. Where the office of one region is awaited (``step(at=…)``), from that region on. One query.
    """
    levels = levels_of(site_code)
    if awaited.region in levels:
        levels = levels[levels.index(awaited.region) :]
    holders: dict[tuple[str, str], list[str]] = {}
    asked = awaited.roles | roles_beyond(awaited.roles)
    rows = (
        Assignment.objects.valid_on(timezone.localdate())
        .filter(role__in=asked, region_id__in=levels)
        .order_by("office__name", "user__full_name")
        .values_list("role", "region_id", "office__name", "user__full_name")
    )
    for role, region, office, person in rows:
        names = holders.setdefault((role, region), [])
        if (office or person) not in names:
            names.append(office or person)
    found: dict[tuple[str, str], list[str]] = {}
    for role in (role for role in Role if role in awaited.roles):
        pair = _above(role, levels, holders, awaited.roles)
        if pair:
            found[pair] = holders[pair]
    if not found:
        return None
    names = tuple(dict.fromkeys(name for held in found.values() for name in held))
    return Raised(timezone.localdate(), tuple((str(role), region) for role, region in found), names)


def _above(role: Role, levels: list[str], holders: dict, awaited: frozenset[Role]) -> tuple[Role, str] | None:
    """Who stands above the nearest holder of the role, as (role, region)."""
    held = [level for level in levels if (role, level) in holders]
    # The nearest is awaited already; without any, the case goes on to the next role.
    if len(held) > 1:
        return role, held[1]
    following = NEXT.get(role)
    # Whoever is awaited for the same step is no office above it, and is raised himself.
    while following and following not in awaited:
        nearest = next((level for level in levels if (following, level) in holders), None)
        if nearest:
            return following, nearest
        following = NEXT.get(following)
    return None
