"""What is kept of a text: everything a reader sees, and nothing he does not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_data.texts import clean_line, clean_paragraphs


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("HP 12/2024", "HP 12/2024"),
        ("  Tanah   desa \t lama ", "Tanah desa lama"),
        ("Ditolak\u202edujutesid\u202c", "Ditolakdujutesid"),
        ("Ba\u200bbin\ufeffsa\u2060", "Babinsa"),
        ("baris\r\nsatu\u2028dua", "baris satu dua"),
        ("a\x00b\x07c\x9fd\x1b[31m", "abcd[31m"),
        ("Cafe\u0301", "Café"),
        ("Cafe\u200b\u0301", "Café"),
        ("12\u00a0000\u3000m²", "12 000 m²"),
        ("\u200b\u3164\u2800", ""),
        ("\ud800x\ue000\uffff", "x"),
        ("Petak 7 → 9 – “Blok B” 👍", "Petak 7 → 9 – “Blok B” 👍"),
    ],
)
def test_one_line(typed, kept):
    assert clean_line(typed) == kept


def test_a_text_of_several_lines_keeps_its_lines():
    assert clean_paragraphs(" Satu \r\n\r\n  dua\u202e  tiga \u2029empat\n ") == "Satu\n\n  dua  tiga\nempat"


@pytest.mark.parametrize("clean", [clean_line, clean_paragraphs])
@given(text=st.text())
def test_what_is_clean_stays_as_it_is_and_holds_nothing_unseen(clean, text):
    once = clean(text)
    assert clean(once) == once == unicodedata.normalize("NFC", once) == once.strip()
    allowed = {"\n"} if clean is clean_paragraphs else set()
    assert not [sign for sign in once if unicodedata.category(sign)[0] == "C" and sign not in allowed]
