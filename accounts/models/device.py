"""Enrolled phones, and the codes by which one is enrolled."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.token import ApiToken


class Device(models.Model):
    """One enrolment of one phone for one person: the phone names it, its token opens the addresses of the phone only.

    A phone that is enrolled again is another row, so that what was revoked stays revoked for ever.
    ``clock_skew_s``: how many seconds the phone's clock is ahead of ours, as of the last contact; None: not known.
    """

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="devices", verbose_name=_("Person"))
    name = models.CharField(_("Phone"), max_length=80)
    token = models.OneToOneField(ApiToken, models.PROTECT, related_name="device", editable=False)
    enrolled_at = models.DateTimeField(_("Enrolled"), default=timezone.now)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Enrolled by")
    )
    last_contact_at = models.DateTimeField(_("Last contact"), null=True, blank=True)
    app_version = models.CharField(max_length=40, blank=True, default="")
    clock_skew_s = models.IntegerField(null=True, blank=True)
    revoked_at = models.DateTimeField(_("Revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Revoked by"),
    )
    revoke_reason = models.CharField(_("Why it is revoked"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        ordering = ["-enrolled_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None, revoke_reason="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason="")),
                name="device_revoked_by_somebody_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.user}"


class EnrolmentCode(models.Model):
    """A code's hash: whoever types the code until it expires enrols one phone for ``user``. It is shown once."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    device_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None, device_id=None) | Q(used_at__isnull=False, device_id__isnull=False),
                name="enrolmentcode_used_by_a_phone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {timezone.localtime(self.expires_at):%Y-%m-%d %H:%M}"
