"""Construction of the warehouse (gudang): the same road as the outlet's, with a template of its own."""

from django.utils.translation import gettext_lazy as _

from sites.stages import Stage
from workflows.construction.base import Construction
from workflows.construction.states import AT_WORK, COMPLETE, State


class WarehouseConstruction(Construction):
    """Is the warehouse being built, is it as it should be, and may it be used?"""

    label = _("Warehouse construction")
    order = 50
    # Whether the site counts as built or in operation, the outlet alone decides.
    stage_of = dict.fromkeys(
        [*AT_WORK, State.SUSPENDED, *COMPLETE, State.HANDED_OVER, State.OPERATIONAL], Stage.BUILDING
    )

    class Meta:
        verbose_name = _("warehouse construction")
        verbose_name_plural = _("warehouse constructions")
