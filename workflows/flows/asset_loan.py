"""A right to use a regional or village asset for a time: requested, reviewed, decided, handed over, and given back."""

from django.utils.translation import gettext_lazy as _

from sites.stages import Flag
from workflows.assets.instrument import AssetInstrument
from workflows.assets.loan_columns import LoanColumns
from workflows.assets.loan_request import Requesting
from workflows.assets.loan_states import ENDED, IN_USE, UNDECIDED, State
from workflows.assets.loan_use import Using
from workflows.assets.parties import DINAS, VILLAGE


class AssetLoan(Using, Requesting, LoanColumns, AssetInstrument):
    """One instrument over one asset; a site may have several, an asset one at a time."""

    label = _("Loan of an asset")
    order = 20
    another_label = _("Request another asset")

    State = State
    initial, final = State.DRAFT, ENDED
    goal = {State.RETURNED}
    started_by = [VILLAGE, DINAS]
    undecided = set(UNDECIDED)
    # Also after the end, until it is given back: who still has the keys is not followed by another.
    holding = set(State.values) - {State.DRAFT} - ENDED

    class Meta:
        verbose_name = _("loan of an asset")
        verbose_name_plural = _("loans of assets")

    def flags(self) -> Flag:
        flags = super().flags()
        if self.state == State.SENT_BACK:
            flags |= Flag.RETURNED
        ended = self.state in {State.EXPIRED, State.REVOKED}
        if ended or (self.state in IN_USE and self.reminded_days is not None):
            flags |= Flag.AGREEMENT_ENDING
        return flags
