"""BulkDecision: one answer that a person gave for many processes, and what became of it at each."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.models.letter import Letter
from workflows.models.process import Process


class BulkDecision(models.Model):
    """What was filled in once. Written whole, with its items, by ``workflows.services.together`` alone.

    ``fields`` are the columns that the step asks for, as values and not as they were typed; ``files`` the papers by the
    name of their slot (``workflows.evidence_files.KeptFile``). ``letter`` is the letter that decides all of them, None
    where the step has none. ``takes_back`` is the earlier decision that this one takes back, with its reason.
    ``client_id`` names the request by which it was confirmed: the same again makes no second.
    ``request_digest`` tells a program's request from another under the same name.
    """

    kind = models.CharField(max_length=40)
    step = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="+")
    fields = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    files = models.JSONField(default=dict)
    reason_code = models.CharField(max_length=40, blank=True, default="")
    reason_text = models.TextField(blank=True, default="")
    takes_back = models.ForeignKey("self", models.CASCADE, null=True, related_name="taken_back_by")
    client_id = models.UUIDField(unique=True)
    request_digest = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField()
    simulated = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("decision for several")
        verbose_name_plural = _("decisions for several")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind}.{self.step} {self.pk}"


class BulkItem(models.Model):
    """One process of a bulk decision: the version that was read, and what came of it.

    ``sentence`` says why it was refused; ``event_seq`` and ``event_hash`` are the ledger entry of its site that
    proves that it was done.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Decided")
        REFUSED = "refused", _("Not decided")

    decision = models.ForeignKey(BulkDecision, models.CASCADE, related_name="items")
    process = models.ForeignKey(Process, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    sentence = models.TextField(blank=True, default="")
    event_seq = models.PositiveIntegerField(null=True)
    event_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("case of a decision for several")
        verbose_name_plural = _("cases of decisions for several")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "process"], name="bulk_item_process_once"),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(sentence=""), name="bulk_item_refused_with_a_sentence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.process_id} {self.status}"

    @property
    def client_id(self) -> uuid.UUID:
        """The name of the one request that takes the step at this process, however often it is sent."""
        return uuid.uuid5(self.decision.client_id, str(self.process_id))
