"""The steps of a loan from the handover to the return: what the head of region, the asset office and time do."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from sites.simulated_time import today
from workflows.assets import guards
from workflows.assets.loan_states import IN_USE, State
from workflows.assets.parties import BPKAD, DECIDES, HEAD
from workflows.assets.terms import next_reminder, reached
from workflows.assets.vocabulary import RevocationReason
from workflows.decision import ByLetter
from workflows.duty import Due, Duty
from workflows.models import Letter
from workflows.step import EvidenceSlot, step


class Using:
    """Once extended, never twice; over by time, by revocation or by giving back."""

    @step(
        _("Record the return"),
        source=[*IN_USE, State.EXPIRED, State.REVOKED],
        target=State.RETURNED,
        by=[BPKAD],
        at=DECIDES,
        asks=["return_number", "returned_on"],
        optional=["return_condition"],
        evidence=[EvidenceSlot("return_bast", _("Handover certificate (BAST) of the return"), accepts="document")],
        guards=[guards.dated("returned_on", not_before="bast_date")],
        # As long as it is in use nobody is waited for.
        duty=Duty(when_known="ended_on"),
        within=10,
        help=_("The asset is back in its owner’s hands; others may ask for it."),
    )
    def give_back(self) -> None:
        self._over()

    @step(
        _("Extend"),
        source=State.ACTIVE,
        target=State.EXTENDED,
        by=[HEAD],
        at=DECIDES,
        not_by_actor_of=["submit", "review"],
        asks=["extended_to", "extension_number", "extension_date"],
        evidence=[
            EvidenceSlot("extension_request", _("Request and statement of the borrower"), accepts="document"),
            EvidenceSlot("extension_scan", _("Scan of the decision letter on the extension"), accepts="document"),
        ],
        letter=ByLetter(
            column="extension",
            number="extension_number",
            dated="extension_date",
            slot="extension_scan",
            issuer=DECIDES,
            body=Letter.Body.HEAD,
            subject=_("Extension of a loan of an asset"),
        ),
        guards=[
            guards.extension_within_five_years,
            guards.term_not_over,
            guards.dated("extension_date", not_before="approval_date"),
        ],
        duty=None,
        help=_("Once, and for five years at most."),
        done=_("The extension is recorded."),
    )
    def extend(self) -> None:
        """The end moves on; only one step leads here, so there is no second extension."""
        self.run_until(self.extended_to)

    @step(
        _("Tell the coming end"),
        source=IN_USE,
        target=None,
        by=[Role.CLOCK],
        due=Due("remind_on"),
        duty=None,
        help=_("180, 90, 60 and 30 days before the end."),
    )
    def remind(self) -> None:
        """The last reminder that was reached counts, and the next one is set: safe to come late, or twice."""
        day = today()
        self.reminded_days = reached(self.expires_on, day)
        self.remind_on = next_reminder(self.expires_on, day)

    @step(
        _("End the term"),
        source=IN_USE,
        target=State.EXPIRED,
        by=[Role.CLOCK],
        # The last day still belongs to the term.
        due=Due("expires_on", days=1),
        duty=None,
        tone="stop",
        help=_("The day after the last day of the term."),
    )
    def expire(self) -> None:
        self._over()

    @step(
        _("Revoke"),
        source=IN_USE,
        target=State.REVOKED,
        by=[HEAD],
        at=DECIDES,
        reasons=RevocationReason,
        evidence=[EvidenceSlot("revocation_scan", _("Scan of the revocation"), accepts="document")],
        duty=None,
        tone="stop",
        help=_("The right of use ends before its term. The asset has to be given back."),
    )
    def revoke(self) -> None:
        self._over()

    def _over(self) -> None:
        self.remind_on, self.ended_on = None, self.ended_on or today()
