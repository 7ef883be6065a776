"""Questions about commitments: which a person sees, which await him, which bind a region, which are late."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Literal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.roles import Role
from gis_data import codes
from gis_data.querysets import prefix_q
from workflows.coordination import permission
from workflows.coordination.models import Agreement, Commitment

_OPEN = (Commitment.State.OPEN, Commitment.State.DONE)


@dataclass(frozen=True)
class Due:
    """A commitment that awaits the person: he is to report it done, or to confirm what was reported."""

    commitment: Commitment
    deed: Literal["report", "confirm"]

    @property
    def since(self) -> datetime.date:
        """The day it stands in the list by: when it is due, or since when it awaits confirmation."""
        if self.deed == "report":
            return self.commitment.due_on
        return timezone.localdate(self.commitment.state_since)

    @property
    def late(self) -> bool:
        """Has its day passed unreported?"""
        return self.commitment.is_late


def visible_to(user) -> QuerySet[Commitment]:
    """The commitments that bind a place the person serves, or that his office has made.

    A commitment binds all that lies in its regions: what a province has promised for all its regencies is seen in each.
    """
    bound = Commitment.regions.through.objects.filter(_binds(user.scope.region_codes)).values("commitment_id")
    return _whole(Commitment.objects.filter(Q(pk__in=bound) | Q(owner__name__in=offices_of(user))))


def agreements_visible_to(user) -> QuerySet[Agreement]:
    """The agreements made for the person's regions, or for one around them, or that hold a commitment he sees."""
    regions = user.scope.region_codes
    own = prefix_q("region__code", regions) | Q(region_id__in=_around(regions))
    return Agreement.objects.filter(own | Q(pk__in=visible_to(user).order_by().values("agreement_id")))


def in_region(region_code: str, user) -> QuerySet[Commitment]:
    """What the person may see of the commitments that bind the region or a place in it. Raises codes.InvalidCode."""
    bound = Commitment.regions.through.objects.filter(_binds([region_code])).values("commitment_id")
    return visible_to(user).filter(pk__in=bound)


def commitments_in(region_code: str, user) -> QuerySet[Commitment]:
    """The same, those that are not ended: for a region's page, the earliest due first. Raises codes.InvalidCode."""
    return in_region(region_code, user).filter(state__in=_OPEN)


def due_for(user) -> list[Due]:
    """What awaits the person: his office's open commitments, and reports he is to confirm, the most urgent first.

    One query and those of its regions; none for whoever is of no office.
    """
    found = [
        Due(one, "report" if one.state == Commitment.State.OPEN else "confirm")
        for one in _whole(_concerning(user))
        if one.state == Commitment.State.OPEN or not permission.why_not_confirm(user, one)
    ]
    return sorted(found, key=lambda due: (due.since, due.commitment.pk))


def due_count(user) -> int:
    """How many commitments await the person, as ``due_for`` lists them. One query; none for whoever is of no office."""
    rows = _concerning(user).values_list("state", "actors")
    return sum(state == Commitment.State.OPEN or not permission.has_reported(user, actors) for state, actors in rows)


def late(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Those whose day has passed without a report."""
    return commitments.filter(state=Commitment.State.OPEN, due_on__lt=timezone.localdate())


def tally(commitments: QuerySet[Commitment]) -> dict[str, int]:
    """How many there are by state, and how many are late. One query."""
    today = timezone.localdate()
    counted = {state.value: Count("pk", filter=Q(state=state)) for state in Commitment.State}
    overdue = Count("pk", filter=Q(state=Commitment.State.OPEN, due_on__lt=today))
    return commitments.order_by().aggregate(**counted, late=overdue)


def offices_of(user) -> list[str]:
    """The names of the offices in which the person may act today."""
    return sorted({grant.office for grant in user.scope.grants if grant.office and grant.role != Role.VIEWER})


def _concerning(user) -> QuerySet[Commitment]:
    """His office's open commitments, and those reported done that his office oversees."""
    offices, overseen = offices_of(user), []
    for grant in user.scope.grants:
        if grant.role in permission.RECORDERS:
            where = Q(agreement__recorded_role=grant.role, agreement__recorded_office=grant.office)
            overseen.append(where & prefix_q("agreement__region__code", [grant.region_code]))
    if not (offices or overseen):
        return Commitment.objects.none()
    mine = Q(state=Commitment.State.OPEN, owner__name__in=offices)
    judged = Q(state=Commitment.State.DONE) & reduce(or_, overseen, Q(pk__in=[]))
    return Commitment.objects.filter(mine | judged)


def _whole(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    return (
        commitments.select_related("agreement", "owner", "done_by", "confirmed_by")
        .prefetch_related("regions")
        .order_by("due_on", "pk")
    )


def _binds(region_codes: Iterable[str]) -> Q:
    return prefix_q("region__code", region_codes) | Q(region_id__in=_around(region_codes))


def _around(region_codes: Iterable[str]) -> set[str]:
    """The regions that hold one of these, themselves left out."""
    found = set()
    for code in region_codes:
        parent = codes.parse(code).parent
        while parent is not None:
            found.add(parent)
            parent = codes.parse(parent).parent
    return found
