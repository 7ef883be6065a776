"""Agreements (MoUs, decisions of coordination meetings), the commitments they hold, and the record of both."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from gis_data.models import Region
from sites.models import Entry


class Agreement(models.Model):
    """A document that commits offices to something. The row's lock is taken before anything below it is changed.

    ``region`` is where it was made: its commitments lie inside. ``recorded_role`` and ``recorded_office`` are those it
    was recorded under; whoever holds them there oversees it. ``ledger_seq`` and ``ledger_head`` are its chain's end.
    """

    class Kind(models.TextChoices):
        MOU = "mou", _("Memorandum of understanding (MoU)")
        COOPERATION = "cooperation", _("Cooperation agreement (PKS)")
        MEETING = "meeting", _("Decision of a coordination meeting (Rakortek)")
        INSTRUCTION = "instruction", _("Instruction or circular")

    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    title = models.CharField(_("Subject"), max_length=200)
    number = models.CharField(_("Number of the document"), max_length=80)
    signed_on = models.DateField(_("Date of the document"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="agreements", verbose_name=_("Made for"))
    parties = models.ManyToManyField(Office, related_name="agreements", verbose_name=_("Parties"))
    scan_sha256 = models.CharField(max_length=64, blank=True, default="")
    scan_type = models.CharField(max_length=40, blank=True, default="")
    scan_name = models.CharField(max_length=120, blank=True, default="")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_role = models.CharField(max_length=30)
    recorded_office = models.CharField(max_length=160, blank=True, default="")
    simulated = models.BooleanField(default=False)
    ledger_seq = models.PositiveIntegerField(default=0)
    ledger_head = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number", "signed_on"], name="agreement_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def chain_name(self) -> str:
        """The name of its chain in exports and hashes."""
        return f"agreement-{self.pk}"


class Commitment(models.Model):
    """What an office promised to do by a day. ``state`` changes only in ``workflows.coordination.gate``.

    ``actors`` maps a deed to the ids of those who did it and for whom: whoever reported it done does not confirm it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Not done yet")
        DONE = "done", _("Reported done")
        CONFIRMED = "confirmed", _("Confirmed")
        CANCELLED = "cancelled", _("Cancelled")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="commitments")
    number = models.PositiveIntegerField(_("Number"))
    subject = models.CharField(_("What is to be done"), max_length=300)
    owner = models.ForeignKey(Office, models.PROTECT, related_name="commitments", verbose_name=_("Office in charge"))
    regions = models.ManyToManyField(Region, related_name="commitments", verbose_name=_("Applies to"))
    due_on = models.DateField(_("Due on"))
    state = models.CharField(_("State"), max_length=20, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    actors = models.JSONField(default=dict)
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    done_note = models.TextField(_("What was done"), blank=True, default="")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    scan_sha256 = models.CharField(max_length=64, blank=True, default="")
    scan_type = models.CharField(max_length=40, blank=True, default="")
    scan_name = models.CharField(max_length=120, blank=True, default="")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state_since = models.DateTimeField()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="commitment_numbered_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "confirmed"])
                | Q(done_on__isnull=False, done_by__isnull=False) & ~Q(done_note=""),
                name="commitment_done_is_told",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("done_by")),
                name="commitment_confirmed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_on"], name="commitment_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_late(self) -> bool:
        """Has its day passed, and nobody has reported it done?"""
        return self.state == self.State.OPEN and self.due_on < timezone.localdate()

    @property
    def was_late(self) -> bool:
        """Was it done after its day?"""
        return self.done_on is not None and self.done_on > self.due_on

    def days_left(self, today: datetime.date) -> int:
        """Days until it is due; negative when it is late."""
        return (self.due_on - today).days


class AgreementEvent(Entry):
    """One entry of an agreement's chain, of the form of the ledger's; its verifier checks both alike.

    ``process_id`` is the commitment's key, where the entry is about one.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="events")

    class Meta:
        verbose_name = _("agreement entry")
        verbose_name_plural = _("agreement entries")
        ordering = ["agreement_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "seq"], name="agreement_event_seq_once"),
            models.UniqueConstraint(
                fields=["client_id"], condition=Q(client_id__isnull=False), name="agreement_event_client_id_once"
            ),
            models.CheckConstraint(condition=Q(hash__regex=r"^[0-9a-f]{64}$"), name="agreement_event_hash_is_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}#{self.seq} {self.verb}"

    @property
    def chain_name(self) -> str:
        """The agreement's."""
        return self.agreement.chain_name
