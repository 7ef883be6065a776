"""The ledger: one append-only, hash-chained entry for everything that ever changed at a site."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.models.site import Site


class Event(models.Model):
    """One entry. Written only by ``sites.ledger.record``; the database refuses UPDATE, DELETE and TRUNCATE.

    Names are kept as text beside the keys: an entry must read the same when an office has been renamed. The one
    exception to "never deleted" is a chain's simulated end (``simulated``), which ``simulate_rollout --remove`` takes
    away; a trigger holds that no real entry can follow a simulated one.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="events", verbose_name=gettext_lazy("Site"))
    seq = models.PositiveIntegerField(gettext_lazy("Number"))
    verb = models.CharField(gettext_lazy("What happened"), max_length=30)

    process_id = models.BigIntegerField(null=True)
    process_kind = models.CharField(max_length=40, blank=True, default="")
    process_version = models.PositiveIntegerField(null=True)
    step = models.CharField(max_length=40, blank=True, default="")
    before_state = models.CharField(max_length=40, blank=True, default="")
    after_state = models.CharField(max_length=40, blank=True, default="")
    reason_code = models.CharField(max_length=40, blank=True, default="")
    reason_text = models.TextField(blank=True, default="")
    changes = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    actor_role = models.CharField(max_length=30, blank=True, default="")
    actor_office = models.CharField(max_length=160, blank=True, default="")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    on_behalf_of_name = models.CharField(max_length=150, blank=True, default="")
    device_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    request_id = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    request_digest = models.CharField(max_length=64, blank=True, default="")
    simulated = models.BooleanField(default=False)

    previous_hash = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64)

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
    def author(self) -> str:
        """Who did it, and for whom: "A", or "A for B" under a lent role."""
        if not self.on_behalf_of_name:
            return self.actor_name
        return _("%(actor)s for %(giver)s") % {"actor": self.actor_name, "giver": self.on_behalf_of_name}
