"""The process's page, opening a process, and reading coordinates for the editor."""

import re

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from gis_data.models import Boundary
from sites.models import Event
from tests import factories
from tests.workflows.flows.readiness_play import Papers
from tests.workflows.pages import address, browser, hidden, page_of, text_of
from workflows.models import Process

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def test_the_page_tells_whose_turn_it_is(plot):
    plot.submitted()
    assert "It is your turn: Report the survey." in text_of(browser(plot.cast.field_officer).get(page_of(plot)))
    words = text_of(browser(plot.cast.viewer).get(page_of(plot)))
    assert "Nothing here awaits you. Waiting for: Koramil 1015-01; BPKAD Kotim." in words


def test_a_step_that_another_office_holds_up_is_waited_for_not_offered(plot):
    plot.noted(legal_verdict="blocked", legal_note="Sertipikat ganda.")
    page = browser(plot.cast.dinkop).get(page_of(plot))
    assert "Nothing here awaits you. Waiting for: BPKAD Kotim." in text_of(page)
    assert f'href="{address(plot, "accept")}"' not in page.content.decode()
    page = browser(plot.cast.bpkad).get(page_of(plot))
    words = text_of(page)
    assert "It is your turn: Write the legal note." in words
    assert "The legal note blocks this plot: Sertipikat ganda." in words
    assert f'href="{address(plot, "note_legal")}"' in page.content.decode()


def test_the_province_may_act_on_the_case_but_it_is_not_its_turn(plot):
    plot.noted()
    page = browser(factories.user("provinsi", Role.COOPERATIVE_OFFICE, "62")).get(page_of(plot))
    assert "Nothing here awaits you. Waiting for: Dinas Koperasi Kotim." in text_of(page)
    assert f'href="{address(plot, "accept")}"' in page.content.decode()


def test_facts_stand_by_step_with_who_stated_them(plot):
    plot.surveyed(stated_area_m2="1900")
    words = text_of(browser(plot.cast.viewer).get(page_of(plot)))
    assert "Area stated in the papers, m² 1,900" in words
    assert "Area computed from the outline 2,000 m², 5.3 % more than stated" in words
    assert "Kind of title Land certificate" in words
    assert re.search(r"Submit the plot Kades · Village officer · Kantor Desa · .* · entry \d+", words)
    assert re.search(r"Report the survey Babinsa · Field officer \(Babinsa\) · Koramil 1015-01 · .* · entry \d+", words)


def test_the_whole_workflow_is_drawn_with_the_present_state_marked(plot):
    plot.surveyed()
    text = browser(plot.cast.viewer).get(page_of(plot)).content.decode()
    drawing = re.search(r"(?s)<svg[^>]* class=\"diagram\".*?</svg>", text)[0]
    assert re.findall(r'class="diagram-state diagram-state--present" data-state="(\w+)"', drawing) == ["surveyed"]
    assert "Present state: “Waiting for verification”." in drawing
    # The policy of the page allows neither.
    assert "style=" not in drawing
    assert "<script" not in drawing


def test_the_lane_marks_the_present_state(plot):
    plot.surveyed()
    body = browser(plot.cast.viewer).get(page_of(plot)).content.decode()
    assert re.search(r'aria-current="step">\s*<span[^>]*></span>Waiting for verification', body)


def test_steps_of_others_have_no_button(plot):
    plot.surveyed()
    body = browser(plot.cast.viewer).get(page_of(plot)).content.decode()
    assert address(plot, "verify") not in body
    assert "Kodim 1015/Sampit" in body


def test_the_draft_has_no_step_of_its_own_beside_the_submission(plot):
    body = browser(plot.cast.village_officer).get(page_of(plot)).content.decode()
    assert address(plot, "submit") in body
    assert address(plot, "save_draft") not in body


def test_the_map_data_hold_plot_photos_and_site(plot):
    plot.surveyed()
    page = browser(plot.cast.viewer).get(page_of(plot))
    data = page.context["map_data"]
    assert [shape["name"] for shape in data["shapes"]] == ["plot", "plot_point"]
    assert len(data["photos"]) == 2
    assert data["site"]["geometry"]["type"] == "Point"
    assert data["boundary"] is None


