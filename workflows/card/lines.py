"""DailyTotal: what was paid out on one day, in two numbers."""

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gis_data.dates import past_day
from sites.money import RupiahField, in_rupiah
from workflows.facts import Fact
from workflows.figures import day
from workflows.models import Record


class DailyTotal(Record):
    """How many payments on a day, and how much together. There is no column for whom, and there must never be one.

    ``corrects`` is the number of the total that this one takes the place of.
    """

    label, label_plural = _("Daily total"), _("Daily totals")

    corrects = models.PositiveIntegerField(_("Number of the total that is corrected"), null=True, blank=True)
    day = models.DateField(_("Day"), null=True, validators=[past_day])
    transactions = models.PositiveIntegerField(_("Number of payments"), null=True)
    total = RupiahField(_("Paid out on that day"), null=True)
    note = models.CharField(_("Note (no names, no identity numbers)"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("daily total")
        verbose_name_plural = _("daily totals")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["process", "day"],
                condition=Q(corrects=None),
                name="daily_total_once",
                violation_error_message=_("There is a total for this day already; correct that one."),
            ),
            models.UniqueConstraint(
                fields=["process", "corrects"],
                name="daily_total_corrected_once",
                violation_error_message=_("This total was corrected already; correct the later one."),
            ),
            models.CheckConstraint(condition=Q(total=None) | Q(total__gte=0), name="daily_total_not_negative"),
        ]

    def computed_facts(self) -> list[Fact]:
        """Whether a later total counts in its place; ``process`` is the service, which knows it for all its lines."""
        later = self.process.corrected_by.get(self.number)
        if later is None:
            return []
        words = gettext("counts no more: corrected by total %(number)d") % {"number": later}
        return [Fact("total", gettext("Corrected"), words, computed=True)]

    @property
    def summary(self) -> str:
        return f"{self.caption}: {day(self.day)}, {in_rupiah(self.total)}"


def effective(process_id: int) -> models.QuerySet:
    """The totals that count: those that no later one takes the place of."""
    all_of = DailyTotal.objects.filter(process_id=process_id)
    return all_of.exclude(number__in=all_of.filter(corrects__isnull=False).values("corrects"))


def corrections_of(process_id: int) -> dict[int, int]:
    """The numbers of the corrected totals, each with that of the total that took its place."""
    corrections = DailyTotal.objects.filter(process_id=process_id, corrects__isnull=False)
    return dict(corrections.values_list("corrects", "number"))


def summed(process_id: int, new: DailyTotal) -> dict:
    """Days, payments and rupiah of all totals that count, with a new one that is not written yet."""
    others = effective(process_id).exclude(number=new.corrects)
    sums = others.aggregate(
        days=models.Count("pk"), transactions=Sum("transactions"), total=Sum("total"), last=models.Max("day")
    )
    return {
        "days": sums["days"] + 1,
        "transactions": (sums["transactions"] or 0) + new.transactions,
        "total": (sums["total"] or 0) + new.total,
        "last": max(filter(None, [sums["last"], new.day])),
    }
