"""Who acts in a simulated rollout: the demonstration accounts, by role and place."""

import random
from collections import defaultdict

from django.utils import timezone

from accounts.clock import clock
from accounts.models import Assignment, User
from accounts.roles import Role


class NobodyThere(LookupError):
    """No demonstration account holds the role at the place, or none that did not take part before."""


class Cast:
    """The demonstration accounts of today, and the clock."""

    def __init__(self) -> None:
        self.clock = clock()
        people: dict[int, User] = {}
        self._at: dict[tuple[str, str], list[User]] = defaultdict(list)
        rows = Assignment.objects.valid_on(timezone.localdate()).filter(user__is_demo=True).select_related("user")
        for row in rows.order_by("user__username"):
            # One object per person: what it knows of its scope is then asked for once.
            person = people.setdefault(row.user_id, row.user)
            self._at[row.role, row.region_id].append(person)

    def choose(self, role: Role, site_code: str, *, apart_from: set[int], seed: int) -> User:
        """Who acts in the role at the site: the nearest, always the same one, but nobody of ``apart_from`` (user ids).

        Raises NobodyThere.
        """
        for region in (site_code[:13], site_code[:8], site_code[:5], site_code[:2], "ID"):
            candidates = [person for person in self._at.get((role, region), []) if person.pk not in apart_from]
            if candidates:
                return random.Random(f"{seed}/{site_code}/{role}").choice(candidates)  # noqa: S311
        raise NobodyThere(f"{role} at {site_code}")