def test_the_sites_other_plots_are_drawn_too_unless_refused(plot):
    plot.submitted()
    refused = factories.Plot(plot.site, plot.cast).surveyed()
    refused.take("reject", plot.cast.kodim, reason=("too_small", "Too narrow."))
    assert browser(plot.cast.viewer).get(page_of(plot)).context["map_data"]["others"] == []
    other = factories.Plot(plot.site, plot.cast).submitted()
    (shown,) = browser(plot.cast.viewer).get(page_of(plot)).context["map_data"]["others"]
    assert shown["geometry"]["type"] == "Polygon"
    assert shown["label"].startswith(other.process.caption.partition(" · ")[0])
    assert shown["label"].endswith(": Waiting for survey")


def test_the_narrowest_boundary_is_drawn_and_says_whether_it_is_official(plot):
    west = MultiPolygon(Polygon.from_bbox((112, -3, 114, -1)), srid=4326)
    for code, official in [("62.02", True), ("62.02.01", False)]:
        Boundary.objects.create(
            region=factories.region(code),
            geometry=west,
            display=west,
            source="test",
            official=official,
            loaded_at=timezone.now(),
        )
    boundary = browser(plot.cast.viewer).get(page_of(plot)).context["map_data"]["boundary"]
    assert boundary["geometry"]["type"] == "MultiPolygon"
    assert (boundary["official"], boundary["label"]) == (
        False,
        "Kecamatan Tempat 62.02.01: approximate, not an official boundary",
    )


def test_a_long_history_is_shown_in_part_with_the_way_to_the_rest(plot, monkeypatch):
    monkeypatch.setattr("workflows.views.process.ENTRIES_SHOWN", 2)
    plot.submitted()
    words = text_of(browser(plot.cast.viewer).get(page_of(plot)))
    assert "2 older entries on the site’s page" in words
    assert "Land verification opened" not in words


def test_the_pages_ask_a_constant_number_of_queries(plot):
    plot.surveyed()

    def queries() -> list[int]:
        client, counts = browser(plot.cast.kodim), []
        for where in [page_of(plot), address(plot, "verify")]:
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                assert client.get(where).status_code == 200
            counts.append(len(asked))
        return counts

    few = queries()
    plot.take("send_back", plot.cast.kodim, reason=("too_small", "Ukur ulang."))
    plot.take("submit", plot.cast.village_officer, plot.proposal())
    plot.photos("survey_photo", plot.cast.field_officer, 12, plot.site.position)
    plot.take("survey", plot.cast.field_officer, {"visited_on": timezone.localdate().isoformat(), **plot.CHECKLIST})
    assert queries() == few
    assert max(few) <= 16


def start_of(site) -> str:
    return reverse("process_start", args=[site.code, "land_verification"])


def test_opening_shows_what_will_be_needed_and_leads_to_the_first_step(site, cast):
    client = browser(cast.village_officer)
    page = client.get(start_of(site))
    assert "Photos of the plot: at least 4 files" in text_of(page)
    answer = client.post(start_of(site), {"client_id": hidden(page, "client_id")})
    process = Process.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == reverse("take_step", args=[site.code, "land_verification", process.pk, "submit"])


def test_a_double_click_opens_one_process(site, cast):
    client = browser(cast.village_officer)
    form = {"client_id": hidden(client.get(start_of(site)), "client_id")}
    assert [client.post(start_of(site), form).status_code for _ in range(2)] == [303, 303]
    assert Event.objects.filter(verb="started").count() == 1


@pytest.mark.parametrize("form", [{}, {"client_id": ""}, {"client_id": "1"}])
def test_without_its_name_nothing_is_opened_and_the_page_comes_again(site, cast, form):
    client = browser(cast.village_officer)
    answer = client.post(start_of(site), form)
    assert answer.status_code == 400
    assert hidden(answer, "client_id")
    assert not Process.objects.exists()


