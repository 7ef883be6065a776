"""The cooperative's papers, and how far it is: legal, papers complete, outlet ready, trading, reporting."""

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sites.stages import Flag
from workflows import gates
from workflows.duty import Duty
from workflows.facts import Fact
from workflows.guards import waivable
from workflows.models import Process
from workflows.readiness import guards
from workflows.readiness.catalogue import DocumentKind
from workflows.readiness.lines import Document
from workflows.readiness.papers import Papers
from workflows.readiness.states import DINAS, LEVELS, OPEN, VILLAGE, State
from workflows.readiness.tally import Tally, counted
from workflows.readiness.trade import Trade
from workflows.readiness.vocabulary import CloseReason
from workflows.step import step
from workflows.undoing import taking_back


class Readiness(Papers, Trade, Process):
    """One checklist per site. A level, once confirmed, stays; a paper that expires raises a flag and blocks what asks
    for the level, until it is renewed."""

    label = _("Cooperative readiness")
    order = 70
    State = State
    initial, final = State.COLLECTING, {State.CLOSED}
    single_in = set(OPEN)
    started_by = [VILLAGE, DINAS]

    first_sale_on = models.DateField(_("First sale on"), null=True, blank=True)

    # --- what the lines add up to ---
    completeness = models.DecimalField(
        _("Papers complete, percent"), max_digits=5, decimal_places=2, default=0, editable=False
    )
    documents_to_upload = models.PositiveIntegerField(_("Documents to upload"), default=0, editable=False)
    documents_to_check = models.PositiveIntegerField(_("Documents to check"), default=0, editable=False)
    documents_expiring = models.PositiveIntegerField(_("Documents that expire soon"), default=0, editable=False)
    documents_lapsed = models.PositiveIntegerField(_("Documents expired"), default=0, editable=False)
    missing_papers = models.TextField(_("Required papers that are not valid"), default="", editable=False)
    missing_legal = models.TextField(_("Papers of the legal entity that are not valid"), default="", editable=False)
    reports_to_check = models.PositiveIntegerField(_("Reports to check"), default=0, editable=False)
    accepted_reports = models.PositiveIntegerField(_("Accepted reports"), default=0, editable=False)
    report_due_on = models.DateField(_("Next report due before"), null=True, editable=False)

    class Meta:
        verbose_name = _("readiness")
        verbose_name_plural = _("readiness")

    def opening_lines(self) -> list[Document]:
        """Every document that is asked for today, missing."""
        self.keep(counted(None))
        return [Document(kind=kind) for kind in DocumentKind.objects.listed()]

    def keep(self, tally: Tally) -> None:
        """Put what the documents add up to into the columns."""
        self.completeness = tally.percent
        self.documents_to_upload, self.documents_to_check = tally.to_upload, tally.to_check
        self.documents_expiring, self.documents_lapsed = tally.expiring, tally.lapsed
        self.missing_papers, self.missing_legal = tally.missing, tally.missing_legal

    @step(
        _("Confirm the legal entity"),
        source=State.COLLECTING,
        target=State.LEGAL,
        by=[DINAS],
        guards=[guards.legal_papers_valid],
        duty=Duty(until_filled="missing_legal"),
        bulk=True,
        within=5,
        help=_("The documents of the legal form are verified and valid."),
    )
    def confirm_legal(self) -> None:
        """Nothing but the state."""

    @taking_back(
        confirm_legal,
        _("Take back the confirmation of the legal entity"),
        within=5,
        guards=[gates.no_stimulus_rests],
        help=_("Before a further level is confirmed. The documents stay as they are."),
        done=_("The confirmation is taken back."),
    )
    def take_back_legal(self) -> None:
        """Nothing more."""

    @step(
        _("Confirm that the papers are complete"),
        source=State.LEGAL,
        target=State.PAPERS_COMPLETE,
        by=[DINAS],
        guards=[guards.papers_valid],
        duty=Duty(until_filled="missing_papers"),
        bulk=True,
        within=5,
        help=_("Every required document is verified and valid."),
    )
    def confirm_papers(self) -> None:
        """Nothing but the state."""

    @taking_back(
        confirm_papers,
        _("Take back the confirmation of the papers"),
        within=5,
        guards=[gates.no_stimulus_rests],
        help=_("Before a further level is confirmed. The documents stay as they are."),
        done=_("The confirmation is taken back."),
    )
    def take_back_papers(self) -> None:
        """Nothing more."""

    @step(
        _("Confirm that the outlet is ready"),
        source=State.PAPERS_COMPLETE,
        target=State.OUTLET_READY,
        by=[DINAS],
        guards=[waivable(guards.outlet_handed_over, by=[DINAS])],
        within=10,
        help=_("A cooperative that trades in other premises: set the rule aside and say where."),
    )
    def confirm_outlet(self) -> None:
        """Nothing but the state."""

    @step(
        _("Close the record"),
        source=OPEN,
        target=State.CLOSED,
        by=[DINAS],
        reasons=CloseReason,
        duty=None,
        tone="stop",
        help=_("The papers are not followed any more. What was recorded stays."),
    )
    def close(self) -> None:
        """Nothing but the state."""

    def offered(self, column: str) -> models.QuerySet | None:
        """To the list comes what is asked for and not on it yet."""
        if column != "kind":
            return None
        return DocumentKind.objects.listed().exclude(pk__in=Document.objects.filter(process_id=self.pk).values("kind"))

    def must_be_filled(self, column: str) -> bool:
        """Until when it is valid is asked of the documents that expire."""
        return column == "expires_on" and bool(self.item.kind_id and self.item.kind.has_expiry)

    def computed_facts(self) -> list[Fact]:
        facts = [
            Fact(
                "completeness",
                gettext("Papers complete"),
                f"{number_format(self.completeness, 0, use_l10n=True)} %",
                True,
            )
        ]
        if self.missing_papers:
            facts.append(Fact("missing_papers", gettext("Not valid yet"), self.missing_papers, True))
        if self.accepted_reports:
            facts.append(Fact("accepted_reports", gettext("Accepted reports"), str(self.accepted_reports), True))
        return facts

    def flags(self) -> Flag:
        flags = super().flags()
        fell_back = self.state in LEVELS[1:] and bool(self.missing_papers)
        if self.state != State.CLOSED and (self.documents_lapsed or fell_back):
            flags |= Flag.PAPERS_EXPIRED
        return flags
