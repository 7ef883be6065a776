"""The person who logs in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.scope import Scope


class User(AbstractUser):
    """A person. Demonstration accounts are named by role, never as real persons."""

    class MailRhythm(models.TextChoices):
        DAILY = "daily", _("Once a day, on working days")
        AT_ONCE = "at_once", _("At once")
        NEVER = "never", _("Never")

    first_name = None
    last_name = None
    full_name = models.CharField(_("Name"), max_length=150)
    language = models.CharField(
        _("Language"), max_length=5, choices=[("id", "Indonesia"), ("en", "English")], default="id"
    )
    mail_rhythm = models.CharField(_("News by e-mail"), max_length=10, choices=MailRhythm, default=MailRhythm.DAILY)
    is_demo = models.BooleanField(
        _("Demonstration account"),
        default=False,
        help_text=_(
            "What a demonstration account writes is marked as simulated; production refuses to start with one."
        ),
    )

    REQUIRED_FIELDS = ["full_name", "email"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["id"], condition=models.Q(is_active=False), name="user_closed")]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def scope(self) -> Scope:
        """What this person may see and do, as of the moment of the request; one query, kept on the instance."""
        return Scope.of(self)
