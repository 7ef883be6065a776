"""A counter per district that moves with every change to the read-model of a site there."""

from collections.abc import Iterable

from django.db import connection, models

from gis_data import codes

# By how much a counter moves, in SQL. At random, because a database that was restored from a backup counts on from an
# older number: in single steps it would come by numbers again under which caches and browsers hold what was lost.
STRIDE = "1 + floor(random() * 4294967296)::bigint"


class DistrictVersionQuerySet(models.QuerySet):
    """Versions of whole scopes."""

    def of_scope(self, region_codes: list[str]) -> int:
        """The version of everything inside the regions: the sum of ever-growing counters, so any change moves it.

        No number means two things, also when a backup was restored in between (``STRIDE``).

        Exact under concurrency because the counter moves in the transaction of the change; one row per district
        keeps two teams in two districts from waiting for each other.
        """
        # A village's own version is its district's: codes below the district are cut to it.
        prefixes = [codes.prefix(code[:8]) for code in region_codes]
        with connection.cursor() as cursor:  # asked at every look at the map; composing it would cost more than it does
            cursor.execute(
                f"SELECT coalesce(sum(version), 0)::bigint FROM {self.model._meta.db_table} "  # noqa: S608
                "WHERE district_code LIKE ANY (%s)",
                [[f"{prefix}%" for prefix in prefixes]],
            )
            return cursor.fetchone()[0]

    def bump(self, district_codes: Iterable[str]) -> None:
        """Move the counters; their rows stay locked until the transaction ends, so call it last.

        One statement that adds or moves: a look beforehand would lose the second of two first changes. In the order of
        the codes, so that two who move several cannot wait for each other.
        """
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} AS kept (district_code, version) "  # noqa: S608
                f"SELECT code, {STRIDE} FROM unnest(%s::text[]) AS code "
                f"ON CONFLICT (district_code) DO UPDATE SET version = kept.version + {STRIDE}",
                [sorted(set(district_codes))],
            )


class DistrictVersion(models.Model):
    """What caches and ETags of map layers are keyed by (docs/adr/0004)."""

    district_code = models.CharField(primary_key=True, max_length=8)
    version = models.BigIntegerField(default=1)

    objects = DistrictVersionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.district_code}: {self.version}"
