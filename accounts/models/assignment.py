"""A role held by a person within a region, between two dates."""

import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.office import Office
from accounts.roles import Role
from gis_data.models import Region


class AssignmentQuerySet(models.QuerySet):
    """Assignments by date."""

    def valid_on(self, day: datetime.date) -> "AssignmentQuerySet":
        """Assignments in force on the day, of people whose account is active."""
        # Closed accounts are few and have an index; to look at everybody's would be to read all of them.
        closed = get_user_model().objects.filter(pk=OuterRef("user"), is_active=False)
        return self.dated_around(day).exclude(Exists(closed))

    def dated_around(self, day: datetime.date) -> "AssignmentQuerySet":
        """Assignments whose dates hold the day, whoever's: for who has looked at the account already."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class Assignment(models.Model):
    """Who may act as what, and where. Nothing else grants a role."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments", verbose_name=_("Person")
    )
    role = models.CharField(_("Role"), max_length=30, choices=Role)
    region = models.ForeignKey(Region, models.PROTECT, related_name="assignments", verbose_name=_("Region"))
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("Office")
    )
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "region", "valid_from"], nulls_distinct=False, name="assignment_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="assignment_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.region_id}"

    def clean(self) -> None:
        """Nobody is given the clock's role: what time does, nobody does before its time."""
        super().clean()
        if self.role == Role.CLOCK:
            raise ValidationError({"role": _("Only time itself has this role; it cannot be given to a person.")})
