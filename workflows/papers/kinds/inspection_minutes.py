"""Minutes of the inspection of a building (berita acara pemeriksaan)."""

from django.utils.translation import gettext_lazy

from accounts.roles import Role
from workflows.construction.states import State
from workflows.flows.outlet_construction import OutletConstruction
from workflows.flows.warehouse_construction import WarehouseConstruction
from workflows.papers.buildings import defect_rows
from workflows.papers.declaration import PaperKind, Source
from workflows.papers.parties import cooperative, village_government

KIND = PaperKind(
    name="inspection_minutes",
    label=gettext_lazy("Inspection minutes"),
    mark="BAP",
    order=40,
    sources=tuple(
        Source(
            workflow=building.kind_name,
            states=frozenset({State.PHYSICALLY_COMPLETE, State.INSPECTED}),
            by=frozenset({Role.ENGINEERING}),
            columns=(
                *("started_on", "planned_on", "completed_on", "reported_percent", "reported_on", "inspected_on"),
                "open_defects",
            ),
            lists=defect_rows,
            list_names=("defects",),
            parties=lambda process: [village_government(process), cooperative(process)],
        )
        for building in (OutletConstruction, WarehouseConstruction)
    ),
)
