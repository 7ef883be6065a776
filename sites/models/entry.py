"""One entry of an append-only, hash-chained record: its columns, whatever the chain is about."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Entry(models.Model):
    """The columns that are hashed (``sites.chain``); the database refuses to change a row.

    A child says as ``chain_name`` which chain an entry belongs to: that is part of its hash.

    Names are kept as text beside the keys: an entry must read the same when an office has been renamed.
    """

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
        abstract = True

    @property
    def author(self) -> str:
        """Who did it, and for whom: "A", or "A for B" under a lent role."""
        if not self.on_behalf_of_name:
            return self.actor_name
        return _("%(actor)s for %(giver)s") % {"actor": self.actor_name, "giver": self.on_behalf_of_name}
