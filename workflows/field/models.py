"""What phones send: items with their receipts, other content under the same name, and the files that follow."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sites.models import Site
from workflows.models.process import Process


class FieldFile(models.Model):
    """Bytes that a person's phone declared, and how many of them have come. The hash is that of the whole.

    ``received``: bytes that stand safely in the store, in pieces, until all are there. ``original``: of a thumbnail,
    the hash of the photo it shows. ``failures``: how often all bytes were there and were not what was declared.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Not here yet")
        ARRIVED = "arrived", _("Arrived")
        QUARANTINED = "quarantined", _("Put aside")

    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=40)
    name = models.CharField(max_length=150)
    accepts = models.CharField(max_length=10)
    original = models.CharField(max_length=64, blank=True, default="")
    received = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=12, choices=Status, default=Status.WAITING)
    sentence = models.TextField(blank=True, default="")
    declared_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("file from a phone")
        verbose_name_plural = _("files from phones")
        constraints = [
            models.UniqueConstraint(fields=["sender", "sha256"], name="field_file_once"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="field_file_hash_is_sha256"),
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="field_file_not_longer"),
        ]

    def __str__(self) -> str:
        return self.name


class FieldItem(models.Model):
    """One captured thing. What was sent (``body``) never changes; ``status`` says what became of it.

    ``item`` is the name the phone chose, and ``digest`` the SHA-256 of what was sent, without the time of sending. The
    row's number is the receipt's. ``skew_s``: by how many seconds the phone's clock was before the server's.
    ``process``: the one it is about, once that is known; ``line`` the number of the line it added or changed.
    """

    class Status(models.TextChoices):
        BACKLOG = "backlog", _("Waits for another report")
        TAKEN = "taken", _("Recorded")
        REFUSED = "refused", _("To be corrected")
        CONFLICT = "conflict", _("Waits for a decision")
        SETTLED = "settled", _("Settled")
        SET_ASIDE = "set_aside", _("Set aside")

    # Its files, where they were just written, which locks them: nobody need read them again.
    in_hand: ClassVar[list[FieldFile] | None] = None

    item = models.UUIDField(unique=True)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    device = models.UUIDField(null=True)
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    process = models.ForeignKey(Process, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    step = models.CharField(max_length=40)
    status = models.CharField(max_length=12, choices=Status)
    code = models.CharField(max_length=40, blank=True, default="")
    sentence = models.TextField(blank=True, default="")
    errors = models.JSONField(default=dict)
    # Items it waits for that have not been taken yet.
    awaits = models.JSONField(default=list)
    event_seq = models.PositiveIntegerField(null=True)
    line = models.PositiveIntegerField(null=True)
    captured_at = models.DateTimeField()
    received_at = models.DateTimeField()
    skew_s = models.IntegerField(default=0)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    simulated = models.BooleanField(default=False)
    files = models.ManyToManyField(FieldFile, related_name="items")

    class Meta:
        verbose_name = _("report from the field")
        verbose_name_plural = _("reports from the field")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["site", "-id"], name="field_item_of_site"),
            models.Index(fields=["sender", "captured_at"], name="field_item_of_sender"),
            models.Index(fields=["id"], name="field_item_backlog", condition=Q(status="backlog")),
            models.Index(fields=["site"], name="field_item_conflict", condition=Q(status="conflict")),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def receipt(self) -> str:
        """The receipt's number, as the phone shows it."""
        return f"T-{self.pk:06d}"


class DifferingItem(models.Model):
    """What came under the name of an item with other content: kept beside it until a person has looked at both."""

    item = models.ForeignKey(FieldItem, models.CASCADE, related_name="differing")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    received_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("other content under the same name")
        verbose_name_plural = _("other content under the same name")
        constraints = [models.UniqueConstraint(fields=["item", "digest"], name="field_differing_once")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.digest[:12]}"


class FieldHolding(models.Model):
    """What a phone says it holds of one day: how much was captured on it, sent from it, and how many files wait.

    Its own account, kept beside what was received; ``storage`` is what its browser says of the room there is.
    """

    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    device = models.UUIDField(null=True)
    day = models.DateField()
    captured = models.PositiveIntegerField()
    sent = models.PositiveIntegerField()
    files_waiting = models.PositiveIntegerField()
    storage = models.JSONField(default=dict)
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("holding of a phone")
        verbose_name_plural = _("holdings of phones")
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "device", "day"], nulls_distinct=False, name="field_holding_of_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender_id}: {self.day}"


class Suspicion(models.Model):
    """Something about a report that whoever confirms should look at. ``data``: what the sentence is made of."""

    class Kind(models.TextChoices):
        REUSED = "reused", _("Photo used elsewhere")
        FAR = "far", _("Far from the site")
        SPEED = "speed", _("Faster than one can travel")
        ACCURACY = "accuracy", _("Accuracy of 0 m")

    item = models.ForeignKey(FieldItem, models.CASCADE, related_name="suspicions")
    kind = models.CharField(max_length=10, choices=Kind)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    data = models.JSONField(default=dict)
    found_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign at a report")
        verbose_name_plural = _("signs at reports")
        constraints = [
            models.UniqueConstraint(fields=["item", "kind", "sha256"], name="field_suspicion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.kind}"
