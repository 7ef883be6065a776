"""The approximate boundaries shipped with the product, for the provinces that have them."""

from collections.abc import Iterable

from gis_data.codes import Code
from gis_data.datasets import APPROXIMATE_BOUNDARIES
from gis_data.importers.boundaries import Reading, load_boundaries
from gis_data.importers.boundary_store import Provenance
from gis_data.importers.report import Progress, Report


def load_shipped_boundaries(within: Iterable[Code], progress: Progress = lambda line: None) -> list[Report]:
    """Load those of the jurisdictions (none given: of every province); official outlines stay. Repeatable.

    The jurisdictions' regions must be there. Raises ImportRefused.
    """
    jurisdictions = tuple(within)
    reports = []
    for province, datasets in APPROXIMATE_BOUNDARIES.items():
        inside = tuple(code for code in jurisdictions if code.province == province)
        if jurisdictions and not inside:
            continue
        for dataset in datasets:
            provenance = Provenance(dataset.source, dataset.as_of, official=False)
            reports.append(load_boundaries(dataset.path, provenance, Reading(within=inside), progress))
    return reports
