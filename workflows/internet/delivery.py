"""The steps by which a kit comes to its site: sent, received with a certificate, or lost on the way."""

from django.utils.translation import gettext_lazy as _

from workflows.internet import guards
from workflows.internet.lines import Shipment
from workflows.internet.states import ICT, REPORTERS, State
from workflows.internet.vocabulary import ShipmentReason
from workflows.step import EvidenceSlot, adding, changing, step


class Delivery:
    """Whoever sends a kit does not sign for it."""

    @step(
        _("Send the kit"),
        source=State.ALLOCATED,
        target=State.SHIPPED,
        by=[ICT],
        record=adding(Shipment),
        asks=["courier", "sent_on"],
        optional=["tracking_number", "expected_on"],
        guards=[guards.shipment_dates_in_order],
        within=10,
        help=_("The kit leaves the office; whoever receives it signs a handover certificate (BAST)."),
        done=_("The kit is on the way."),
    )
    def ship(self) -> None:
        """Nothing but the line."""

    @step(
        _("Confirm the receipt"),
        source=State.SHIPPED,
        target=State.RECEIVED,
        by=REPORTERS,
        not_by_actor_of=["ship"],
        record=changing(Shipment, source=Shipment.State.SENT, target=Shipment.State.RECEIVED),
        asks=["received_on", "received_by", "bast_number"],
        evidence=[
            EvidenceSlot("receipt_bast", _("Handover certificate (BAST) of the kit"), accepts="document", fresh=True)
        ],
        guards=[guards.shipment_dates_in_order],
        within=20,
        help=_("The kit is at the site, complete, with the signed certificate."),
        done=_("The receipt is recorded."),
    )
    def receive(self) -> None:
        """When the kit arrived."""
        self.received_on = self.item.received_on

    @step(
        _("The kit did not arrive"),
        source=State.SHIPPED,
        target=State.ALLOCATED,
        by=[ICT],
        record=changing(Shipment, source=Shipment.State.SENT, target=Shipment.State.FAILED),
        reasons=ShipmentReason,
        duty=None,
        tone="back",
        help=_("It can be sent again, or another kit be allocated."),
        done=_("The shipment is recorded as failed."),
    )
    def fail_shipment(self) -> None:
        """Nothing but the line."""
