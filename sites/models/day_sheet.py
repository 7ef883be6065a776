"""The register's past, day by day: what the map showed of a regency when a day had ended."""

from django.db import models


class DaySheet(models.Model):
    """The points layer's records (``sites.layers.points``) of a regency's open sites in order of their codes, as they
    stood at the end of ``day`` here (settings.TIME_ZONE).

    Derived from the moments once the day is over, for days on which something changed: a day without a sheet looked
    like the last one with one. Kept, because a date's map of the whole country is then read from five hundred rows and
    not looked for among millions.
    """

    regency_code = models.CharField(max_length=5)
    day = models.DateField()
    records = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regency_code", "day"], name="day_sheet_once")]

    def __str__(self) -> str:
        return f"{self.regency_code} {self.day.isoformat()}"


class SettledHistory(models.Model):
    """Up to which day, that included, a regency has all its sheets."""

    regency_code = models.CharField(primary_key=True, max_length=5)
    until = models.DateField()

    def __str__(self) -> str:
        return f"{self.regency_code} {self.until.isoformat()}"
