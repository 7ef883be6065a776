"""GeographyVersion: the one row that says when a region or a boundary last changed, kept by triggers."""

from django.db import models


class GeographyVersion(models.Model):
    """What is drawn from regions and boundaries is kept under this time.

    Reading it costs the same for 14 outlines and for 83,000. The triggers write it in the transaction of the change,
    so no reader sees the new time with the old outlines.
    """

    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.changed_at.isoformat()
