"""A mail to a person: made once for its occasion, tried until it is delivered, and visible when it is not."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Mail(models.Model):
    """One mail. What it says is put together when it is sent, from the notifications that name it.

    ``occasion`` says why it was made ("digest 2026-11-23"); the unique row decides that it is made once.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Not delivered yet")
        SENT = "sent", _("Delivered")
        REFUSED = "refused", _("Refused by the mail server")
        DROPPED = "dropped", _("Not needed any more")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mails", verbose_name=_("Person"))
    occasion = models.CharField(_("Occasion"), max_length=40)
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    address = models.CharField(_("Address"), max_length=254, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    last_error = models.CharField(_("Last error"), max_length=300, blank=True, default="")
    made_at = models.DateTimeField(_("Made"))
    sent_at = models.DateTimeField(_("Sent"), null=True)

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "occasion"], name="mail_once_per_occasion")]

    def __str__(self) -> str:
        return f"{self.person}: {self.occasion}"
