"""Build ``data/land.geojson``, the coast of Indonesia and its land neighbours, from npm world-atlas 2.0.2.

    npm pack world-atlas@2.0.2
    python -m gis_data.build.land world-atlas-2.0.2.tgz

One MultiPolygon per country, EPSG:4326, four decimals. The source is Natural Earth 1:10m as TopoJSON: lines shared by
two countries are stored once as "arcs", quantised to about 400 m × 190 m, and a country lists the arcs of its rings
(a negative number is an arc walked backwards).
"""

import argparse
import io
import json
import tarfile
from itertools import accumulate
from pathlib import Path

from gis_data.build.verified import read_verified, report

SHA256 = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"
TARGET = Path(__file__).resolve().parent.parent / "data" / "land.geojson"

# ISO 3166 numeric → alpha-2: Indonesia, and whoever shares an island with it or lies between its islands.
COUNTRIES = {"360": "ID", "458": "MY", "096": "BN", "702": "SG", "626": "TL", "598": "PG"}

Ring = list[list[float]]


def decode_arcs(topology: dict) -> list[Ring]:
    """The arcs in degrees: each is a list of differences in whole steps of the topology's grid."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        columns = accumulate(step[0] for step in arc)
        lines = accumulate(step[1] for step in arc)
        arcs.append(
            [
                [round(x * scale_x + left, 4), round(y * scale_y + bottom, 4)]
                for x, y in zip(columns, lines, strict=True)
            ]
        )
    return arcs


def ring(indices: list[int], arcs: list[Ring]) -> Ring:
    """Join arcs end to end; the point where two meet is kept once."""
    points: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc if not points else arc[1:])
    return points


def feature(geometry: dict, arcs: list[Ring]) -> dict:
    """A country as a GeoJSON feature with the property ``country``."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    coordinates = [[ring(indices, arcs) for indices in polygon] for polygon in polygons]
    return {
        "type": "Feature",
        "properties": {"country": COUNTRIES[geometry["id"]]},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }


def main() -> None:
    """Read the package named on the command line and write the land."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("package", type=Path)
    content = read_verified(parser.parse_args().package, SHA256)
    with tarfile.open(fileobj=io.BytesIO(content)) as package:
        topology = json.load(package.extractfile("package/countries-10m.json"))
    arcs = decode_arcs(topology)
    wanted = [item for item in topology["objects"]["countries"]["geometries"] if item.get("id") in COUNTRIES]
    features = sorted((feature(item, arcs) for item in wanted), key=lambda item: item["properties"]["country"])
    collection = {"type": "FeatureCollection", "features": features}
    TARGET.write_text(json.dumps(collection, separators=(",", ":")) + "\n", encoding="utf-8")
    report(TARGET, len(features))


if __name__ == "__main__":
    main()
