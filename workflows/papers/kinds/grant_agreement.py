"""Grant agreement over a regional asset (naskah perjanjian hibah daerah, NPHD)."""

from django.utils.translation import gettext_lazy

from accounts.roles import Role
from workflows.assets.grant_states import State
from workflows.flows.asset_grant import AssetGrant
from workflows.papers.assets import NAMES, of_asset
from workflows.papers.declaration import PaperKind, Source
from workflows.papers.parties import owner, recipient

KIND = PaperKind(
    name="grant_agreement",
    label=gettext_lazy("Grant agreement (NPHD)"),
    mark="NPHD",
    order=30,
    sources=(
        Source(
            workflow=AssetGrant.kind_name,
            states=frozenset({State.APPROVED, State.AGREEMENT_SIGNED}),
            by=frozenset({Role.ASSET_OFFICE}),
            at="decided_in",
            columns=(
                *("recipient_kind", "recipient_name", "purpose", "finding"),
                *("appraised_value", "appraised_on", "appraised_by", "exemption_ground", "exemption_note"),
                *("council_number", "council_date", "approval_number", "approval_date"),
            ),
            more=of_asset,
            more_names=NAMES,
            parties=lambda process: [owner(process), recipient(process)],
        ),
    ),
)
