"""The shipped files: what README.md says of them is so."""

import csv
import gzip
import hashlib
import json
import re
from collections import Counter

from gis_data.codes import parse
from gis_data.datasets import APPROXIMATE_BOUNDARIES, DATA, LAND, NAME_CORRECTIONS, REGIONS


def test_the_checksums_in_the_readme_are_those_of_the_files():
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", readme, re.MULTILINE))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in DATA.iterdir() if path.suffix != ".md"
    }
    assert told == found


def test_every_shipped_file_is_used():
    used = {REGIONS.path, LAND.path, NAME_CORRECTIONS} | {
        dataset.path for files in APPROXIMATE_BOUNDARIES.values() for dataset in files
    }
    assert used == {path for path in DATA.iterdir() if path.suffix != ".md"}


def test_the_list_is_the_whole_country():
    with gzip.open(REGIONS.path, "rt", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    codes = [parse(row["code"]) for row in rows]
    assert Counter(code.level.value for code in codes) == {
        "province": 38,
        "regency": 514,
        "district": 7_285,
        "village": 83_762,
    }
    assert [code.text for code in codes] == sorted({code.text for code in codes})
    kalteng = Counter(code.kind.value for code in codes if code.province == "62")
    assert kalteng == {"province": 1, "regency": 13, "city": 1, "district": 136, "desa": 1_432, "kelurahan": 139}
    assert all(row["lon"] for row, code in zip(rows, codes, strict=True) if code.village and code.province == "62")


def test_every_correction_of_a_name_meets_the_list_and_names_its_source():
    with gzip.open(REGIONS.path, "rt", encoding="utf-8") as stream:
        listed = {row["code"]: row["name"] for row in csv.DictReader(stream)}
    with NAME_CORRECTIONS.open(encoding="utf-8", newline="") as file:
        corrections = list(csv.DictReader(file))
    assert corrections
    for row in corrections:
        assert listed[row["code"]] == row["listed"] != row["name"], row
        assert row["source"], row


def test_the_approximate_outlines_say_what_they_are():
    for dataset in APPROXIMATE_BOUNDARIES["62"]:
        features = json.loads(dataset.path.read_text(encoding="utf-8"))["features"]
        assert all("bukan batas resmi" in feature["properties"]["note"] for feature in features)
