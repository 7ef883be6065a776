"""The page of a site: what is next and who owns it, facts with their source, the ledger in pages, and its scope."""

import datetime
import re

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from accounts.roles import Role
from sites import services
from sites.authorship import Authorship
from sites.models import Event, Site
from tests import factories
from workflows.flows.land_verification import LandVerification
from workflows.models import Process
from workflows.submission import Reason

pytestmark = pytest.mark.django_db


def page(visit, person, site, **query) -> str:
    answer = visit(person, f"/sites/{site.code}/", **query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_first_lines_say_what_it_is_and_what_i_can_do(visit, plot):
    plot.surveyed()
    html = page(visit, plot.cast.kodim, plot.site)
    assert f"<h1>{plot.site.village.full_name}</h1>" in html
    assert plot.site.code in html and "Kab. Kotawaringin Timur" in html
    assert plot.site.cooperative.name in html
    assert "It is your turn: Verify." in html


def test_others_read_who_is_waited_for(visit, plot):
    plot.surveyed()
    html = page(visit, plot.cast.viewer, plot.site)
    assert "Nothing here awaits you. Waiting for: Kodim 1015/Sampit; BPKAD Kotim." in html
    assert "/verify/" not in html, "a viewer is offered no step"


def test_each_lane_unfolds_the_drawing_of_its_workflow_with_the_present_state(visit, plot):
    plot.surveyed()
    second = factories.Plot(plot.site, plot.cast)
    html = page(visit, plot.cast.viewer, plot.site)
    drawings = re.findall(r'(?s)<svg[^>]* class="diagram".*?</svg>', html)
    present = [re.findall(r'diagram-state--present" data-state="(\w+)"', drawing) for drawing in drawings]
    assert sorted(present) == [["draft"], ["surveyed"]]
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) and f"drawing-{second.process.pk}-title" in ids


def test_only_what_i_may_do_is_a_button(visit, plot):
    plot.surveyed()
    process = f"/sites/{plot.site.code}/land_verification/{plot.process.pk}"
    html = page(visit, plot.cast.kodim, plot.site)
    assert f'href="{process}/verify/"' in html
    assert f'href="{process}/reject/"' in html and f'href="{process}/send_back/"' in html
    assert f'href="{process}/note_legal/"' not in html
    assert f'href="{process}/note_legal/"' in page(visit, plot.cast.bpkad, plot.site)


def test_what_blocks_stands_in_the_guards_own_words(visit, plot):
    plot.submitted(length_m="35", width_m="25", stated_area_m2="875")
    plot.photos("survey_photo", plot.cast.field_officer, 2, plot.site.position)
    answers = {**plot.CHECKLIST, "under_power_line": "yes", "visited_on": datetime.date.today().isoformat()}
    plot.take("survey", plot.cast.field_officer, answers)
    html = page(visit, plot.cast.viewer, plot.site)
    assert "The plot lies under an extra-high-voltage line (SUTET); no building may stand there." in html
    assert "at least 1,000 m² is asked for" in html


def test_what_is_still_to_attach_is_not_called_blocked(visit, plot):
    html = page(visit, plot.cast.village_officer, plot.site)
    assert "Photos of the plot: 0 of at least 4 attached." in html
    assert 'class="guards__pending"' in html and 'class="guards__unmet"' not in html


def test_a_workflow_can_be_opened_by_those_who_may(visit, site, cast):
    start = f'href="/sites/{site.code}/land_verification/start/"'
    assert start in page(visit, cast.village_officer, site)
    html = page(visit, cast.kodim, site)
    assert start not in html
    assert "can be opened by Kantor Desa; Dinas Koperasi Kotim" in html
    services.close(site.code, reason="The village gave the land away.", by=Authorship.system())
    html = page(visit, cast.village_officer, site)
    assert start not in html and "This site was closed on" in html


def test_plots_that_led_to_nothing_are_folded_with_their_reason(visit, plot):
    plot.surveyed()
    plot.take("reject", plot.cast.kodim, reason=("swamp_or_coast", "Under water at high tide."))
    html = page(visit, plot.cast.viewer, plot.site)
    fold = html.split('<details class="fold">')[-1].split("</details>")[0]
    assert "Rejected" in fold and "Swamp or coast: Under water at high tide." in fold
    assert "Kodim 1015/Sampit" in fold


def test_what_needs_another_workflow_first_says_so(visit, plot):
    """Nobody is asked to open what he could not begin; he may all the same."""
    html = page(visit, plot.cast.dinkop, plot.site)
    later = html.split('<details class="fold">')[1].split("</details>")[0]
    assert "Outlet construction" in later and "No plot of this site is accepted" in later
    assert f"/sites/{plot.site.code}/outlet_construction/start/" in later
    plot.accepted()
    html = page(visit, plot.cast.dinkop, plot.site)
    assert "No plot of this site is accepted" not in html


