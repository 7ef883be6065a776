"""A role lent to a colleague between two days, with the letter that says so."""

import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.lent import why_not_in_force
from accounts.models.assignment import Assignment


class DelegationQuerySet(models.QuerySet):
    """Delegations by date."""

    def ending_from(self, day: datetime.date) -> "DelegationQuerySet":
        """Those whose last day is that day or later: in force, still to come, or revoked before their end."""
        return self.filter(valid_to__gte=day)

    def with_people(self) -> "DelegationQuerySet":
        """With everything a list of them shows."""
        return self.select_related("assignment__user", "assignment__region", "assignment__office", "receiver")


def _int8_range(name: str) -> Func:
    # As a range the key needs no extension of the database to stand beside the dates in one index.
    return Func(F(name), F(name), Value("[]"), function="int8range")


def _days() -> Func:
    return Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange")


class Delegation(models.Model):
    """One letter: the holder's role (``assignment``) may be exercised for him by ``receiver`` from day to day, both
    included. The holder keeps it too. What was lent is not lent on; nothing but the revocation ever changes.
    """

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="delegations", verbose_name=gettext_lazy("Role that is lent")
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="borrowed", verbose_name=gettext_lazy("Lent to")
    )
    valid_from = models.DateField(gettext_lazy("First day"))
    valid_to = models.DateField(gettext_lazy("Last day"))
    document_number = models.CharField(gettext_lazy("Number of the letter"), max_length=80)
    document_date = models.DateField(gettext_lazy("Date of the letter"))
    scan_sha256 = models.CharField(max_length=64, blank=True, default="")
    scan_type = models.CharField(max_length=40, blank=True, default="")
    scan_name = models.CharField(gettext_lazy("Scan of the letter"), max_length=120, blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("Recorded by")
    )
    recorded_at = models.DateTimeField(gettext_lazy("Recorded on"), default=timezone.now)
    revoked_at = models.DateTimeField(gettext_lazy("Revoked on"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("Revoked by"),
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("delegation")
        verbose_name_plural = gettext_lazy("delegations")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="delegation_dates_in_order"),
            models.CheckConstraint(condition=~Q(recorded_by=F("receiver")), name="delegation_not_to_oneself"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="delegation_revoked_by_somebody",
            ),
            # Two who act for one person on one day would answer for each other's decisions.
            ExclusionConstraint(
                name="delegation_to_one_at_a_time",
                expressions=[
                    (_int8_range("assignment_id"), RangeOperators.OVERLAPS),
                    (_days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} → {self.receiver}"

    @property
    def giver(self):
        """Whose role it is."""
        return self.assignment.user

    def why_not_on(self, day: datetime.date) -> str:
        """Why it gives nothing on the day, in a sentence for the receiver; "" when it is in force."""
        return why_not_in_force(
            name=str(self.giver),
            day=day,
            first=self.valid_from,
            last=self.valid_to,
            revoked=timezone.localdate(self.revoked_at) if self.revoked_at else None,
            held_from=self.assignment.valid_from,
            held_to=self.assignment.valid_to,
            active=self.giver.is_active,
        )

    @property
    def standing(self) -> str:
        """Where it stands today, in words for a list."""
        today = timezone.localdate()
        if self.revoked_at:
            return _("Revoked")
        if self.valid_from > today:
            return _("Not begun")
        return _("Ended") if self.why_not_on(today) else _("In force")

    @property
    def is_open(self) -> bool:
        """May it still be revoked: in force or to come?"""
        return self.revoked_at is None and self.valid_to >= timezone.localdate()
