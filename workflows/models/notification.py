"""What a person was told: that something awaits him, or what became of something he proposed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sites.models import Site
from workflows.models.mail import Mail
from workflows.models.process import Process


class News(models.Model):
    """Something happened that somebody may have to be told of: written in the transaction in which it happened, deleted
    in the one that tells (``workflows.notifications``).

    No foreign keys: it must cost a step as little as possible, and what is gone by then is not told.
    """

    content = models.JSONField()

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def __str__(self) -> str:
        return f"news {self.pk}"


class Notification(models.Model):
    """One person told one thing: something awaits him, was decided, is overdue elsewhere and was raised to him, or has
    become of a report that a phone sent (``workflows.field.notices``); or that a phone was enrolled in his name, which
    is about no place.
    What is said is kept as data, and put into words in the reader's language.

    ``step`` is the step that is awaited, or that was taken; ``cause`` the rule the person has to make true first.
    ``data``: who decided ("office", "role") and why ("reason_code", "reason_text").
    """

    class Kind(models.TextChoices):
        AWAITED = "awaited", _("Awaits you")
        DECIDED = "decided", _("Decided")
        RAISED = "raised", _("Overdue, raised to you")
        FIELD = "field", _("Report from the field")
        PHONE = "phone", _("Phone in your name")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications", verbose_name=_("Person")
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="+", verbose_name=_("Site"))
    process = models.ForeignKey(Process, models.CASCADE, null=True, related_name="+", verbose_name=_("Process"))
    process_version = models.PositiveIntegerField()
    step = models.CharField(max_length=40)
    cause = models.CharField(max_length=60, blank=True, default="")
    state = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("Made"))
    read_at = models.DateTimeField(_("Read"), null=True)
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, related_name="notifications", verbose_name=_("E-mail"))
    mailed_at = models.DateTimeField(_("Sent by e-mail"), null=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "process", "process_version", "kind", "step", "cause"], name="notification_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="phone", site=None, process=None)
                | (~Q(kind="phone") & Q(site__isnull=False, process__isnull=False)),
                name="notification_about_a_place_or_a_phone",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notification_of_person"),
            # Every page counts them.
            models.Index(fields=["person"], name="notification_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.process_id} {self.step}"
