"""What a person may see and do, computed once per request from the assignments in force and what is lent to him."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone

from accounts.lent import COLUMNS, KEPT_DAYS, OWN_COLUMNS, Lent
from accounts.roles import Role
from gis_data import codes
from gis_data.composed import Composed


class Grant(NamedTuple):
    """One role in force: the code prefix it covers, and the office it is exercised for.

    A lent one names the person it is exercised for (``for_user``, ``for_name``), its last day and the delegation.
    """

    role: str
    region_code: str
    prefix: str
    office: str
    for_user: int | None = None
    for_name: str = ""
    until: datetime.date | None = None
    delegation: int | None = None


@dataclass(frozen=True)
class Scope:
    """The grants of one person. An empty scope sees nothing and may do nothing.

    ``lapses``: what was lent to him and gives nothing today; a refusal says why.
    """

    grants: tuple[Grant, ...]
    lapses: tuple[Lent, ...] = ()

    @classmethod
    def of(cls, user) -> "Scope":
        """The person's grants as of today; a superuser may look at the whole country but has no role in a workflow."""
        if not user.is_authenticated or not user.is_active:
            return cls(())
        today = timezone.localdate()
        rows = [Lent.of(row) for row in _held_and_lent().rows(user.pk, today, today - KEPT_DAYS)]
        held = sorted((row for row in rows if row.giver is None), key=lambda row: row.key)
        borrowed = sorted((row for row in rows if row.giver is not None), key=lambda row: row.key)
        return cls.from_rows(((row.role, row.region, row.office) for row in held), user, borrowed)

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, str | None]], user, lent: Iterable[Lent] = ()) -> "Scope":
        """The scope made of (role, region code, office's name) of the assignments in force, and of what is lent."""
        grants = [Grant(role, code, codes.prefix(code), office or "") for role, code, office in rows]
        if user.is_superuser:
            grants.append(Grant(Role.VIEWER, codes.COUNTRY, codes.prefix(codes.COUNTRY), ""))
        today, lapses = timezone.localdate(), []
        for row in lent:
            if row.why_not_on(today):
                lapses.append(row)
            else:
                grants.append(_lent_grant(row))
        return cls(tuple(grants), tuple(lapses))

    @property
    def region_codes(self) -> list[str]:
        """The regions this person may look into: every assignment lets its holder see that region."""
        return sorted({grant.region_code for grant in self.grants})

    def covers(self, code: str) -> bool:
        """May this person see the place with that code?"""
        return any(code.startswith(grant.prefix) for grant in self.grants)

    def grants_at(self, code: str, roles: frozenset[str] | set[str]) -> list[Grant]:
        """The grants of those roles that reach the place with that code: his own first, the narrowest region first."""
        found = [grant for grant in self.grants if grant.role in roles and code.startswith(grant.prefix)]
        return sorted(found, key=lambda grant: (grant.for_user is not None, -len(grant.prefix)))

    def lapsed_at(self, code: str, roles: frozenset[str] | set[str]) -> str:
        """The sentence why a role that was lent to him for that place gives nothing today; "" when none was."""
        reached = [lapse for lapse in self.lapses if lapse.role in roles and lapse.reaches(code)]
        return reached[-1].why_not_on(timezone.localdate()) if reached else ""

    def identities(self, user_id: int, code: str) -> dict[int, str]:
        """Whose deeds at the place count as this person's: his own id, and of those he acts for there, with names."""
        given = {
            grant.for_user: grant.for_name for grant in self.grants if grant.for_user and code.startswith(grant.prefix)
        }
        return {**given, user_id: ""}

    def acting_regions(self) -> dict[int, list[str]]:
        """The ids of the people whose roles are lent to this person today, each with the regions of these roles."""
        found: dict[int, list[str]] = {}
        for grant in self.grants:
            if grant.for_user:
                found.setdefault(grant.for_user, []).append(grant.region_code)
        return found

    def grants_in(self, region_code: str, roles: frozenset[str] | set[str]) -> list[Grant]:
        """The grants of those roles for exactly that region, his own first: no wider or narrower one answers for it."""
        found = [grant for grant in self.grants if grant.role in roles and grant.region_code == region_code]
        return sorted(found, key=lambda grant: grant.for_user is not None)

    def roles_at(self, code: str) -> frozenset[str]:
        """All roles held at the place with that code."""
        return frozenset(grant.role for grant in self.grants if code.startswith(grant.prefix))

    def owns_at(self, code: str, role: str) -> bool:
        """Is the role his own at the place with that code, not one lent to him?"""
        return any(grant.role == role and grant.for_user is None for grant in self.grants_at(code, {role}))

    def regions_of(self, roles: frozenset[str] | set[str]) -> list[str]:
        """The region codes in which one of the roles is held."""
        return sorted({grant.region_code for grant in self.grants if grant.role in roles})

    def holds(self, role: str) -> bool:
        """Is the role held anywhere?"""
        return any(grant.role == role for grant in self.grants)


@cache
def _held_and_lent() -> Composed:
    # Not at the top: the models of accounts read scopes.
    user_model = get_user_model()

    def both(pk: int, today: datetime.date, since: datetime.date) -> QuerySet:
        user = user_model(pk=pk)
        own = user.assignments.valid_on(today).order_by().values_list(*OWN_COLUMNS.values())
        lent = user.borrowed.ending_from(since).order_by().values_list(*COLUMNS.values())
        return own.union(lent, all=True)

    return Composed(both, -1, datetime.date(1, 1, 1), datetime.date(1, 1, 2))


def _lent_grant(row: Lent) -> Grant:
    return Grant(
        role=row.role,
        region_code=row.region,
        prefix=codes.prefix(row.region),
        office=row.office,
        for_user=row.giver,
        for_name=row.name,
        until=row.valid_to,
        delegation=row.key,
    )
