"""Instalment: one part of the principal with its due day; and the plan of all of them."""

import datetime
from decimal import ROUND_DOWN, Decimal

from django.db import models
from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from gis_data.dates import past_day
from sites.money import RupiahField
from sites.simulated_time import today
from workflows.calendar.months import months_after
from workflows.figures import day
from workflows.models import Record


class Instalment(Record):
    """``paid`` is what has come in for it so far; ``payment``, ``paid_on`` and ``reference`` tell the latest payment.

    Every payment stands in the ledger with its receipt.
    """

    class State(TextChoices):
        DUE = "due", _("To be paid")
        PART_PAID = "part_paid", _("Paid in part")
        PAID = "paid", _("Paid")

    label, label_plural = _("Instalment"), _("Instalments")
    initial = State.DUE
    whole_list = True
    tones = {State.DUE: "ahead", State.PART_PAID: "waiting", State.PAID: "done"}

    due_on = models.DateField(_("Due on"))
    amount = RupiahField(_("Amount"))
    paid = RupiahField(_("Paid so far"), default=0, editable=False)
    payment = RupiahField(_("Amount received"), null=True)
    paid_on = models.DateField(_("Received on"), null=True, validators=[past_day])
    reference = models.CharField(_("Bank reference"), max_length=80, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("amount")),
                name="instalment_paid_within_amount",
                violation_error_message=_("More would be paid than this instalment amounts to."),
            ),
        ]

    @property
    def open_amount(self) -> Decimal:
        """What is still to be paid of it."""
        return self.amount - self.paid

    @property
    def overdue(self) -> bool:
        """Has its day passed with something still open?"""
        return self.due_on < today() and self.open_amount > 0

    @property
    def standing(self) -> str:
        if not self.overdue:
            return self.state_label
        words = _("%(state)s, overdue since %(date)s") if self.paid else _("Overdue since %(date)s")
        return words % {"state": self.state_label, "date": day(self.due_on)}

    @property
    def tone(self) -> str:
        return "blocked" if self.overdue else super().tone

    def reached(self, target: str) -> str:
        """A payment that leaves something open pays the instalment in part."""
        return self.State.PART_PAID if target == self.State.PAID and self.open_amount else target


def plan(principal: Decimal, disbursed_on: datetime.date, *, count: int, grace_months: int) -> list[Instalment]:
    """The instalments of a principal, not written yet: equal whole rupiah, the rest with the last."""
    part = (principal / count).quantize(Decimal(1), rounding=ROUND_DOWN)
    amounts = [part] * (count - 1) + [principal - part * (count - 1)]
    return [
        Instalment(due_on=months_after(disbursed_on, grace_months + number), amount=amount)
        for number, amount in enumerate(amounts, start=1)
    ]


def next_due(process_id: int, changed: Instalment) -> datetime.date | None:
    """The day of the first instalment that is not fully paid, ``changed`` being as it is now; None: all are paid."""
    unpaid = Instalment.objects.filter(process_id=process_id, paid__lt=F("amount")).exclude(number=changed.number)
    days = list(unpaid.order_by("due_on").values_list("due_on", flat=True)[:1])
    return min([*days, *([changed.due_on] if changed.open_amount else [])], default=None)
