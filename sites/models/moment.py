"""The register's past: what the map showed of a site from one moment to the next."""

from django.db import models

from sites.models.site import Site


class SiteMoment(models.Model):
    """What stood at a site from ``at`` on, until its next moment. A trigger writes it with the change itself.

    ``record`` is the site's line of the points layer (``sites.layers.points``), ``seq`` the number of its ledger's last
    entry then, ``open`` false while it was closed. A change that the map does not show makes no moment. ``at`` is the
    time of that entry, in a simulated story the story's own; without an entry (a term ended) the time of the change.
    """

    # Without an index of its own: the one below begins with it.
    site = models.ForeignKey(Site, models.CASCADE, related_name="moments", db_index=False)
    at = models.DateTimeField()
    seq = models.PositiveIntegerField()
    open = models.BooleanField()
    record = models.BinaryField()

    class Meta:
        indexes = [
            # All that a question for a date reads, so that it never visits the table.
            models.Index(fields=["site", "-at", "-id"], name="moment_of_site", include=["open", "record"]),
            models.Index(fields=["at"], name="moment_at"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.at.isoformat()}"


class StateCombination(models.Model):
    """What the hash in a record stands for: the state of each kind of workflow that a site had at once.

    The same one may stand here more than once: two who meet a new one at the same moment do not wait for each other.
    """

    hash = models.BinaryField()
    states = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["hash"], name="combination_hash")]

    def __str__(self) -> str:
        return " ".join(f"{kind}:{state}" for kind, state in self.states.items())


class ProcessMoment(models.Model):
    """What the site's row said of one of its processes from ``at`` on: an entry of ``Site.processes``.

    State, flags, whom it awaits and since when, so that "who was waited for" has an answer for any day. Written by a
    trigger, as the site's moments are; a process that was simulated takes its moments along.
    """

    # Without an index of its own: the one below begins with it.
    site = models.ForeignKey(Site, models.CASCADE, related_name="process_moments", db_index=False)
    process_id = models.BigIntegerField()
    at = models.DateTimeField()
    row = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["site", "process_id", "-at", "-id"], name="moment_of_process")]

    def __str__(self) -> str:
        return f"{self.process_id} {self.at.isoformat()}"
