"""Loan agreement over a regional or village asset (perjanjian pinjam pakai)."""

from django.utils.translation import gettext_lazy

from accounts.roles import Role
from workflows.assets.loan_states import State
from workflows.flows.asset_loan import AssetLoan
from workflows.papers.assets import NAMES, of_asset
from workflows.papers.declaration import PaperKind, Source
from workflows.papers.parties import borrower, owner

KIND = PaperKind(
    name="loan_agreement",
    label=gettext_lazy("Loan agreement"),
    mark="PPP",
    order=20,
    sources=(
        Source(
            workflow=AssetLoan.kind_name,
            states=frozenset({State.APPROVED, State.AGREED, State.ACTIVE, State.EXTENDED}),
            by=frozenset({Role.ASSET_OFFICE}),
            at="decided_in",
            columns=(
                *("instrument", "borrower_kind", "borrower_name", "purpose", "starts_on", "ends_on"),
                *("finding", "approval_number", "approval_date"),
            ),
            more=of_asset,
            more_names=NAMES,
            parties=lambda process: [owner(process), borrower(process)],
        ),
    ),
)
