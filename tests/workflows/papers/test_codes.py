"""Short codes: read however they are typed, mistakes found by the check character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.enrolment import ALPHABET
from workflows.papers.codes import check_character, new_code, normalised, spaced

bodies = st.text(ALPHABET, min_size=11, max_size=11)


def test_a_new_code_is_good_and_never_the_same():
    codes = {new_code() for _n in range(200)}
    assert len(codes) == 200
    assert all(normalised(code) == code for code in codes)


@given(bodies, st.integers(0, 10), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(body, place, letter):
    code = body + check_character(body)
    wrong = code[:place] + letter + code[place + 1 :]
    assert normalised(wrong) == (wrong if letter == code[place] else "")


@given(bodies)
def test_however_it_is_typed(body):
    code = body + check_character(body)
    assert normalised(f" {spaced(code).lower()} ") == code
    assert normalised(spaced(code).replace("-", "\u2013")) == code


@pytest.mark.parametrize("typed", ["", "A", "O0I1-LLLL-UUUU", "ABCD-EFGH-JKM", "<script>", "A" * 500, "ÄÖÜÄÖÜÄÖÜÄÖÜ"])
def test_what_is_no_code_is_none(typed):
    assert normalised(typed) == ""
