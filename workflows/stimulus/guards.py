"""The rules of the stimulus, each answering with a sentence that names amounts and days."""

from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_data.codes import prefix
from sites.money import in_rupiah
from sites.stages import Flag
from workflows.figures import day
from workflows.guards import guard
from workflows.readiness.lines import Document
from workflows.readiness.states import State as Readiness
from workflows.readiness.states import at_least
from workflows.stimulus.balance import available_in
from workflows.stimulus.states import DINAS, VILLAGE

READINESS = "readiness"


@guard(gettext_lazy("The application is there"), fields=["amount_requested"], owners=[VILLAGE, DINAS])
def applied(process) -> str:
    return "" if process.amount_requested else _("The cooperative has not applied yet.")


@guard(gettext_lazy("The cooperative is active"), depends_on=[READINESS], owners=[VILLAGE])
def cooperative_active(process) -> str:
    """The level and the expiry of papers stand in the site's own row, so that no query is needed."""
    level = settings.READINESS_ACTIVE_LEVEL
    rows = [row for row in process.site.processes.values() if row["kind"] == READINESS]
    reached = [row for row in rows if row["state"] in at_least(level)]
    if not reached:
        return _("The cooperative has not reached the level “%(level)s”, from which it counts as active.") % {
            "level": Readiness(level).label
        }
    if all(row["flags"] & Flag.PAPERS_EXPIRED for row in reached):
        return _("A required paper of the cooperative has expired or is not valid any more.")
    return ""


@guard(gettext_lazy("The cooperative’s bank account is verified"), depends_on=[READINESS])
def bank_account_verified(process) -> str:
    accounts = Document.objects.filter(process__site_id=process.site_id, kind_id="bank_account", in_force=True)
    return "" if accounts.exists() else _("No bank account in the cooperative’s name is verified among its papers.")


@guard(gettext_lazy("The amount applied for lies within the fund’s bounds"), fields=["amount_requested", "fund"])
def request_within_bounds(process) -> str:
    return _out_of_bounds(process, process.amount_requested)


@guard(gettext_lazy("The amount lies within the fund’s bounds"), fields=["principal"])
def principal_within_bounds(process) -> str:
    return _out_of_bounds(process, process.principal)


@guard(gettext_lazy("The fund is in use and serves this region"), fields=["fund"])
def fund_serves_site(process) -> str:
    fund = process.fund
    if fund is None:
        return ""
    if not fund.active:
        return _("“%(fund)s” is not in use any more.") % {"fund": fund}
    if not process.site.code.startswith(prefix(fund.region_code)):
        return _("“%(fund)s” serves another region.") % {"fund": fund}
    return ""


@guard(gettext_lazy("The fund holds that much"), fields=["principal"])
def fund_holds_enough(process) -> str:
    if process.principal is None or process.fund_id is None:
        return ""
    # Fetched for many at once where many are judged; the gate asks under the fund's lock.
    left = getattr(process, "fund_left", None)
    if left is None:
        left = available_in(process.fund_id, but=process)
    before = [one.principal for one in process.decided_before if one.fund_id == process.fund_id]
    left -= sum(before)
    if process.principal <= left:
        return ""
    facts = {"fund": process.fund, "left": in_rupiah(left), "amount": in_rupiah(process.principal)}
    if not before:
        return _("“%(fund)s” has %(left)s left, which is less than %(amount)s.") % facts
    return _("“%(fund)s” has %(left)s left after those before it in this decision, which is less than %(amount)s.") % (
        facts
    )


@guard(gettext_lazy("The decree is not dated in the future"), fields=["decree_date"])
def decree_dated(process) -> str:
    if process.decree_date and process.decree_date > timezone.localdate():
        return _("The decree is dated %(date)s, which is in the future.") % {"date": day(process.decree_date)}
    return ""


@guard(gettext_lazy("The money left after the decree and not in the future"), fields=["disbursed_on"])
def disbursement_dated(process) -> str:
    return _between(process.disbursed_on, process.decree_date, _("The transfer"), _("the decree"))


@guard(gettext_lazy("The money arrived after it left and not in the future"), fields=["received_on"])
def receipt_dated(process) -> str:
    return _between(process.received_on, process.disbursed_on, _("The receipt"), _("the transfer"))


@guard(gettext_lazy("The payment was received after the disbursement and not in the future"), fields=["paid_on"])
def payment_dated(process) -> str:
    instalment = process.item
    if instalment is None:
        return ""
    return _between(instalment.paid_on, process.disbursed_on, _("The payment"), _("the transfer"))


@guard(gettext_lazy("The payment is not more than what is open"), fields=["payment"])
def payment_within_open(process) -> str:
    instalment = process.item
    if instalment is None or instalment.payment is None:
        return ""
    if instalment.payment <= 0:
        return _("A payment is more than nothing: %(amount)s was entered.") % {"amount": in_rupiah(instalment.payment)}
    if process.repaid + instalment.payment > process.principal:
        return _("%(amount)s is more than what is left of the principal: %(left)s of %(principal)s.") % {
            "amount": in_rupiah(instalment.payment),
            "left": in_rupiah(process.principal - process.repaid),
            "principal": in_rupiah(process.principal),
        }
    if instalment.payment > instalment.open_amount:
        return _(
            "%(amount)s is more than the %(open)s open of instalment %(number)d. Enter the rest at the next one."
        ) % {
            "amount": in_rupiah(instalment.payment),
            "open": in_rupiah(instalment.open_amount),
            "number": instalment.number,
        }
    return ""


@guard(gettext_lazy("The principal is repaid"))
def fully_repaid(process) -> str:
    left = (process.principal or Decimal(0)) - process.repaid
    return _("%(left)s is still to be repaid.") % {"left": in_rupiah(left)} if left else ""


def _out_of_bounds(process, amount: Decimal | None) -> str:
    fund = process.fund
    if fund is None or amount is None or fund.smallest <= amount <= fund.largest:
        return ""
    return _("%(amount)s lies outside %(smallest)s to %(largest)s, the bounds of “%(fund)s”.") % {
        "amount": in_rupiah(amount),
        "smallest": in_rupiah(fund.smallest),
        "largest": in_rupiah(fund.largest),
        "fund": fund,
    }


def _between(value, earliest, what: str, before: str) -> str:
    if value is None:
        return ""
    if value > timezone.localdate():
        return _("%(what)s is dated %(date)s, which is in the future.") % {"what": what, "date": day(value)}
    if earliest and value < earliest:
        return _("%(what)s is dated %(date)s, before %(before)s (%(earliest)s).") % {
            "what": what,
            "date": day(value),
            "before": before,
            "earliest": day(earliest),
        }
    return ""
