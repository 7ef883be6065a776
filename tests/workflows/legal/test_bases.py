"""The list of legal bases: every row whole, every link readable, unknown codes refused."""

import re
from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from workflows.legal.bases import UnknownBasis, bases, cited


def test_every_basis_has_its_number_title_and_a_date_as_exact_as_known():
    assert len(bases()) >= 10
    for basis in bases().values():
        assert re.fullmatch(r"[a-z0-9-]+", basis.code)
        assert basis.number
        assert basis.title
        assert re.fullmatch(r"20\d\d(-\d\d(-\d\d)?)?", basis.dated), basis.code


def test_a_link_is_an_address_on_the_web_and_a_checked_basis_has_one():
    for basis in bases().values():
        assert not basis.link or urlsplit(basis.link).scheme == "https", basis.code
        assert basis.link or not basis.checked, basis.code


def test_bases_are_cited_by_code_in_order():
    found = cited(["se-mendagri-4911-2025", "permendagri-19-2016"])
    assert [basis.number for basis in found] == [
        "Surat Edaran Menteri Dalam Negeri Nomor 100.3.1.3/4911/SJ",
        "Peraturan Menteri Dalam Negeri Nomor 19 Tahun 2016",
    ]
    with pytest.raises(UnknownBasis, match="perda-0-0"):
        cited(["perda-0-0"])


def test_a_page_says_of_a_basis_when_nobody_compared_it():
    """Law 30/2014, by which decisions are taken back, is in none of the sources of this list."""
    with translation.override("en"):
        told = {code: _shown(code) for code in ("uu-30-2014", "inpres-17-2025")}
    assert "Undang-Undang Nomor 30 Tahun 2014 (not compared with the published text)" in told["uu-30-2014"]
    assert "Instruksi Presiden Nomor 17 Tahun 2025" in told["inpres-17-2025"]
    assert "not compared" not in told["inpres-17-2025"]


def _shown(code: str) -> str:
    line = {"status": "met", "sentence": "A rule", "basis": cited([code])}
    html = render_to_string("components/guard.html", {"guard": line})
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
