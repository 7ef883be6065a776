"""Who answers for a step: the offices that hold its role at a place today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Left
from django.db.models.lookups import In
from django.utils import timezone

from accounts.models import Assignment
from accounts.roles import Role
from gis_data import codes
from gis_data.querysets import prefix_q


@dataclass(frozen=True)
class Holding:
    """Who holds a role at a place: the region of the nearest assignments, and whose they are; "" and none: nobody."""

    region: str = ""
    names: list[str] = field(default_factory=list)


class Owners(dict[Role, Holding]):
    """Who answers at a place for each role: the nearest holding; ``exactly`` asks for one of the regions around it."""

    def __init__(self, nearest: dict[Role, Holding], holders: dict[tuple[str, str], list[str]]) -> None:
        super().__init__(nearest)
        self._holders = holders

    def exactly(self, role: Role, region: str) -> Holding:
        """Who holds the role in that very region."""
        return Holding(region, names) if (names := self._holders.get((role, region))) else Holding()


def owners_at(roles: Iterable[Role], site_codes: Iterable[str]) -> dict[str, Owners]:
    """For each site, for each of the roles, the offices that hold it there (or the people, where no office is named).
    One query.

    The nearest office answers: one that works for a wider region is named only when there is none below it.
    """
    levels = {site_code: levels_of(site_code) for site_code in site_codes}
    rows = (
        Assignment.objects.valid_on(timezone.localdate())
        .filter(role__in=set(roles), region_id__in={region for regions in levels.values() for region in regions})
        .order_by("office__name", "user__full_name")
        .values_list("role", "region_id", "office__name", "user__full_name")
    )
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for role, region, office, person in rows:
        names = holders[role, region]
        if (office or person) not in names:
            names.append(office or person)
    return {
        site_code: Owners({role: _nearest(holders, role, regions) for role in roles}, holders)
        for site_code, regions in levels.items()
    }


def names_of(roles: Iterable[Role], owners: Owners, region: str = "") -> list[str]:
    """The offices of several roles, each once, in the order the roles are declared; of that very region, if given."""
    held = [role for role in Role if role in roles and role in owners]
    holdings = [owners.exactly(role, region) if region else owners[role] for role in held]
    return list(dict.fromkeys(name for holding in holdings for name in holding.names))


def is_nearest(user, roles: Iterable[Role], owners: Owners, region: str = "") -> bool:
    """Does the person hold one of the roles where the offices lie that answer for it (in that very region, if given)?
    See ``held_nearest``."""
    if region:
        return any(region in user.scope.regions_of({role}) for role in roles)
    return any(role in owners and owners[role].region in user.scope.regions_of({role}) for role in roles)


def held_nearest(field: str, role: Role, region_code: str) -> Q:
    """The condition "``field`` (a site's code) lies in the region, and nobody holds the role nearer to it"."""
    here = prefix_q(field, [region_code])
    if codes.parse(region_code).village:
        return here
    narrower = Assignment.objects.valid_on(timezone.localdate()).filter(
        prefix_q("region__code", [region_code]), ~Q(region_id=region_code), role=role
    )
    return here & ~held_around(field, narrower.values("region_id"), wider_than=len(codes.prefix(region_code)))


def held_around(field: str, regions: QuerySet, *, wider_than: int = 0) -> Q:
    """The condition "``field`` (a site's code) lies in one of the regions", a query of codes longer than that.

    Level by level: what does not depend on the row is asked once and looked up, however many rows there are.
    """
    lengths = [length for length in (codes.MAX_LENGTH, 8, 5, 2) if length > wider_than]
    levels = [Left(field, length) for length in lengths] + ([] if wider_than else [Value(codes.COUNTRY)])
    return reduce(or_, (Q(In(level, regions)) for level in levels), Q())


def held_for(region_codes: Iterable[str]) -> QuerySet[Assignment]:
    """The assignments of today of those who can answer for places in the regions: inside them, and around them."""
    prefixes = [codes.prefix(code) for code in region_codes]
    held = Assignment.objects.valid_on(timezone.localdate())
    if "" in prefixes:
        return held
    around = {region for prefix in prefixes for region in levels_of(prefix)}
    return held.filter(prefix_q("region__code", region_codes) | Q(region_id__in=around))


def levels_of(site_code: str) -> list[str]:
    """The regions a site lies in, the village first, the country last."""
    village = site_code[: codes.MAX_LENGTH]
    return [village, village[:8], village[:5], village[:2], codes.COUNTRY]


def _nearest(holders: dict[tuple[str, str], list[str]], role: Role, regions: list[str]) -> Holding:
    found = (Holding(region, names) for region in regions if (names := holders.get((role, region))))
    return next(found, Holding())
