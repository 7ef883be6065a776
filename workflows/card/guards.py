"""The rules of the card service, each answering with a sentence."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from workflows import gates
from workflows.card.lines import effective
from workflows.figures import day
from workflows.guards import guard


@guard(
    gettext_lazy("Satellite internet is active, or another connection is recorded"),
    depends_on=[gates.INTERNET],
    fields=["internet_provider"],
    owners=[Role.ICT_OFFICE],
)
def connected(process) -> str:
    if process.internet_provider or gates.internet_is_active(process.site):
        return ""
    return _("No satellite internet is active at this site, and no other connection is recorded.")


@guard(gettext_lazy("The terminal’s serial number is recorded"), fields=["edc_serial"])
def device_known(process) -> str:
    return "" if process.edc_serial else _("The terminal’s serial number is missing.")


@guard(gettext_lazy("An officer is trained"), fields=["operator_name"], owners=[Role.COOPERATIVE_OFFICE])
def officer_trained(process) -> str:
    if process.operator_name and process.trained_on:
        return ""
    return _("No officer of the cooperative has been trained at the terminal yet.")


@guard(gettext_lazy("The trial is reported"), fields=["trial_on"], owners=[Role.VILLAGE_OFFICER])
def trial_reported(process) -> str:
    return "" if process.trial_on else _("The trial has not been reported yet.")


@guard(gettext_lazy("At least one payment was tried"), fields=["trial_transactions"])
def trial_has_payments(process) -> str:
    if process.trial_transactions == 0:
        return _("A trial without a payment proves nothing.")
    return ""


def not_ahead(column: str, label) -> object:
    """The rule that the day in a column of the process is not in the future."""

    def check(process) -> str:
        return _ahead(getattr(process, column))

    check.__name__ = f"{column}_not_ahead"
    return guard(label, fields=[column])(check)


device_dated = not_ahead("device_received_on", gettext_lazy("The terminal was received, not in the future"))
training_dated = not_ahead("trained_on", gettext_lazy("The training was held, not in the future"))
internet_dated = not_ahead("internet_checked_on", gettext_lazy("The connection was tested, not in the future"))
trial_dated = not_ahead("trial_on", gettext_lazy("The trial was held, not in the future"))


@guard(gettext_lazy("The day lies between the beginning of the service and today"), fields=["day"])
def total_dated(process) -> str:
    line = process.item
    if line is None or line.day is None:
        return ""
    if sentence := _ahead(line.day):
        return sentence
    if process.active_from and line.day < process.active_from:
        return _("%(date)s lies before the service began to pay out (%(first)s).") % {
            "date": day(line.day),
            "first": day(process.active_from),
        }
    return ""


@guard(gettext_lazy("Payments and amount agree"), fields=["transactions", "total"])
def total_agrees(process) -> str:
    line = process.item
    if line is None or None in (line.transactions, line.total):
        return ""
    if bool(line.transactions) != bool(line.total):
        return _("Payments without an amount, or an amount without payments: one of the two is wrong.")
    return ""


@guard(gettext_lazy("The corrected total exists and still counts"), fields=["corrects"])
def corrected_total_counts(process) -> str:
    line = process.item
    if line is None or line.corrects is None or effective(process.pk).filter(number=line.corrects).exists():
        return ""
    return _("There is no total number %(number)d that still counts.") % {"number": line.corrects}


def _ahead(value: datetime.date | None) -> str:
    if value is None or value <= timezone.localdate():
        return ""
    return _("%(date)s is in the future.") % {"date": day(value)}
