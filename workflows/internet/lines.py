"""The lines of a connection: shipments, speed tests and faults."""

import datetime
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from workflows.facts import Fact
from workflows.internet.downtime import in_words
from workflows.internet.vocabulary import FaultCause, Tool
from workflows.models import Record

FASTEST = Decimal(10_000)


class Shipment(Record):
    """A kit on its way to the site, from the office that sends it to the person who signs for it (BAST)."""

    class State(TextChoices):
        SENT = "sent", _("On the way")
        RECEIVED = "received", _("Received")
        FAILED = "failed", _("Did not arrive")

    label, label_plural = _("Shipment"), _("Shipments")
    initial = State.SENT

    courier = models.CharField(_("Courier"), max_length=120, help_text=_("The company, or the person who brings it."))
    tracking_number = models.CharField(_("Number of the shipment"), max_length=60, blank=True)
    sent_on = models.DateField(_("Sent on"), null=True)
    expected_on = models.DateField(_("Expected on"), null=True, blank=True)
    received_on = models.DateField(_("Received on"), null=True)
    received_by = models.CharField(_("Received by (name and office)"), max_length=150, blank=True)
    bast_number = models.CharField(_("Number of the handover certificate (BAST)"), max_length=60, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")


class SpeedTest(Record):
    """What was measured at the site, kept as given."""

    label, label_plural = _("Speed test"), _("Speed tests")

    measured_at = models.DateTimeField(_("Measured at"), null=True)
    down_mbps = models.DecimalField(
        _("Download, Mbps"),
        max_digits=7,
        decimal_places=2,
        null=True,
        validators=[MinValueValidator(0), MaxValueValidator(FASTEST)],
    )
    up_mbps = models.DecimalField(
        _("Upload, Mbps"),
        max_digits=7,
        decimal_places=2,
        null=True,
        validators=[MinValueValidator(0), MaxValueValidator(FASTEST)],
    )
    latency_ms = models.PositiveIntegerField(_("Latency, ms"), null=True, validators=[MaxValueValidator(60_000)])
    measured_with = models.CharField(_("Measured with"), max_length=20, choices=Tool)

    class Meta(Record.Meta):
        verbose_name = _("speed test")
        verbose_name_plural = _("speed tests")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(down_mbps__gte=0, up_mbps__gte=0, latency_ms__gte=0), name="speed_test_not_negative"
            ),
        ]


class Fault(Record):
    """A time without the connection. Open until somebody reports that it works again."""

    class State(TextChoices):
        OPEN = "open", _("Not over yet")
        CLOSED = "closed", _("Works again")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    label, label_plural = _("Fault"), _("Faults")
    initial = State.OPEN

    began_at = models.DateTimeField(_("Out of order since"), null=True)
    cause = models.CharField(_("Cause"), max_length=20, choices=FaultCause)
    description = models.CharField(_("What was noticed"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("Working again since"), null=True)
    remedy = models.CharField(_("What was done"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("fault")
        verbose_name_plural = _("faults")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("began_at")), name="fault_ends_after_it_began"
            ),
        ]

    @property
    def downtime(self) -> datetime.timedelta | None:
        """How long it lasted; None while it is open, or when it was withdrawn."""
        if self.state == self.State.WITHDRAWN or self.began_at is None or self.ended_at is None:
            return None
        return self.ended_at - self.began_at

    def computed_facts(self) -> list[Fact]:
        lasted = self.downtime
        return [] if lasted is None else [Fact("ended_at", _("Downtime"), in_words(lasted), computed=True)]
