"""The approximate boundaries shipped with the product, for the provinces that have them."""

from collections.abc import Iterable

from gis_data.codes import Code
from gis_data.datasets import APPROXIMATE_BOUNDARIES
from gis_data.importers.boundaries import Reading, load_boundaries
from gis_data.importers.boundary_store import Provenance
from gis_data.importers.report import Progress, Report


def load_shipped_boundaries(within: Iterable[Code], progress: Progress = lambda line: None) -> list[Report]:
    """Load those of the jurisdictions' provinces (none given: of every province) for every region that is there.

    Official outlines stay. Repeatable, whatever part of a province is asked for: neighbours are simplified together,
    so an outline drawn without those beside it would differ from the one drawn with them. Raises ImportRefused.
    """
    provinces = {code.province for code in within}
    reports = []
    for province, datasets in APPROXIMATE_BOUNDARIES.items():
        if provinces and province not in provinces:
            continue
        for dataset in datasets:
            provenance = Provenance(dataset.source, dataset.as_of, official=False)
            reports.append(load_boundaries(dataset.path, provenance, Reading(known_only=True), progress))
    return reports
