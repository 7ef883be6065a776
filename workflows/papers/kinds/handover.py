"""Handover certificate (berita acara serah terima, BAST): of a lent or granted asset, and of a finished building."""

from django.utils.translation import gettext_lazy

from accounts.roles import Role
from workflows.assets import grant_states, loan_states
from workflows.construction.states import State as Building
from workflows.flows.asset_grant import AssetGrant
from workflows.flows.asset_loan import AssetLoan
from workflows.flows.outlet_construction import OutletConstruction
from workflows.flows.warehouse_construction import WarehouseConstruction
from workflows.papers.assets import NAMES, of_asset
from workflows.papers.buildings import equipment_rows, why_not_handed_over
from workflows.papers.declaration import PaperKind, Source
from workflows.papers.parties import borrower, cooperative, owner, recipient, village_government

_BPKAD = frozenset({Role.ASSET_OFFICE})
_LOAN, _GRANT = loan_states.State, grant_states.State

KIND = PaperKind(
    name="handover",
    label=gettext_lazy("Handover certificate (BAST)"),
    mark="BAST",
    order=50,
    sources=(
        Source(
            workflow=AssetLoan.kind_name,
            states=frozenset({_LOAN.AGREED, _LOAN.ACTIVE, _LOAN.EXTENDED}),
            by=_BPKAD,
            at="decided_in",
            columns=(
                *("borrower_name", "purpose", "starts_on", "ends_on", "approval_number", "approval_date"),
                *("agreement_number", "agreement_date", "received_by"),
            ),
            more=of_asset,
            more_names=NAMES,
            parties=lambda process: [owner(process), borrower(process)],
        ),
        Source(
            workflow=AssetGrant.kind_name,
            states=frozenset({_GRANT.AGREEMENT_SIGNED, _GRANT.HANDED_OVER}),
            by=_BPKAD,
            at="decided_in",
            columns=(
                *("recipient_name", "purpose", "appraised_value", "approval_number", "approval_date"),
                *("nphd_number", "nphd_date", "received_by"),
            ),
            more=of_asset,
            more_names=NAMES,
            parties=lambda process: [owner(process), recipient(process)],
        ),
        *(
            Source(
                workflow=building.kind_name,
                states=frozenset({Building.INSPECTED, Building.HANDED_OVER}),
                by=frozenset({Role.DISTRICT_COMMAND, Role.COOPERATIVE_OFFICE}),
                columns=("started_on", "completed_on", "inspected_on", "reported_percent", "received_by"),
                lists=equipment_rows,
                list_names=("equipment",),
                objection=why_not_handed_over,
                parties=lambda process: [village_government(process), cooperative(process)],
            )
            for building in (OutletConstruction, WarehouseConstruction)
        ),
    ),
)
