"""The ledger: one append-only, hash-chained entry for everything that ever changed at a site."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from sites.models.entry import Entry
from sites.models.site import Site


class Event(Entry):
    """One entry. Written only by ``sites.ledger.record``; the database refuses UPDATE, DELETE and TRUNCATE.

    The one exception to "never deleted" is a chain's simulated end (``simulated``), which ``simulate_rollout --remove``
    takes away; a trigger holds that no real entry can follow a simulated one.
    """

    # Without an index of its own: the unique one over (site, seq) begins with it.
    site = models.ForeignKey(
        Site, models.PROTECT, related_name="events", db_index=False, verbose_name=gettext_lazy("Site")
    )

    class Meta:
        verbose_name = gettext_lazy("ledger entry")
        verbose_name_plural = gettext_lazy("ledger entries")
        ordering = ["site_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["site", "seq"], name="event_seq_once_per_site"),
            models.UniqueConstraint(
                fields=["client_id"], condition=Q(client_id__isnull=False), name="event_client_id_once"
            ),
            models.CheckConstraint(condition=Q(hash__regex=r"^[0-9a-f]{64}$"), name="event_hash_is_sha256"),
        ]
        indexes = [
            models.Index(fields=["process_id", "seq"], name="event_of_process", condition=Q(process_id__isnull=False)),
            # Few entries have one; an account that stands in the ledger is looked for when it is deleted.
            models.Index(fields=["on_behalf_of"], name="event_on_behalf_of", condition=Q(on_behalf_of__isnull=False)),
            # Every page and every start asks whether anything is simulated; usually nothing is.
            models.Index(fields=["site"], name="event_simulated", condition=Q(simulated=True)),
        ]

    def __str__(self) -> str:
        return f"{self.site_id}#{self.seq} {self.verb}"

    @property
    def chain_name(self) -> str:
        """The site's code."""
        return self.site.code