def test_several_processes_have_an_overview_and_only_mine_lies_open(visit, plot):
    building = factories.begun_outlet(plot.site, plot.cast)
    plot.submitted()
    html = page(visit, plot.cast.field_officer, plot.site)
    overview = html.split("Overview of the work")[1].split("</table>")[0]
    lines = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in overview.split("<tr>")[2:]]
    assert any("Waiting for survey 2 of 5 Your turn 0 days" in line for line in lines)
    assert any("Outlet construction 1 Preparation 2 of 10 Your turn" in line for line in lines)
    assert len(lines) == 2, "what is not begun stands below"
    assert f'href="#process-{building.process.pk}"' in overview
    looking = page(visit, plot.cast.viewer, plot.site)
    assert looking.count("<summary>Waiting for ") == 2 and "<summary>Waiting for " not in html


def test_an_accepted_plot_stands_as_done(visit, plot):
    plot.accepted()
    html = page(visit, plot.cast.viewer, plot.site)
    assert "Land accepted" in html
    assert "ended without result" not in html


def test_an_estimated_position_says_so_with_source_and_day(visit, site, cast):
    html = page(visit, cast.viewer, site)
    assert 'class="estimated"' in html
    assert "Estimate · test, as of 1 Jan 2025" in html


def test_a_surveyed_position_names_its_source_and_accuracy(visit, site, cast):
    services.relocate(
        site_code=site.code,
        position=Point(112.951234, -2.531234, srid=4326),
        source=Site.PositionSource.SURVEYED,
        accuracy_m=8,
        as_of=datetime.date(2026, 3, 4),
        note="",
        actor=cast.field_officer,
    )
    html = page(visit, cast.viewer, site)
    assert "-2.531234, 112.951234 (± 8" in html
    assert "Surveyed on the spot, as of 4 Mar 2026" in html and 'class="estimated"' not in html


def test_every_entry_is_cited_by_number_and_hash(visit, plot):
    plot.submitted()
    html = page(visit, plot.cast.viewer, plot.site)
    for event in Event.objects.filter(site=plot.site):
        assert f"entry {event.seq}" in html and event.hash[:12] in html


def test_the_timeline_comes_in_pages_newest_first(visit, site, cast):
    for number in range(25):
        services.relocate(
            site_code=site.code,
            position=Point(112.95 + number / 1000, -2.53, srid=4326),
            source="document",
            accuracy_m=None,
            as_of=datetime.date(2026, 1, 1),
            note=f"map sheet {number}",
            actor=cast.field_officer,
        )
    first, second = page(visit, cast.viewer, site), page(visit, cast.viewer, site, page="2")
    assert re.findall(r"entry (\d+)", first) == [str(number) for number in range(26, 6, -1)]
    assert re.findall(r"entry (\d+)", second) == [str(number) for number in range(6, 0, -1)]
    assert "map sheet 24" in first and "Entered in the register" in second
    assert 'href="?page=2#timeline"' in first


def test_a_site_outside_my_regions_is_not_there(visit, site, cast):
    for person in (cast.neighbour, cast.outsider, cast.nobody):
        assert visit(person, f"/sites/{site.code}/").status_code == 404


@pytest.mark.parametrize(
    "code", ["62.02.01.9999", "62.02.01", "6202012001", "62.02.01.2001-9", "62.02.01.2001%00", "x' OR 1=1 --"]
)
def test_a_code_that_is_none_is_not_there(visit, site, cast, code):
    assert visit(cast.viewer, f"/sites/{code}/").status_code == 404


def test_nobody_is_asked_to_log_in(visit, site):
    answer = visit(None, f"/sites/{site.code}/")
    assert answer.status_code == 302 and answer["Location"] == f"/login/?next=/sites/{site.code}/"


def test_what_people_wrote_is_shown_as_text(visit, plot):
    plot.surveyed()
    plot.take("send_back", plot.cast.kodim, reason=("other", "<script>alert(1)</script> & more"))
    html = page(visit, plot.cast.viewer, plot.site)
    assert escape("<script>alert(1)</script> & more") in html and "<script>alert(1)" not in html


