"""A counter per district that moves with every change to the read-model of a site there."""

from django.db import models
from django.db.models import F, Sum

from gis_data.querysets import prefix_q


class DistrictVersionQuerySet(models.QuerySet):
    """Versions of whole scopes."""

    def of_scope(self, region_codes: list[str]) -> int:
        """The version of everything inside the regions: the sum of ever-growing counters, so any change moves it.

        Exact under concurrency because the counter moves in the transaction of the change; one row per district
        keeps two teams in two districts from waiting for each other.
        """
        # A village's own version is its district's: codes below the district are cut to it.
        districts = {code[:8] for code in region_codes}
        return self.filter(prefix_q("district_code", districts)).aggregate(total=Sum("version"))["total"] or 0

    def bump(self, district_code: str) -> None:
        """Move the counter; the row stays locked until the transaction ends, so call it last."""
        if not self.filter(district_code=district_code).update(version=F("version") + 1):
            self.bulk_create([self.model(district_code=district_code, version=1)], ignore_conflicts=True)


class DistrictVersion(models.Model):
    """What caches and ETags of map layers are keyed by (docs/adr/0004)."""

    district_code = models.CharField(primary_key=True, max_length=8)
    version = models.BigIntegerField(default=1)

    objects = DistrictVersionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.district_code}: {self.version}"
