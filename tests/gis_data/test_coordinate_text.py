"""Places as people type them: every notation seen in the offices' papers, in either order."""

import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from gis_data.coordinate_text import read_place

PLACE = pytest.approx((113.9213, -2.2099), abs=0.00005)


@pytest.mark.parametrize(
    "text",
    [
        "-2.2099, 113.9213",
        "113.9213, -2.2099",
        "-2,2099; 113,9213",
        "-2,2099 113,9213",
        "-2,2099, 113,9213",
        "(−2.2099 , 113.9213)",
        "[113.9213,-2.2099]",
        "-2.2099\t113.9213",
        "-2.2099\u00a0113.9213",
        "113.9213,-2.2099,25",
        "113.9213 -2.2099 0.0",
        "3. -2.2099, 113.9213",
        "12) -2.2099, 113.9213",
        "2.2099 LS 113.9213 BT",
        "2,2099° LS, 113,9213° BT",
        "113.9213 BT - 2.2099 LS",
        "2.2099S 113.9213E",
        "2°12'35.64\" LS 113°55'16.68\" BT",
        "2°12'35,64\" LS, 113°55'16,68\" BT",
        "2º 12′ 35.64″ S / 113º 55′ 16.68″ T",
        "2° 12' 35.64'' LS 113° 55' 16.68'' BT",
        "2 12 35.64 S 113 55 16.68 E",
        "2°12.594' LS 113°55.278' BT",
        "S 2°12'35.64\" E 113°55'16.68\"",
        "LS 2 12 35.64 BT 113 55 16.68",
        "E113 55.278 S2 12.594",
    ],
)
def test_the_same_place_in_every_notation(text):
    assert read_place(text) == PLACE


def test_north_of_the_equator_is_read_too():
    assert read_place("1°30'0\" LU 110°0'0\" BT") == (110, 1.5)
    assert read_place("0.5, 113.2") == (113.2, 0.5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "balai desa",
        "113.9213",
        "-2.2 113.9 -2.2 113.8",
        "1e400, 5",
        "nan, nan",
        "2°75'0\" LS 113°0'0\" BT",
        "2°12'99\" LS 113°0'0\" BT",
        "2.5°30' LS 113°0' BT",
        "2°12' LS 113°55' LS",
        "2°12' BT 113°55' BT",
        "POINT(113.9 -2.2)",
        "712345.5, 9755512.3",
    ],
)
def test_what_is_no_place_is_quoted_in_a_sentence(text):
    with pytest.raises(ValidationError) as refused:
        read_place(text)
    assert text.strip()[:60] in refused.value.messages[0]


def test_a_long_line_is_refused_at_once():
    for text in ["1" + " " * 1_000_000, "1 " * 500_000, "1°" * 500_000]:
        begun = time.monotonic()
        with pytest.raises(ValidationError):
            read_place(text + "x")
        assert time.monotonic() - begun < 1


@given(st.floats(94.6, 141.5), st.floats(-11.5, 6.5))
def test_either_order_gives_the_same_place(longitude, latitude):
    expected = pytest.approx((longitude, latitude), abs=1e-6)
    assert read_place(f"{latitude:.7f}, {longitude:.7f}") == expected
    assert read_place(f"{longitude:.7f} {latitude:.7f}") == expected


@given(st.text(max_size=200))
def test_any_text_is_a_place_or_a_sentence(text):
    try:
        longitude, latitude = read_place(text)
    except ValidationError as refused:
        assert refused.messages[0]
    else:
        assert abs(longitude) < 1000 and abs(latitude) < 1000