def test_a_waiver_shows_as_a_flag_and_in_the_timeline(visit, plot):
    plot.papers()
    plot.take(
        "submit",
        plot.cast.village_officer,
        plot.proposal(length_m="35", width_m="25", stated_area_m2="750"),
        waivers={"areas_agree": Reason("data_inaccurate", "The deed was rounded.")},
    )
    assert Process.objects.get(pk=plot.process.pk).waived
    html = page(visit, plot.cast.viewer, plot.site)
    assert "A rule was waived" in html and "Rule set aside: Computed and stated area differ by at most 10 %" in html
    assert "The reference data are inaccurate: The deed was rounded." in html


def test_two_plots_are_told_apart(visit, plot):
    plot.submitted()
    factories.Plot(plot.site, plot.cast)
    with translation.override("en"):
        captions = {
            one.pk: escape(one.caption)
            for one in LandVerification.objects.select_related("site").filter(site=plot.site)
        }
    html = page(visit, plot.cast.viewer, plot.site)
    for pk, caption in captions.items():
        assert f'href="/sites/{plot.site.code}/land_verification/{pk}/">{caption}</a>' in html
    assert len(set(captions.values())) == 2


def test_what_was_sent_back_says_why_where_it_is_put_right(visit, plot):
    plot.submitted()
    plot.take("send_back", plot.cast.field_officer, reason=("title_in_process", "The deed is not signed."))
    html = page(visit, plot.cast.village_officer, plot.site)
    work = html.split('id="next"')[1].split('id="facts"')[0]
    assert "Title in process: The deed is not signed." in work and "Koramil 1015-01" in work
    plot.take("submit", plot.cast.village_officer, plot.proposal())
    work = page(visit, plot.cast.village_officer, plot.site).split('id="next"')[1].split('id="facts"')[0]
    assert "The deed is not signed." not in work


def test_a_rule_that_may_be_set_aside_is_not_called_blocking(visit, plot):
    plot.surveyed(length_m="35", width_m="25", stated_area_m2="875")
    html = page(visit, plot.cast.viewer, plot.site)
    assert "May be set aside with a reason by: District command (Kodim)." in html
    assert 'class="guards__unmet"' not in html


def test_the_province_reads_whose_turn_it_is_and_may_act_besides(visit, plot):
    """Its inbox does not list what the regency's office has to do, and neither does this page call it its turn."""
    plot.noted()
    province = factories.user("provinsi", Role.COOPERATIVE_OFFICE, "62", office="Dinas Koperasi Kalteng")
    html = page(visit, province, plot.site)
    assert "Nothing here awaits you. Waiting for: Dinas Koperasi Kotim." in html and "Your turn" not in html
    others = html.split("You may also:")[1].split("</div>")[0]
    assert f"/sites/{plot.site.code}/land_verification/{plot.process.pk}/accept/" in others
    assert "It is your turn: Record the acceptance." in page(visit, plot.cast.dinkop, plot.site)


def test_a_blocked_note_is_charged_to_whoever_wrote_it(visit, plot):
    plot.noted(legal_verdict="blocked", legal_note="Sertipikat ganda.")
    seen = page(visit, plot.cast.dinkop, plot.site)
    assert "Nothing here awaits you. Waiting for: BPKAD Kotim." in seen and "Your turn" not in seen
    assert "The legal note blocks this plot: Sertipikat ganda." in seen
    own = page(visit, plot.cast.bpkad, plot.site)
    assert "It is your turn: Write the legal note." in own
    assert f'href="/sites/{plot.site.code}/land_verification/{plot.process.pk}/note_legal/"' in own


def test_a_flag_stands_with_the_case_that_raises_it(visit, plot):
    plot.noted(legal_verdict="blocked")
    second = factories.Plot(plot.site, plot.cast).surveyed()
    html = page(visit, plot.cast.viewer, plot.site)
    head, first, other = re.split(r'<h3 id="process-\d+">', html)[:3]
    assert str(second.process.pk) in other.split("</h3>")[0]
    assert "Legal note: blocked" not in head and "Legal note: blocked" in first.split("</article>")[0]
    assert "Legal note: blocked" not in other.split("</article>")[0]


def test_a_flag_whose_case_is_folded_away_stands_at_the_head(visit, plot):
    plot.surveyed()
    plot.take("reject", plot.cast.kodim, reason=("too_small", "Too narrow."))
    assert "Plot rejected" in page(visit, plot.cast.viewer, plot.site).split('id="next"')[0]


def test_what_nobody_has_recorded_says_so(visit, site, cast):
    assert "No office has recorded this yet" in page(visit, cast.viewer, site)


def test_a_building_leads_to_its_curve(visit, site, cast):
    link = f"{reverse('report_table', args=['curve'])}?site={site.code}"
    assert link not in page(visit, cast.viewer, site)
    factories.begun_outlet(site, cast)
    assert link in page(visit, cast.viewer, site)
    assert visit(cast.viewer, link).status_code == 200
