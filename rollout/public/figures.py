"""What the public may know: for each village the stage of its site, at the village's own point, and nothing besides."""

from collections import Counter
from dataclasses import dataclass

from django.core.cache import cache

from gis_data.querysets import prefix_q
from sites.models import Site
from sites.stages import Stage

KEPT_SECONDS = 600
# A thousandth of a degree, about a hundred metres: a village, never a plot.
DECIMALS = 3


@dataclass(frozen=True)
class Village:
    """A village: names and code of public geography, the stage, and the village's point (longitude, latitude)."""

    code: str
    name: str
    district: str
    regency_code: str
    regency: str
    stage: Stage
    longitude: float
    latitude: float


def villages(region: str) -> list[Village]:
    """The villages of the region (a code of it or of a place around them), in the order of their codes; kept for ten
    minutes. One query."""
    return cache.get_or_set(f"rollout.public.{region}", lambda: _asked(region), KEPT_SECONDS)


def counts(found: list[Village]) -> dict[Stage, int]:
    """How many villages stand at each stage."""
    counted = Counter(village.stage for village in found)
    return {stage: counted[stage] for stage in Stage}


def _asked(region: str) -> list[Village]:
    # The site's own position may be a plot's: it is not even read.
    columns = ("village__name", "village__parent__name", "village__parent__parent__name", "village__point")
    rows = Site.objects.filter(prefix_q("code", [region]), closed_at=None, village__point__isnull=False)
    return [
        Village(
            code=code,
            name=name,
            district=district,
            regency_code=code[:5],
            regency=regency,
            stage=Stage(stage),
            longitude=round(point.x, DECIMALS),
            latitude=round(point.y, DECIMALS),
        )
        for code, stage, name, district, regency, point in rows.order_by("code").values_list("code", "stage", *columns)
    ]
