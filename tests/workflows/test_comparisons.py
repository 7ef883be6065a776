"""What a phone judges by itself is never stricter than the rule on the server, and says the rule's own sentence."""

import datetime
import itertools
from decimal import Decimal

import pytest
from django.utils import timezone

from tests import factories
from workflows import registry
from workflows.comparisons import Clock, Comparison, Known, first_unmet
from workflows.construction import guards
from workflows.construction import report_guards as rules
from workflows.construction.lines import ProgressReport

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]
TODAY = timezone.localdate()
DAYS = [datetime.date(2025, 1, 1), TODAY - datetime.timedelta(days=2), TODAY, TODAY + datetime.timedelta(days=1)]


@pytest.fixture
def reported(site, cast):
    """A building that stood at 40 % yesterday."""
    work = factories.begun_outlet(site, cast)
    work.photos("progress_photo", cast.field_officer, 1, site.position)
    day = (TODAY - datetime.timedelta(days=1)).isoformat()
    fields = {"reported_on": day, "slot": "morning", "percent": "40", "work": "foundation", "workers": "3"}
    work.take("report_progress", cast.field_officer, fields)
    return work.row


@pytest.mark.parametrize("rule", [rules.report_dated_within, rules.percent_not_falling, rules.completion_has_views])
def test_where_the_phone_doubts_the_server_refuses(rule, reported):
    doubted = 0
    for day, percent in itertools.product(DAYS, (Decimal(30), Decimal(40), Decimal(100))):
        building = type(reported).objects.get(pk=reported.pk)
        building.item = ProgressReport(reported_on=day, slot="evening", percent=percent, work="foundation")
        if first_unmet(rule.judged, building):
            doubted += 1
            assert rule.unmet(building), (day, percent)
    assert doubted


@pytest.mark.parametrize("started", [None, *DAYS])
@pytest.mark.parametrize("planned", [None, *DAYS])
def test_where_a_rule_is_its_comparisons_both_say_the_same(site, cast, started, planned):
    building = registry.flow("outlet_construction")(site=site, started_on=started, planned_on=planned)
    for rule in (guards.start_is_sane, guards.planned_after_start):
        assert rule.unmet(building) == first_unmet(rule.judged, building)
    assert bool(guards.planned_after_start.unmet(building)) is bool(started and planned and planned < started)


def test_what_is_not_there_is_not_judged(site):
    building = registry.flow("outlet_construction")(site=site)
    later = Comparison("planned_on", ">", Known("started_on"), lambda answer, bound: f"{answer} after {bound}")
    assert later.unmet(building) == ""
    building.planned_on = building.started_on = datetime.date(2026, 3, 2)
    assert later.unmet(building) == "2 Mar 2026 after 2 Mar 2026"
    guarded = Comparison("planned_on", ">", Known("started_on"), later.sentence, when=("planned_on", ">", Clock.TODAY))
    assert bool(guarded.unmet(building)) is (datetime.date(2026, 3, 2) > TODAY)


def test_a_phone_gets_places_instead_of_words():
    (rising,) = rules.percent_not_falling.judged
    assert rising.as_data() == {
        "field": "percent",
        "is": ">=",
        "than": {"known": "reported_percent"},
        "sentence": "{answer} % is less than the {bound} % reported before.",
        "when": {"field": "reported_on", "is": ">", "than": {"known": "reported_on"}},
    }


@pytest.mark.parametrize("flow", registry.flows(), ids=lambda flow: flow.kind_name)
def test_every_comparison_names_columns_there_are(flow):
    for step in flow.steps.values():
        for comparison in (one for guard in step.guards for one in guard.judged):
            assert not set(comparison.columns) - {column.name for column in flow._meta.get_fields()}
            if step.offline:
                assert comparison.field in step.fields or step.name == "report_completion", (step.name, comparison)
