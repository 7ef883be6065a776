"""Evidence: a file attached to a process, known by the hash of its bytes."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.models.process import Process


class Evidence(models.Model):
    """One photo or document. The bytes stand in the file store under their SHA-256, once, however often attached.

    A file is never deleted: taken back, it stays with the date and the person who took it back. What a phone sends is
    declared first, by its hash, and counts from then on; its bytes come as the connection allows.
    """

    class PositionSource(models.TextChoices):
        DEVICE = "device", _("Device position at capture")
        EXIF = "exif", _("Written in the photo by the camera")
        TYPED = "typed", _("Typed in by the sender")

    process = models.ForeignKey(Process, models.PROTECT, related_name="evidence")
    slot = models.CharField(max_length=40)
    # The round of a fresh slot it was handed in for (Process.rounds); 0 in a slot that has no rounds.
    round = models.PositiveSmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    filename = models.CharField(max_length=150)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    preview_sha256 = models.CharField(max_length=64, blank=True, default="")
    captured_at = models.DateTimeField(null=True)
    position = models.PointField(srid=4326, null=True)
    position_source = models.CharField(max_length=10, choices=PositionSource, blank=True, default="")
    position_accuracy_m = models.PositiveIntegerField(null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    # When the bytes were all here. None: a phone declared the file with a step, and they follow.
    arrived_at = models.DateTimeField(null=True)
    # Why the bytes that came were put aside; "" for what is in order.
    quarantine = models.TextField(blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]
        # Is the same file attached elsewhere?
        indexes = [
            models.Index(fields=["sha256"], name="evidence_sha256"),
            models.Index(fields=["process"], name="evidence_on_its_way", condition=Q(arrived_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "slot", "round", "sha256"],
                condition=Q(withdrawn_at=None),
                name="evidence_same_file_once",
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="evidence_hash_is_sha256"),
            models.CheckConstraint(
                condition=Q(position=None, position_source="") | Q(position__isnull=False) & ~Q(position_source=""),
                name="evidence_position_has_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.filename}"

    @property
    def is_photo(self) -> bool:
        return self.content_type.startswith("image/")
