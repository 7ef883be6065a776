"""What a person may see and do, computed once per request from the assignments in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone

from accounts.roles import Role
from gis_data import codes


class Grant(NamedTuple):
    """One assignment in force: a role, the code prefix it covers, and the office it is exercised for."""

    role: str
    region_code: str
    prefix: str
    office: str


@dataclass(frozen=True)
class Scope:
    """The grants of one person. An empty scope sees nothing and may do nothing."""

    grants: tuple[Grant, ...]

    @classmethod
    def of(cls, user) -> "Scope":
        """The person's grants as of today; a superuser may look at the whole country but has no role in a workflow."""
        if not user.is_authenticated or not user.is_active:
            return cls(())
        rows = user.assignments.valid_on(timezone.localdate()).order_by("pk")
        return cls.from_rows(rows.values_list("role", "region_id", "office__name"), user)

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, str | None]], user) -> "Scope":
        """The scope made of (role, region code, office's name) of the assignments in force."""
        grants = [Grant(role, code, codes.prefix(code), office or "") for role, code, office in rows]
        if user.is_superuser:
            grants.append(Grant(Role.VIEWER, codes.COUNTRY, codes.prefix(codes.COUNTRY), ""))
        return cls(tuple(grants))

    @property
    def region_codes(self) -> list[str]:
        """The regions this person may look into: every assignment lets its holder see that region."""
        return sorted({grant.region_code for grant in self.grants})

    def covers(self, code: str) -> bool:
        """May this person see the place with that code?"""
        return any(code.startswith(grant.prefix) for grant in self.grants)

    def grants_at(self, code: str, roles: frozenset[str] | set[str]) -> list[Grant]:
        """The grants of those roles that reach the place with that code, the narrowest region first."""
        found = [grant for grant in self.grants if grant.role in roles and code.startswith(grant.prefix)]
        return sorted(found, key=lambda grant: -len(grant.prefix))

    def roles_at(self, code: str) -> frozenset[str]:
        """All roles held at the place with that code."""
        return frozenset(grant.role for grant in self.grants if code.startswith(grant.prefix))

    def regions_of(self, roles: frozenset[str] | set[str]) -> list[str]:
        """The region codes in which one of the roles is held."""
        return sorted({grant.region_code for grant in self.grants if grant.role in roles})

    def holds(self, role: str) -> bool:
        """Is the role held anywhere?"""
        return any(grant.role == role for grant in self.grants)
