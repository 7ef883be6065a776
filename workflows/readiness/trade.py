"""The steps by which a cooperative shows that it trades: its first sale, and a report for each month."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from workflows.calendar.months import months_after
from workflows.duty import Due, Duty
from workflows.readiness import guards
from workflows.readiness.lines import MonthlyReport
from workflows.readiness.states import DINAS, VILLAGE, State
from workflows.readiness.vocabulary import RefusalReason
from workflows.step import EvidenceSlot, adding, changing, step

# A month is reported in the month after it; who has let one pass is not "reporting" any more.
_MONTHS_TO_REPORT = 3


class Trade:
    """What is reported counts when the cooperative office has accepted it."""

    @step(
        _("Report the first sale"),
        source=State.OUTLET_READY,
        target=None,
        by=[VILLAGE],
        asks=["first_sale_on"],
        evidence=[EvidenceSlot("first_sale_proof", _("Receipt or cash book of the first sale"), accepts="document")],
        guards=[guards.first_sale_dated],
        duty=Duty(until_known="first_sale_on"),
        within=20,
        help=_("The cooperative has sold for the first time; the office confirms it afterwards."),
    )
    def report_first_sale(self) -> None:
        """Nothing but the field."""

    @step(
        _("Confirm that it trades"),
        source=State.OUTLET_READY,
        target=State.TRADING,
        by=[DINAS],
        not_by_actor_of=["report_first_sale"],
        guards=[guards.first_sale_reported],
        duty=Duty(when_known="first_sale_on"),
        within=5,
        help=_("You have seen the receipt, or the outlet at work."),
    )
    def confirm_trading(self) -> None:
        """Nothing but the state."""

    @step(
        _("File a monthly report"),
        source=[State.TRADING, State.REPORTING],
        target=None,
        by=[VILLAGE],
        record=adding(MonthlyReport),
        asks=["month", "turnover", "transactions"],
        optional=["members", "note"],
        evidence=[EvidenceSlot("monthly_report", _("The signed report"), accepts="document", fresh=True)],
        guards=[guards.report_month_sane],
        duty=None,
        help=_("Turnover and number of sales of one month. No names of buyers."),
    )
    def file_report(self) -> None:
        """One more to check."""
        self.item.month = self.item.month.replace(day=1)
        self.reports_to_check += 1

    @step(
        _("Accept the report"),
        source=[State.TRADING, State.REPORTING],
        target=None,
        by=[DINAS],
        not_by_actor_of=["file_report"],
        record=changing(MonthlyReport, source=MonthlyReport.State.FILED, target=MonthlyReport.State.ACCEPTED),
        duty=Duty(when_positive="reports_to_check"),
        within=5,
        help=_("You have read the report and find it right; whoever sent it does not accept it."),
    )
    def accept_report(self) -> None:
        """One more that counts; the next is due later."""
        self.reports_to_check -= 1
        self.accepted_reports += 1
        due = months_after(self.item.month, _MONTHS_TO_REPORT)
        self.report_due_on = max(due, self.report_due_on or due)

    @step(
        _("Return the report"),
        source=[State.TRADING, State.REPORTING],
        target=None,
        by=[DINAS],
        not_by_actor_of=["file_report"],
        record=changing(MonthlyReport, source=MonthlyReport.State.FILED, target=MonthlyReport.State.RETURNED),
        reasons=RefusalReason,
        duty=None,
        tone="back",
        help=_("The cooperative files a new one for the month."),
    )
    def return_report(self) -> None:
        """One less to check."""
        self.reports_to_check -= 1

    @step(
        _("Confirm that it reports"),
        source=State.TRADING,
        target=State.REPORTING,
        by=[DINAS],
        guards=[guards.reports_enough],
        within=10,
        help=_("It has traded and reported for some months."),
    )
    def confirm_reporting(self) -> None:
        """Nothing but the state."""

    @step(
        _("The reports have stopped"),
        source=State.REPORTING,
        target=State.TRADING,
        by=[Role.CLOCK],
        due=Due("report_due_on"),
        duty=None,
        tone="back",
    )
    def stop_reporting(self) -> None:
        """It begins to count anew."""
        self.accepted_reports, self.report_due_on = 0, None
