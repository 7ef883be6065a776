"""Money, numbers, areas and times as a person reads them, in both languages."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.forms import DateField, DateTimeField, DecimalField
from django.template import Context, Template
from django.utils import timezone, translation

from rollout.templatetags import formatting
from rollout.templatetags.listing import pages_around

MOMENT = datetime.datetime(2026, 11, 22, 7, 5, tzinfo=datetime.UTC)  # 14:05 in Pontianak


def render(source: str, language: str, **context) -> str:
    with translation.override(language):
        return Template("{% load formatting %}" + source).render(Context(context)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("source", "value", "indonesian", "english"),
    [
        ("{{ v|rupiah }}", 1_658_000_000, "Rp 1.658.000.000", "Rp 1,658,000,000"),
        ("{{ v|rupiah }}", Decimal("1658000000.00"), "Rp 1.658.000.000", "Rp 1,658,000,000"),
        ("{{ v|rupiah }}", Decimal("250000.5"), "Rp 250.000,50", "Rp 250,000.50"),
        ("{{ v|rupiah }}", -1500, "−Rp 1.500", "−Rp 1,500"),
        ("{{ v|number }}", 83762, "83.762", "83,762"),
        ("{{ v|number }}", Decimal("12.50"), "12,50", "12.50"),
        ("{{ v|number:1 }}", 2.25, "2,3", "2.3"),
        ("{{ v|number }}", -1250.5, "−1.250,5", "−1,250.5"),
        ("{{ v|number }}", "1571", "1.571", "1,571"),
        ("{{ v|area }}", Decimal("1250.4"), "1.250 m²", "1,250 m²"),
        ("{{ v|area }}", 999.5, "1.000 m²", "1,000 m²"),
        ("{{ v|area }}", -0.2, "0 m²", "0 m²"),
        ("{{ v|distance }}", 840, "840 m", "840 m"),
        ("{{ v|distance }}", 12_400, "12,4 km", "12.4 km"),
        ("{{ v|percent }}", Decimal("12.5"), "12,50%", "12.50%"),
        ("{{ v|percent:0 }}", 100, "100%", "100%"),
        ("{{ v|moment }}", MOMENT, "22 Nov 2026 14.05 WIB", "22 Nov 2026, 14:05 WIB"),
        ("{{ v|moment }}", MOMENT.date(), "22 Nov 2026", "22 Nov 2026"),
        ("{{ v|day }}", datetime.date(2025, 8, 17), "17 Agu 2025", "17 Aug 2025"),
        ("{{ v|day }}", datetime.datetime(2025, 12, 31, 18, 0, tzinfo=datetime.UTC), "1 Jan 2026", "1 Jan 2026"),
        ("{{ v }}", datetime.date(2025, 5, 2), "2 Mei 2025", "2 May 2025"),
        ("{{ v|days }}", 12, "12 hari", "12 days"),
        ("{{ v|days }}", 1, "1 hari", "1 day"),
    ],
)
def test_each_language_has_its_own_way(source, value, indonesian, english):
    assert render(source, "id", v=value) == indonesian
    assert render(source, "en", v=value) == english


@pytest.mark.parametrize(
    "name", ["rupiah", "number", "area", "distance", "percent", "moment", "day", "days", "days_since"]
)
def test_what_is_missing_is_a_dash(name):
    for missing in (None, ""):
        assert render("{{ v|" + name + " }}", "id", v=missing) == "–"


def test_what_is_not_finite_is_missing():
    assert formatting.number(float("nan")) == formatting.rupiah(float("inf")) == "–"


@pytest.mark.parametrize("name", ["rupiah", "number", "area", "percent", "moment", "day", "days", "days_since"])
def test_what_is_not_understood_is_shown_as_it_is(name):
    assert render("{{ v|" + name + " }}", "id", v="35 × 25") == "35 × 25"


def test_a_number_never_leaves_its_unit():
    with translation.override("id"):
        assert formatting.area(1250) == "1.250\u00a0m²"
        assert formatting.rupiah(5) == "Rp\u00a05"


def test_days_are_counted_on_the_calendar(monkeypatch):
    morning = datetime.datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Asia/Pontianak"))
    monkeypatch.setattr(timezone, "now", lambda: morning)
    yesterday_evening = morning - datetime.timedelta(hours=15)
    for language, zero, one, twelve in (("id", "0 hari", "1 hari", "12 hari"), ("en", "0 days", "1 day", "12 days")):
        assert render("{{ v|days_since }}", language, v=morning) == zero
        assert render("{{ v|days_since }}", language, v=morning + datetime.timedelta(days=3)) == zero
        assert render("{{ v|days_since }}", language, v=yesterday_evening) == one
        assert render("{{ v|days_since }}", language, v=datetime.date(2026, 11, 11)) == twelve


def test_a_promise_is_kept_late_rather_than_early(monkeypatch):
    now = datetime.datetime(2026, 11, 22, 7, 5, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    promised = formatting.from_now(datetime.timedelta(minutes=15))
    assert now + datetime.timedelta(minutes=15) <= promised <= now + datetime.timedelta(minutes=16)


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_a_form_writes_it_reads_again(language):
    """The browser's date field sends ISO; people type day before month; money comes back with its separators."""
    with translation.override(language):
        assert DateField().clean("2025-04-03") == DateField().clean("03/04/2025") == datetime.date(2025, 4, 3)
        assert DateTimeField().clean("2025-04-03T14:05").minute == 5
        written = DecimalField(localize=True).widget
        written.is_localized = True
        assert DecimalField(localize=True).clean(written.format_value(1_658_000_000)) == 1_658_000_000


def test_pages_around_offers_the_ends_and_the_neighbours():
    assert pages_around(Paginator(range(1571), 50), 10) == [1, None, 9, 10, 11, None, 32]
