"""Region codes: what is accepted, what is refused with which sentence, and the prefix as jurisdiction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_data.codes import InvalidCode, Kind, Level, dotted, outermost, parse, prefix


@st.composite
def codes(draw) -> str:
    """Any code of the format, from the province down."""
    parts = [str(draw(st.integers(10, 99)))]
    depth = draw(st.integers(1, 4))
    parts += [f"{draw(st.integers(1, 99)):02}" for _ in range(min(depth, 3) - 1)]
    if depth == 4:
        parts.append(f"{draw(st.sampled_from('123'))}{draw(st.integers(0, 999)):03}")
    return ".".join(parts)


@pytest.mark.parametrize(
    ("text", "level", "kind", "parent"),
    [
        ("ID", Level.COUNTRY, Kind.COUNTRY, None),
        ("62", Level.PROVINCE, Kind.PROVINCE, "ID"),
        ("62.03", Level.REGENCY, Kind.REGENCY, "62"),
        ("62.70", Level.REGENCY, Kind.REGENCY, "62"),
        ("62.71", Level.REGENCY, Kind.CITY, "62"),
        ("62.03.09", Level.DISTRICT, Kind.DISTRICT, "62.03"),
        ("62.03.09.2001", Level.VILLAGE, Kind.DESA, "62.03.09"),
        ("62.03.09.1001", Level.VILLAGE, Kind.KELURAHAN, "62.03.09"),
        ("91.03.01.3007", Level.VILLAGE, Kind.DESA, "91.03.01"),  # desa adat
        (" 62.03 ", Level.REGENCY, Kind.REGENCY, "62"),
    ],
)
def test_a_code_tells_its_level_kind_and_parent(text, level, kind, parent):
    code = parse(text)
    assert (code.level, code.kind, code.parent) == (level, kind, parent)


def test_a_village_code_names_everything_above_it():
    code = parse("62.03.09.2001")
    assert (code.province, code.regency, code.district, code.village) == ("62", "62.03", "62.03.09", "62.03.09.2001")
    assert (parse("62.03").district, parse("ID").province) == (None, None)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (62, "number"),
        (62.1, "number"),
        ("62.1", "number"),
        ("6.201011011E9", "number"),
        ("62,1", "number"),
        ("6201011011", "undotted"),
        ("6201", "undotted"),
        ("", "missing"),
        ("   ", "missing"),
        ("02", "format"),
        ("62.00", "number"),
        ("62.03.00", "format"),
        ("62.03.9", "format"),
        ("62.03.09.20011", "format"),
        ("62.03.09.4001", "village"),
        ("62.03.09.2001\n62", "format"),
        ("٦٢", "format"),
        ("62' OR 1=1", "format"),
        ("id", "format"),
        ("9" * 1_000_000, "format"),
    ],
)
def test_what_is_no_code_is_refused_with_its_reason(value, reason):
    with pytest.raises(InvalidCode) as refusal:
        parse(value)
    assert refusal.value.code == reason
    assert str(refusal.value).endswith(".")
    assert len(str(refusal.value)) < 250


@given(codes())
def test_every_code_comes_back_as_written_and_leads_up_to_the_country(text):
    code = parse(text)
    assert code.text == text
    steps = 0
    while code.parent is not None:
        assert parse(code.parent).contains(code)
        code, steps = parse(code.parent), steps + 1
    assert (code.text, steps) == ("ID", text.count(".") + 1)


@given(st.text())
def test_any_text_is_a_code_or_is_refused(text):
    try:
        assert parse(text).text == text.strip()
    except InvalidCode as refusal:
        assert str(refusal)


@given(codes(), codes())
def test_a_jurisdiction_contains_what_its_prefix_begins(one, other):
    assert parse(one).contains(other) == other.startswith(prefix(one))
    assert parse("ID").contains(one)


def test_only_the_outermost_jurisdictions_remain():
    assert outermost(["62.03.09", "62.03", "63", "62.03.09.2001", "63"]) == ["62.03", "63"]
    assert outermost(["62.03", "ID"]) == ["ID"]
    assert outermost([]) == []
    assert outermost(["62.01", "62.10"]) == ["62.01", "62.10"]


@pytest.mark.parametrize(
    ("digits", "code"),
    [("6202062005", "62.02.06.2005"), ("620206", "62.02.06"), ("6202", "62.02"), ("62020", ""), ("6202069005", "")],
)
def test_digits_are_read_as_the_code_they_may_mean(digits, code):
    assert dotted(digits) == code


@pytest.mark.parametrize("text", ["", "Pundu", "62.02.06.2005", "²²²²", "6" * 5000])
def test_what_is_no_code_without_its_dots_means_none(text):
    assert dotted(text) == ""
