"""Regions of three neighbours in province 62, and the English sentences the tests compare with."""

import csv
import datetime
import gzip
from pathlib import Path

import pytest
from django.utils import translation

from gis_data.datasets import REGIONS
from gis_data.importers.regions import load_regions
from gis_data.models import Region

# Katingan, Sukamara and Palangkaraya: codes 62.06 and 62.08 mean other places in the list of the statistics office.
SOME = ("62.06", "62.08", "62.71")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def some_regions(tmp_path_factory) -> Path:
    """The province, three of its regencies and everything inside them, as a list for ``load_regions``."""
    path = tmp_path_factory.mktemp("regions") / "some.csv"
    with gzip.open(REGIONS.path, "rt", encoding="utf-8") as full, path.open("w", encoding="utf-8") as some:
        rows = csv.reader(full)
        writer = csv.writer(some)
        writer.writerow(next(rows))
        writer.writerows(row for row in rows if row[0] == "62" or row[0].startswith(SOME))
    return path


@pytest.fixture
def regions(db, some_regions):
    """Those regions in the database."""
    load_regions(some_regions, source="test list", as_of=datetime.date(2026, 6, 5))
    return Region.objects.all()