def test_who_left_a_draft_untouched_is_led_to_it(plot):
    """A second empty draft helps nobody; one that holds something, or somebody else's, is another matter."""
    client, other = browser(plot.cast.village_officer), {"client_id": "c3f6a9f0-3f2c-4d8e-9d5e-1f6c2a7b8c9d"}
    for answer in (client.get(start_of(plot.site)), client.post(start_of(plot.site), other)):
        assert (answer.status_code, answer["Location"]) == (303, address(plot, "submit"))
    assert "You have opened this already and not filled it in yet." in text_of(client.get(address(plot, "submit")))
    assert Process.objects.count() == 1
    assert browser(plot.cast.dinkop).get(start_of(plot.site)).status_code == 200
    plot.take("save_draft", plot.cast.village_officer, {"title_number": "HP 1"})
    assert client.get(start_of(plot.site)).status_code == 200


def test_one_that_is_under_way_is_shown_before_another_is_opened(plot):
    plot.take("save_draft", plot.cast.village_officer, {"title_number": "HP 1"})
    words = text_of(browser(plot.cast.village_officer).get(start_of(plot.site)))
    assert "One is already under way at this site: Draft" in words


def test_only_those_named_open_a_process(site, cast):
    client = browser(cast.kodim)
    for answer in [client.get(start_of(site)), client.post(start_of(site))]:
        assert answer.status_code == 403
        assert "Only Village officer / Cooperative office of this region may do this." in text_of(answer)
    assert client.get(reverse("process_start", args=[site.code, "castle"])).status_code == 404
    assert not Process.objects.exists()


@pytest.mark.parametrize(
    ("text", "status", "told"),
    [
        ("-2.20, 113.90\n-2.20, 113.91\n-2.21, 113.91", 200, '"type":"Polygon"'),
        ("113.90 -2.20\n113.91 -2.20\n113.91 -2.21", 200, '"type":"Polygon"'),
        ("-2.20, 113.90\nbalai desa", 422, "Line 2: “balai desa” is not a pair of coordinates."),
        ("", 422, "Coordinates are missing."),
    ],
)
def test_the_editor_reads_coordinates_as_the_form_does(cast, text, status, told):
    answer = browser(cast.viewer).post(reverse("shape_read"), {"shape": "polygon", "text": text})
    assert answer.status_code == status
    assert told in (answer.json().get("geometry") or answer.json()["sentences"][0])


def test_the_editor_reads_points_too(cast, client):
    answer = browser(cast.viewer).post(reverse("shape_read"), {"shape": "point", "text": "2°12'0\" LS 113°54'0\" BT"})
    assert answer.json()["geometry"] == '{"type":"Point","coordinates":[113.9,-2.2]}'
    assert client.post(reverse("shape_read"), {"text": "-2.2, 113.9"}).status_code == 302


def test_another_plot_can_be_opened_beside_a_rejected_one(plot):
    plot.surveyed()
    plot.take("reject", plot.cast.kodim, reason=("too_small", "Terlalu sempit."))
    words = text_of(browser(plot.cast.viewer).get(page_of(plot)))
    assert "Terlalu sempit." in words
    assert factories.Plot(plot.site, plot.cast).state == "draft"


def test_what_is_ones_turn_at_a_line_stands_with_what_one_can_do(site, cast):
    """At the only line it is taken on; of several, the list is led to."""
    papers = Papers(site, cast)
    papers.uploaded("nib")
    uploaded = papers.line("nib").number
    page = reverse("process_detail", args=[site.code, "readiness", papers.process.pk])
    actions = browser(cast.dinkop).get(page).content.decode().split('id="mine-title"')[1].split("</section>")[0]
    assert f'href="{page}verify_document/{uploaded}/"' in actions
    papers.uploaded("deed")
    actions = browser(cast.dinkop).get(page).content.decode().split('id="mine-title"')[1].split("</section>")[0]
    assert 'href="#document-title"' in actions
