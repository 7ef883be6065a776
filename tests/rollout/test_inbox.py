"""The inbox: only what is mine to do, the oldest first, grouped by decision."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape

from accounts.clock import clock
from accounts.roles import Role
from tests import factories
from tests.workflows import agreements
from tests.workflows.flows.readiness_play import Papers
from tests.workflows.flows.stimulus_play import Stimulus, governor
from workflows.flows.revolving_stimulus import RevolvingStimulus
from workflows.models import Process
from workflows.read_model import renew

pytestmark = pytest.mark.django_db


def titles(answer) -> list[str]:
    assert answer.status_code == 200
    return re.findall(r'<h2 id="queue-\d+">([^<]+)</h2>', answer.content.decode())


def steps(answer) -> list[str]:
    """The addresses of the steps that are offered, in order."""
    assert answer.status_code == 200
    return re.findall(r'<a class="button" href="(/sites/[^"]+/\d+/\w+/)"', answer.content.decode())


def aged(plot: factories.Plot, days: int) -> factories.Plot:
    since = timezone.now() - timezone.timedelta(days=days)
    Process.objects.filter(pk=plot.process.pk).update(state_since=since)
    renew([plot.site.code])
    return plot


@pytest.fixture
def two_plots(plot):
    """One surveyed five days ago, one in another district nine days ago."""
    other = factories.site("62.02.02.2001", name="Camba")
    cast = plot.cast
    factories.assign(cast.village_officer, Role.VILLAGE_OFFICER, other.code)
    factories.assign(cast.field_officer, Role.FIELD_OFFICER, "62.02.02")
    return aged(plot.surveyed(), 5), aged(factories.Plot(other, cast).surveyed(), 9)


def test_what_awaits_me_is_listed_oldest_first(visit, two_plots):
    near, far = two_plots
    answer = visit(near.cast.kodim, "/work/")
    assert titles(answer) == ["Verify"]
    assert steps(answer) == [
        f"/sites/{plot.site.code}/land_verification/{plot.process.pk}/verify/" for plot in (far, near)
    ]
    assert "2 tasks await you; the oldest has waited 9 days." in answer.content.decode()


def test_what_awaits_others_is_not(visit, two_plots):
    cast = two_plots[0].cast
    assert steps(visit(cast.field_officer, "/work/")) == []
    assert steps(visit(cast.viewer, "/work/")) == []
    assert steps(visit(cast.neighbour, "/work/")) == []


def test_who_proposed_is_not_asked_to_survey_it(visit, plot):
    factories.assign(plot.cast.village_officer, Role.FIELD_OFFICER, "62.02.01")
    plot.submitted()
    assert steps(visit(plot.cast.village_officer, "/work/")) == []
    assert len(steps(visit(plot.cast.field_officer, "/work/"))) == 1


def test_decisions_are_grouped_and_each_has_its_own_page(visit, two_plots):
    near, _far = two_plots
    near.take("verify", near.cast.kodim)
    factories.assign(near.cast.kodim, Role.ASSET_OFFICE, "62.02")
    answer = visit(near.cast.kodim, "/work/")
    assert sorted(titles(answer)) == ["Verify", "Write the legal note"]
    only = visit(near.cast.kodim, "/work/", **{"for": "land_verification.note_legal"})
    assert titles(only) == ["Write the legal note"] and len(steps(only)) == 2


def test_a_wide_scope_can_be_narrowed(visit, two_plots):
    near, _far = two_plots
    answer = visit(near.cast.kodim, "/work/", district="62.02.01")
    assert steps(answer) == [f"/sites/{near.site.code}/land_verification/{near.process.pk}/verify/"]
    assert steps(visit(near.cast.kodim, "/work/", region="62.02.03")) == []


def test_an_empty_inbox_says_so_kindly(visit, cast):
    html = visit(cast.kodim, "/work/").content.decode()
    assert "Nothing awaits you" in html and "All that was yours is done." in html


@pytest.mark.parametrize("who", ["viewer", "province_admin"])
def test_whoever_has_no_step_yet_is_not_told_to_look_on(visit, cast, who):
    html = visit(getattr(cast, who), "/work/").content.decode()
    assert "No step is yours at present." in html and "your role is to look" not in html


def test_the_menu_counts_what_awaits_me(visit, two_plots):
    for path in ("/", "/work/", "/sites/", f"/sites/{two_plots[0].site.code}/"):
        html = visit(two_plots[0].cast.kodim, path).content.decode()
        assert re.search(r'href="/work/"[^>]*>[^<]+<span class="count">2</span>', html), path
        assert 'class="count">' not in visit(two_plots[0].cast.viewer, path).content.decode().split("</nav>")[0]


def test_a_long_queue_shows_its_oldest_and_how_many_more(visit, plot):
    cast = plot.cast
    plot.submitted()
    for number in range(2, 13):
        site = factories.site(f"62.02.01.2{number:03d}")
        factories.assign(cast.village_officer, Role.VILLAGE_OFFICER, site.code)
        factories.Plot(site, cast).submitted()
    factories.assign(cast.bpkad, Role.FIELD_OFFICER, "62.02.01")
    answer = visit(cast.bpkad, "/work/")
    assert len(steps(answer)) == 20 and answer.content.decode().count("2 more</a>") == 2


def test_a_queue_that_is_not_mine_shows_mine(visit, two_plots):
    answer = visit(two_plots[0].cast.kodim, "/work/", **{"for": "land_verification.accept"})
    assert titles(answer) == ["Verify"]


def test_nobody_is_asked_to_log_in(visit, db):
    assert visit(None, "/work/")["Location"] == "/login/?next=/work/"


def test_flags_are_seen_before_opening_it(visit, plot):
    """Those of the case, not of another case at its site."""
    plot.surveyed()
    plot.take("note_legal", plot.cast.bpkad, {**plot.LEGAL, "legal_verdict": "blocked"})
    second = factories.Plot(plot.site, plot.cast).surveyed()
    html = visit(plot.cast.kodim, "/work/").content.decode()
    rows = {row.split("/verify/")[0].rsplit("/", 1)[1]: row for row in html.split("<tr>")[2:]}
    assert "Legal note: blocked" in rows[str(plot.process.pk)]
    assert "Legal note: blocked" not in rows[str(second.process.pk)]


def test_who_owns_the_rule_reads_what_it_says(visit, plot):
    plot.noted(legal_verdict="blocked", legal_note="Sertipikat ganda.")
    answer = visit(plot.cast.bpkad, "/work/")
    assert steps(answer) == [f"/sites/{plot.site.code}/land_verification/{plot.process.pk}/note_legal/"]
    assert "The legal note blocks this plot: Sertipikat ganda." in answer.content.decode()
    assert steps(visit(plot.cast.dinkop, "/work/")) == []


def test_two_cases_of_one_site_are_told_apart(visit, plot):
    plot.surveyed()
    second = factories.Plot(plot.site, plot.cast).surveyed()
    html = visit(plot.cast.kodim, "/work/").content.decode()
    with translation.override("en"):
        for one in (plot, second):
            stored = type(one.process).objects.select_related("site").get(pk=one.process.pk)
            assert html.count(escape(stored.caption)) == 2  # read, and read aloud with its button


def test_a_flag_that_only_repeats_the_state_is_left_out(visit, plot):
    plot.submitted()
    plot.take("send_back", plot.cast.field_officer, reason=("other", "The photos show another plot."))
    rows = visit(plot.cast.village_officer, "/work/").content.decode().split("<tbody>")[1]
    assert rows.count("Returned for correction") == 1


def test_what_was_sent_back_says_why_and_that_it_is_to_be_corrected(visit, plot):
    plot.submitted()
    plot.take("send_back", plot.cast.field_officer, reason=("other", "Patok batas tidak ada."))
    html = visit(plot.cast.village_officer, "/work/").content.decode()
    assert "Field officer (Babinsa): “Other: Patok batas tidak ada.”" in html
    assert ">Correct and send again<span" in html
    assert "Propose this plot." not in html


def test_what_was_never_sent_back_is_offered_by_its_steps_name(visit, plot):
    html = visit(plot.cast.village_officer, "/work/").content.decode()
    assert ">Submit the plot<span" in html and "Correct and send again" not in html


def test_what_was_sent_back_among_what_was_not_is_said_besides(visit, plot):
    plot.submitted()
    plot.take("send_back", plot.cast.field_officer, reason=("other", "Patok batas tidak ada."))
    factories.Plot(plot.site, plot.cast).papers()
    html = visit(plot.cast.village_officer, reverse("inbox")).content.decode()
    assert "Propose this plot." in html
    assert "What was sent back to you stands here too, with the reason." in html


def test_whoever_fell_behind_was_not_sent_back(visit, site, cast):
    stimulus = Stimulus(site, cast, governor()).revolving()
    RevolvingStimulus.objects.update(next_due_on=timezone.localdate() - timezone.timedelta(days=3))
    stimulus.take("fall_behind", clock())
    html = visit(cast.dinkop, reverse("inbox")).content.decode()
    assert "In arrears" in html and "Correct and send again" not in html


def test_steps_of_one_name_are_told_apart_by_their_workflow(visit, plot, cast):
    plot.accepted()
    for kind in ("outlet_construction", "warehouse_construction"):
        factories.Work(kind, plot.site, cast, opener=cast.kodim)
    html = visit(cast.kodim, reverse("inbox")).content.decode()
    assert "Begin the preparation (Outlet construction)" in html
    assert "Begin the preparation (Warehouse construction)" in html


def test_commitments_are_counted_with_the_decisions(visit, cast):
    commitment = agreements.agreed(cast)[1]
    menu = re.compile(r'href="/work/"[^>]*>[^<]+<span class="count">(\d+)</span>')
    for path in (reverse("inbox"), reverse("site_list"), reverse("home")):
        assert menu.search(visit(cast.dinkop, path).content.decode())[1] == "1", path
        assert not menu.search(visit(cast.bpkad, path).content.decode()), path
    answer = visit(cast.dinkop, reverse("inbox")).content.decode()
    assert "1 task awaits you." in answer and commitment.subject in answer


def test_what_is_another_offices_step_is_there_to_be_seen(visit, site, cast):
    Papers(site, cast).complete()
    html = visit(cast.kodim, reverse("inbox")).content.decode()
    assert ">See the case<span" in html and ">Confirm that the outlet is ready<span" not in html
