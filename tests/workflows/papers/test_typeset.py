"""Setting a paper: the same bytes each time, within limits, with nothing of the server in it; faults are sentences."""

import datetime

import pytest

from workflows.papers.typeset import CannotBeSet, typeset

PAGE = """#import "base.typ": *
#show: house.with(title: "Uji", office: "Dinas Koperasi", as-of: "2026-11-23", source: "Buku besar", simulated: true)
#letterhead("Dinas Koperasi")
= Berita acara
#facts(("Luas", "1.200 m²"), ("Catatan", ""))
"""


def test_the_same_source_gives_the_same_bytes_and_no_time_of_the_clock():
    first = typeset(PAGE, {})
    assert first == typeset(PAGE, {})
    assert first.startswith(b"%PDF-1.7")
    assert b"CreationDate(D:20261123000000Z)" in first


def test_a_day_given_from_outside_dates_an_undated_document():
    assert b"CreationDate(D:20260105000000Z)" in typeset("Kosong", {}, as_of=datetime.date(2026, 1, 5))


def test_files_given_along_are_read_by_name():
    page = '#let data = json("data.json")\n#set document(title: data.nomor)'
    assert b"/Title(12/BA/2026)" in typeset(page, {"data.json": b'{"nomor": "12/BA/2026"}'})


@pytest.mark.parametrize("path", ["/etc/passwd", "typeset.py", "/manage.py", "manage.py"])
def test_no_file_of_the_server_can_be_read_or_found_out_about(path):
    with pytest.raises(CannotBeSet) as refused:
        typeset(f'#read("{path}")', {})
    assert str(refused.value) == "Baris 1, kolom 6 dari main.typ: penata huruf menyatakan “file not found”."


def test_a_package_is_not_fetched_however_its_name_is_put_together():
    with pytest.raises(CannotBeSet, match="paket"):
        typeset('#let name = "@pre" + "view/cetz:0.3.0"\n#import name', {})


def test_a_fault_names_its_line():
    with pytest.raises(CannotBeSet, match=r"Baris 3, kolom 1.*unknown variable: nomor") as refused:
        typeset("Satu\n\n#nomor", {})
    assert refused.value.line == 3


@pytest.mark.parametrize(
    "endless", ["#for a in range(9999) { for b in range(9999) { [] } }", "#range(1000000000).len()"]
)
def test_what_takes_too_long_or_too_much_is_ended_with_a_sentence(endless):
    with pytest.raises(CannotBeSet, match="lebih dari 1 detik"):
        typeset(endless, {}, seconds=1)
