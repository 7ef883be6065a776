"""Claim: something of which there is one, held by one process at a time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models.process import Process


class Claim(models.Model):
    """Which process holds a resource now: an asset under an open instrument, a kit in use, a terminal at its counter.

    ``resource`` names it ("asset:12"). The unique key decides who gets it, never a look beforehand; what was held when
    stands in the ledger's entries of the processes. Written by ``workflows.claims`` alone.
    """

    resource = models.CharField(max_length=120, unique=True)
    process = models.ForeignKey(Process, models.PROTECT, related_name="claim_set")
    held_since = models.DateTimeField()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return f"{self.resource}: {self.process_id}"
