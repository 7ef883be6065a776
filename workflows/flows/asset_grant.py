"""Ownership of a regional asset moves (hibah): requested, appraised, decided, handed over, and written off."""

from django.utils.translation import gettext_lazy as _

from sites.stages import Flag
from workflows.assets.grant_columns import GrantColumns
from workflows.assets.grant_decision import Deciding
from workflows.assets.grant_request import Requesting
from workflows.assets.grant_states import ENDED, UNDECIDED, State
from workflows.assets.instrument import AssetInstrument
from workflows.assets.parties import DINAS, VILLAGE


class AssetGrant(Deciding, Requesting, GrantColumns, AssetInstrument):
    """One grant of one asset."""

    label = _("Grant of an asset")
    order = 30
    another_label = _("Request the grant of another asset")

    State = State
    initial, final = State.DRAFT, ENDED
    goal = {State.WRITTEN_OFF}
    started_by = [VILLAGE, DINAS]
    undecided = set(UNDECIDED)
    # For good once it is handed over: what was given away cannot be lent.
    holding = set(State.values) - {State.DRAFT, State.REJECTED, State.WITHDRAWN}

    class Meta:
        verbose_name = _("grant of an asset")
        verbose_name_plural = _("grants of assets")

    def flags(self) -> Flag:
        returned = Flag.RETURNED if self.state == State.SENT_BACK else Flag.NONE
        return super().flags() | returned
