"""The steps of fitting a building out: each piece of equipment from the order to its place."""

from django.utils.translation import gettext_lazy as _

from workflows.construction import guards
from workflows.construction.lines import Equipment
from workflows.construction.states import AT_WORK, COMMAND, COMPLETE, DINAS, FIELD, State
from workflows.step import adding, changing, step


class FitOut:
    """Ordered, received with its serial number, installed."""

    @step(
        _("Order equipment"),
        source=[*AT_WORK, *COMPLETE, State.HANDED_OVER],
        target=None,
        by=[DINAS, COMMAND],
        record=adding(Equipment),
        asks=["kind", "ordered_on"],
        optional=["supplier"],
        guards=[guards.equipment_dates_in_order],
        duty=None,
        help=_("A piece of the equipment was ordered; it is followed until it is installed."),
    )
    def order_equipment(self) -> None:
        """Nothing but the line."""

    @step(
        _("Equipment received"),
        source=[*AT_WORK, *COMPLETE, State.HANDED_OVER],
        target=None,
        by=[DINAS, COMMAND, FIELD],
        record=changing(Equipment, source=Equipment.State.ORDERED, target=Equipment.State.RECEIVED),
        asks=["received_on", "serial_number"],
        guards=[guards.equipment_dates_in_order],
        duty=None,
        help=_("It has arrived; note its serial number as it stands on the device."),
    )
    def receive_equipment(self) -> None:
        """Nothing but the line."""

    @step(
        _("Equipment installed"),
        source=[*AT_WORK, *COMPLETE, State.HANDED_OVER],
        target=None,
        by=[DINAS, COMMAND, FIELD],
        record=changing(Equipment, source=Equipment.State.RECEIVED, target=Equipment.State.INSTALLED),
        asks=["installed_on"],
        guards=[guards.equipment_dates_in_order],
        duty=None,
        help=_("It stands in its place and works."),
    )
    def install_equipment(self) -> None:
        """Nothing but the line."""
