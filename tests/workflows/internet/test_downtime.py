"""The downtime of any faults is the time in which at least one of them lasted."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from workflows.internet.downtime import downtime, in_words, minutes, overlapping, share_working

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
spells = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 200)).filter(lambda pair: pair[0] < pair[1]), max_size=12
)


def at(minute: int) -> datetime.datetime:
    return NOON + datetime.timedelta(minutes=minute)


@given(spells)
def test_each_minute_counts_once_whoever_reports_it(pairs):
    down = {minute for begin, end in pairs for minute in range(begin, end)}
    assert minutes(downtime((at(begin), at(end)) for begin, end in pairs)) == len(down)


@given(spells, st.permutations(range(12)))
def test_the_order_of_the_reports_does_not_matter(pairs, order):
    shuffled = [pairs[place] for place in order if place < len(pairs)]
    as_moments = [[(at(begin), at(end)) for begin, end in one] for one in (pairs, shuffled)]
    assert downtime(as_moments[0]) == downtime(as_moments[1])


@given(spells, st.tuples(st.integers(0, 200), st.integers(1, 50)))
def test_spells_that_share_no_time_simply_add_up(pairs, new):
    others = [(at(begin), at(end)) for begin, end in pairs]
    spell = (at(new[0]), at(new[0] + new[1]))
    alone = overlapping(spell, others) is None
    assert (downtime([*others, spell]) == downtime(others) + (spell[1] - spell[0])) == alone


@pytest.mark.parametrize(
    ("minutes_down", "words"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 h"),
        (61, "1 h 1 min"),
        (24 * 60, "1 day"),
        (50 * 60 + 5, "2 days 2 h 5 min"),
    ],
)
def test_downtime_in_words(minutes_down, words):
    with translation.override("en"):
        assert in_words(datetime.timedelta(minutes=minutes_down)) == words


@pytest.mark.parametrize(
    ("whole", "down", "share"),
    [(100, 0, "100.00"), (100, 25, "75.00"), (3, 1, "66.67"), (10, 10, "0.00"), (10, 11, "0.00")],
)
def test_the_share_of_the_time_in_which_it_worked(whole, down, share):
    assert share_working(NOON, at(whole), datetime.timedelta(minutes=down)) == Decimal(share)


def test_no_time_has_no_share():
    assert share_working(NOON, NOON, datetime.timedelta()) is None
