"""Names made comparable."""

import pytest

from gis_data.codes import Kind
from gis_data.names import alike, fold, same


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Bu Nuapu’u", "bu nuapu u"),
        ("  PAPUYU I  Sei. Pasanan ", "papuyu i sei pasanan"),
        ("Désa Straße", "desa strasse"),
        ("", ""),
        ("!?", ""),
    ],
)
def test_folding_leaves_plain_words(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("name", "official", "kind"),
    [
        ("Kota Palangka Raya", "Palangkaraya", Kind.CITY),
        ("KAB. KAPUAS", "Kapuas", Kind.REGENCY),
        ("Kecamatan Kota Besi", "Kota Besi", Kind.DISTRICT),
        ("Kota Besi", "Kota Besi", Kind.DISTRICT),
    ],
)
def test_the_same_name_in_other_spellings(name, official, kind):
    assert same(name, official, kind)


def test_the_city_and_the_regency_of_one_name_differ():
    assert not same("Kota Bogor", "Bogor", Kind.REGENCY)


@pytest.mark.parametrize(
    ("name", "official", "expected"),
    [
        ("Tumbang Tuwe Hantapang", "Tumbang Tuwe", True),
        ("Sei Pasanan", "Sungai Pasanan", True),
        ("Sukamara", "Katingan", False),
        ("Murung Raya", "Barito Timur", False),
    ],
)
def test_another_spelling_is_told_from_another_place(name, official, expected):
    assert alike(name, official, Kind.DESA) is expected
