"""Construction of the outlet (gerai): from the cleared plot to the open door."""

from django.utils.translation import gettext_lazy as _

from sites.stages import Stage
from workflows.construction.base import Construction
from workflows.construction.states import AT_WORK, COMPLETE, State


class OutletConstruction(Construction):
    """Is the outlet being built, is it as it should be, and may it open?"""

    label = _("Outlet construction")
    order = 40
    stage_of = {
        **dict.fromkeys([*AT_WORK, State.SUSPENDED], Stage.BUILDING),
        **dict.fromkeys([*COMPLETE, State.HANDED_OVER], Stage.BUILT),
        State.OPERATIONAL: Stage.OPERATIONAL,
    }

    class Meta:
        verbose_name = _("outlet construction")
        verbose_name_plural = _("outlet constructions")
