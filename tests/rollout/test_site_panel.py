"""The panel beside the map: what is stuck, why, who owns it and for how long; each case by its name."""

import re

import pytest
from django.utils import timezone
from django.utils.html import escape

from tests import factories
from workflows.models import Process

pytestmark = pytest.mark.django_db


def panel(visit, person, site) -> str:
    answer = visit(person, f"/sites/{site.code}/panel/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_panel_names_days_owner_and_cause_and_leads_to_the_case(visit, plot):
    plot.noted(legal_verdict="blocked", legal_note="Sertipikat ganda.")
    since = timezone.now() - timezone.timedelta(days=61)
    Process.objects.filter(pk=plot.process.pk).update(state_since=since)
    html = panel(visit, plot.cast.viewer, plot.site)
    line = re.search(r'<p class="task-list__detail">(.*?)</p>', html)[1]
    assert line.startswith("Waiting 61 days · <b>BPKAD Kotim</b> · The legal note blocks this plot: Sertipikat ganda.")
    assert "Dinas Koperasi" not in line
    assert f'href="/sites/{plot.site.code}/land_verification/{plot.process.pk}/"' in html
    assert html.count("Legal note: blocked") == 1


def test_a_step_that_is_awaited_is_named(visit, plot):
    plot.surveyed()
    html = panel(visit, plot.cast.viewer, plot.site)
    assert "<b>Kodim 1015/Sampit</b> · Verify" in html and "<b>BPKAD Kotim</b> · Write the legal note" in html


def test_each_case_has_its_name_and_its_own_flags(visit, plot):
    plot.submitted()
    plot.take("send_back", plot.cast.field_officer, reason=("other", "Other place."))
    second = factories.Plot(plot.site, plot.cast).surveyed()
    html = panel(visit, plot.cast.viewer, plot.site)
    cases = {str(one.pk): html.split(f"/{one.pk}/")[1].split("</li>")[0] for one in (plot.process, second.process)}
    assert cases[str(plot.process.pk)].count("Returned for correction") == 1, "its state says it"
    assert "Returned for correction" not in cases[str(second.process.pk)]
    for one in (plot.process, second.process):
        stored = type(one).objects.select_related("site").get(pk=one.pk)
        assert escape(stored.caption) in html or stored.caption.split(" ·")[0] in html


def test_the_office_nobody_holds_is_said(visit, plot):
    plot.submitted()
    plot.cast.field_officer.assignments.all().delete()
    assert "nobody holds this task yet" in panel(visit, plot.cast.viewer, plot.site)
