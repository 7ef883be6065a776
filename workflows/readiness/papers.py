"""The steps of the checklist: a document is uploaded, verified by somebody else, renewed, and expires."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from sites.simulated_time import today
from workflows.duty import Due, Duty
from workflows.readiness import guards
from workflows.readiness.lines import Document
from workflows.readiness.states import DINAS, OPEN, VILLAGE
from workflows.readiness.tally import counted, next_reminder
from workflows.readiness.vocabulary import RefusalReason
from workflows.step import EvidenceSlot, adding, changing, step

SCAN = EvidenceSlot("document_scan", _("Scan of the document"), accepts="document", fresh=True)


class Papers:
    """Lines of ``Document``; whoever uploaded one does not verify it."""

    DOCUMENT, DOCUMENT_OPTIONAL = ("paper_number", "issued_on"), ("expires_on",)

    @step(
        _("Upload the document"),
        source=OPEN,
        target=None,
        by=[VILLAGE, DINAS],
        record=changing(
            Document,
            source=[Document.State.MISSING, Document.State.REFUSED, Document.State.EXPIRED],
            target=Document.State.UPLOADED,
        ),
        asks=DOCUMENT,
        optional=DOCUMENT_OPTIONAL,
        evidence=[SCAN],
        guards=[guards.document_dates],
        warnings=[guards.number_looks_right],
        duty=Duty(when_positive="documents_to_upload", of_opener=True),
        within=20,
        help=_("Number, date and a scan of all pages; the cooperative office checks it."),
    )
    def upload_document(self) -> None:
        """One more to check."""
        self._count(Document.State.UPLOADED)

    @step(
        _("Renew the document"),
        source=OPEN,
        target=None,
        by=[VILLAGE, DINAS],
        record=changing(Document, source=Document.State.VERIFIED, target=Document.State.UPLOADED),
        asks=DOCUMENT,
        optional=DOCUMENT_OPTIONAL,
        evidence=[SCAN],
        guards=[guards.document_dates],
        warnings=[guards.number_looks_right],
        duty=Duty(when_positive="documents_expiring", of_opener=True),
        within=20,
        help=_("The verified version counts until its last day, also while the new one is being checked."),
    )
    def renew_document(self) -> None:
        """The new version is to check; the old one stays in force."""
        self._count(Document.State.UPLOADED)

    @step(
        _("Verify the document"),
        source=OPEN,
        target=None,
        by=[DINAS],
        not_by_actor_of=["upload_document", "renew_document"],
        record=changing(Document, source=Document.State.UPLOADED, target=Document.State.VERIFIED),
        guards=[guards.still_valid],
        warnings=[guards.number_looks_right],
        duty=Duty(when_positive="documents_to_check"),
        within=5,
        help=_("You have compared number and dates with the scan."),
    )
    def verify_document(self) -> None:
        """It counts from now on, and the clock watches its end."""
        document = self.item
        document.in_force, document.valid_until = True, document.expires_on
        document.remind_on = next_reminder(document.expires_on, today())
        document.reminded_on = document.lapsed_on = None
        self._count(Document.State.VERIFIED)

    @step(
        _("Refuse the document"),
        source=OPEN,
        target=None,
        by=[DINAS],
        not_by_actor_of=["upload_document", "renew_document"],
        record=changing(Document, source=Document.State.UPLOADED, target=Document.State.REFUSED),
        reasons=RefusalReason,
        duty=None,
        tone="back",
        help=_("The cooperative reads the reason and uploads it again."),
    )
    def refuse_document(self) -> None:
        """An earlier version that is in force stays so."""
        self._count(Document.State.REFUSED)

    @step(
        _("Withdraw the verification"),
        source=OPEN,
        target=None,
        by=[DINAS],
        record=changing(Document, source=Document.State.VERIFIED, target=Document.State.REFUSED),
        reasons=RefusalReason,
        duty=None,
        tone="stop",
        help=_("The document turned out not to be valid; it does not count any more."),
    )
    def revoke_document(self) -> None:
        """It does not count any more."""
        self._end(Document.State.REFUSED)

    @step(
        _("Add a document to the list"),
        source=OPEN,
        target=None,
        by=[DINAS, VILLAGE],
        record=adding(Document),
        asks=["kind"],
        guards=[guards.kind_in_use],
        duty=None,
        help=_("For a kind of document that was not asked for yet when the list was opened."),
    )
    def list_document(self) -> None:
        """One more line, missing."""
        self._count(Document.State.MISSING)

    @step(
        _("Remind of the expiry"),
        source=OPEN,
        target=None,
        by=[Role.CLOCK],
        record=changing(Document, source=Document.State.VERIFIED),
        due=Due("remind_on"),
        duty=None,
    )
    def remind_of_expiry(self) -> None:
        """The cooperative is awaited to renew it; the next reminder follows, those that are past do not."""
        document, day = self.item, today()
        document.reminded_on = day
        document.remind_on = next_reminder(document.valid_until, day)
        self._count(Document.State.VERIFIED)

    @step(
        _("The document expires"),
        source=OPEN,
        target=None,
        by=[Role.CLOCK],
        record=changing(Document, source=Document.State.VERIFIED, target=Document.State.EXPIRED),
        due=Due("valid_until", days=1),
        duty=None,
        tone="back",
    )
    def expire_document(self) -> None:
        """It counted through its last day."""
        self._lapse(Document.State.EXPIRED)

    @step(
        _("The earlier version expires"),
        source=OPEN,
        target=None,
        by=[Role.CLOCK],
        record=changing(Document, source=[Document.State.UPLOADED, Document.State.REFUSED]),
        due=Due("valid_until", days=1),
        duty=None,
        tone="back",
    )
    def lapse_document(self) -> None:
        """The new version is not verified yet, and the old one has come to its end."""
        self._lapse(self.item.state)

    def _lapse(self, state: str) -> None:
        self.item.lapsed_on = today()
        self._end(state)

    def _end(self, state: str) -> None:
        document = self.item
        document.in_force = False
        document.valid_until = document.remind_on = document.reminded_on = None
        self._count(state)

    def _count(self, state: str) -> None:
        """Bring the process's columns up to date with the document at hand, which comes into the state."""
        self.keep(counted(self.pk, changed=self.item, state=state))
