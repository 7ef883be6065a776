"""What the programme is to reach, beside what is reached: counted from the readiness records, for the dashboard."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from gis_data.models import Region
from gis_data.querysets import prefix_q
from workflows.flows.readiness import Readiness
from workflows.readiness.catalogue import Target
from workflows.readiness.states import State, at_least

# A cooperative with several sites counts once; one that is not known counts by its site.
_COOPERATIVE = Coalesce(F("site__cooperative_id"), -F("site_id"))


@dataclass(frozen=True)
class TargetProgress:
    """``level`` is what is counted from; ``reached`` how many cooperatives had it, with valid papers, when counted."""

    target: Target
    region: str
    level: State
    reached: int
    counted_at: datetime.datetime

    @property
    def missing(self) -> int:
        """How many are still to come; 0 when the target is met."""
        return max(0, self.target.count - self.reached)


def targets_for(user, *, year: int | None = None, region: str = "") -> list[TargetProgress]:
    """The targets of the regions the person may see the whole of, or of that one; the newest year first. Three queries,
    however many.

    Whoever sees only a part of a region is not told its count: it would tell of the rest.
    """
    wanted = Target.objects.all() if year is None else Target.objects.filter(year=year)
    targets = [
        target
        for target in wanted
        if user.scope.covers(target.region_code) and (not region or target.region_code == region)
    ]
    if not targets:
        return []
    around = prefix_q("site__code", {target.region_code for target in targets})
    reached = Readiness.objects.filter(around, site__closed_at=None).aggregate(
        **{f"target_{target.pk}": Count(_COOPERATIVE, filter=_reached(target), distinct=True) for target in targets}
    )
    names = {
        region.code: region.full_name for region in Region.objects.filter(code__in={t.region_code for t in targets})
    }
    now = timezone.now()
    return [
        TargetProgress(
            target,
            names.get(target.region_code, target.region_code),
            level_of(target),
            reached[f"target_{target.pk}"],
            now,
        )
        for target in targets
    ]


def level_of(target: Target) -> State:
    """The level a target counts from; "active" is what the configuration says."""
    return State(settings.READINESS_ACTIVE_LEVEL if target.what == Target.ACTIVE else target.what)


def _reached(target: Target) -> Q:
    level = level_of(target)
    papers = Q(missing_legal="") if level == State.LEGAL else Q(missing_papers="")
    return Q(state__in=at_least(level)) & papers & prefix_q("site__code", [target.region_code])
