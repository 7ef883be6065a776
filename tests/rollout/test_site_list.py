"""The list of sites: what a search finds, what a filter keeps, how it is ordered and counted, and who sees what."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from sites import services
from sites.authorship import Authorship
from sites.models import Site
from sites.selectors import MOST_DAYS
from tests import factories

pytestmark = pytest.mark.django_db

NAMES = {
    "62.02.01.2001": "Pundu",
    "62.02.01.2002": "Sungai Ubar",
    "62.02.02.2001": "Pundu",
    "62.02.02.2002": "Camba",
    "62.03.01.2001": "Sei Asam",
}


@pytest.fixture
def register(db):
    for code, name in NAMES.items():
        factories.region(code[:8], name={"62.02.01": "Cempaga", "62.02.02": "Parenggean"}.get(code[:8], "Selat"))
        factories.site(code, name=name)
    return NAMES


def found(answer) -> list[str]:
    """The codes in the list, in order."""
    assert answer.status_code == 200
    return re.findall(r'<th scope="row"><a href="/sites/([\d.]+)/">', answer.content.decode())


def test_everything_of_my_regions_in_the_order_of_codes(visit, register, cast):
    assert found(visit(cast.viewer, "/sites/")) == sorted(NAMES)
    assert found(visit(cast.kodim, "/sites/")) == [code for code in sorted(NAMES) if code.startswith("62.02")]
    assert found(visit(cast.outsider, "/sites/")) == []


def test_nobody_is_asked_to_log_in(visit, db):
    assert visit(None, "/sites/")["Location"] == "/login/?next=/sites/"


@pytest.mark.parametrize(
    "text,codes",
    [
        ("pundu", ["62.02.01.2001", "62.02.02.2001"]),
        ("62.02.02", ["62.02.02.2001", "62.02.02.2002"]),
        ("no such village", []),
        ("'; DROP TABLE sites_site; --", []),
        ("%", None),
        ("x" * 5000, []),
    ],
)
def test_the_search_box_takes_any_text(visit, register, cast, text, codes):
    answer = visit(cast.viewer, "/sites/", q=text)
    assert answer.status_code == 200
    if codes is not None:
        assert found(answer) == codes
    assert Site.objects.count() == len(NAMES)


@pytest.mark.parametrize("text", ["Pundu, Cempaga", "SUNGAI  ubár", "62.03.01.2001"])
def test_exactly_one_hit_opens_the_site(visit, register, cast, text):
    answer = visit(cast.viewer, "/sites/", q=text, regency="", district="", state="", flag="", waiting="")
    codes = {"Pundu, Cempaga": "62.02.01.2001", "SUNGAI  ubár": "62.02.01.2002", "62.03.01.2001": "62.03.01.2001"}
    assert answer.status_code == 302 and answer["Location"] == f"/sites/{codes[text]}/"


@pytest.mark.parametrize(
    ("text", "meant"),
    [("6202022002", "62.02.02.2002"), ("620202", "62.02.02"), ("6202029999", ""), ("6203012001", ""), ("62020", "")],
)
def test_a_code_without_its_dots_is_asked_back(visit, register, cast, text, meant):
    """Only where the person has such a site: without dots it may be a statistics-office code of another place."""
    html = visit(cast.kodim, "/sites/", q=text).content.decode()
    assert re.findall(r'href="/sites/\?q=([\d.]+)">Did you mean', html) == ([meant] if meant else [])


def test_a_hit_outside_my_regions_is_none(visit, register, cast):
    assert found(visit(cast.neighbour, "/sites/", q="Camba")) == []


def test_one_hit_within_a_filter_stays_a_list(visit, register, cast):
    assert found(visit(cast.viewer, "/sites/", q="pundu", district="62.02.01")) == ["62.02.01.2001"]


def test_regency_and_district_narrow_the_list(visit, register, cast):
    assert found(visit(cast.viewer, "/sites/", regency="62.03")) == ["62.03.01.2001"]
    assert found(visit(cast.viewer, "/sites/", region="62.02.02")) == ["62.02.02.2001", "62.02.02.2002"]
    changed = visit(cast.viewer, "/sites/", regency="62.03", district="62.02.02")
    assert found(changed) == ["62.03.01.2001"], "a district of the regency chosen before is dropped"


def test_stage_flag_and_state_narrow_the_list(visit, register, cast):
    plot = factories.Plot(Site.objects.get(code="62.02.01.2001"), cast).surveyed()
    assert found(visit(cast.viewer, "/sites/", stage="land_proposed")) == ["62.02.01.2001"]
    assert found(visit(cast.viewer, "/sites/", state="land_verification:surveyed")) == ["62.02.01.2001"]
    assert found(visit(cast.viewer, "/sites/", workflow="land_verification", state="draft,surveyed")) == [
        "62.02.01.2001"
    ]
    assert found(visit(cast.viewer, "/sites/", state="land_verification:verified")) == []
    plot.take("send_back", cast.kodim, reason=("title_problem", "The deed names another plot."))
    assert found(visit(cast.viewer, "/sites/", flag="returned")) == ["62.02.01.2001"]
    assert found(visit(cast.viewer, "/sites/", flag="any")) == ["62.02.01.2001"]
    assert found(visit(cast.viewer, "/sites/", flag="legal_blocked")) == []


def test_waiting_longer_counts_days_of_the_calendar(visit, register, cast):
    midnight = timezone.make_aware(datetime.datetime.combine(timezone.localdate(), datetime.time.min))
    Site.objects.filter(code="62.02.01.2001").update(waiting_since=midnight - datetime.timedelta(days=3, minutes=1))
    Site.objects.filter(code="62.02.01.2002").update(waiting_since=midnight - datetime.timedelta(days=3))
    assert found(visit(cast.viewer, "/sites/", waiting="3")) == ["62.02.01.2001"]
    assert found(visit(cast.viewer, "/sites/", sort="waiting"))[:2] == ["62.02.01.2001", "62.02.01.2002"]


@pytest.mark.parametrize(
    "query",
    [
        {"regency": "62'--"},
        {"region": "ID"},
        {"stage": "no,such"},
        {"flag": "x"},
        {"waiting": "-1"},
        {"waiting": "9" * 40},
        {"state": ":"},
        {"sort": "password"},
        {"page": "nine"},
        {"page": "99999"},
    ],
)
def test_what_is_not_understood_narrows_nothing(visit, register, cast, query):
    assert found(visit(cast.viewer, "/sites/", **query)) == sorted(NAMES)


def test_counts_per_stage_follow_the_filter_but_not_the_stage(visit, register, cast):
    factories.Plot(Site.objects.get(code="62.02.01.2001"), cast).submitted()
    html = visit(cast.viewer, "/sites/", regency="62.02", stage="land_proposed").content.decode()
    stages = html.split('class="stage-counts__list"')[1].split("</ul>")[0]
    assert re.findall(r'<span class="count">(\d+)</span>', stages) == ["3", "1"], "three registered, one proposed"
    assert "<b>1 site</b>" in html


def test_closed_sites_are_found_by_name_but_not_listed(visit, register, cast):
    services.close("62.03.01.2001", reason="Not needed.", by=Authorship.system())
    assert "62.03.01.2001" not in found(visit(cast.viewer, "/sites/"))
    assert visit(cast.viewer, "/sites/", q="sei asam")["Location"] == "/sites/62.03.01.2001/"


def test_the_map_gets_the_same_filter(visit, register, cast):
    query = {"district": "62.02.01", "stage": "land_proposed", "state": "land_verification:submitted", "waiting": "7"}
    factories.Plot(Site.objects.get(code="62.02.01.2001"), cast).submitted()
    html = visit(cast.viewer, "/sites/", **query, flag="any").content.decode()
    expected = "/map/?region=62.02.01&amp;stage=land_proposed&amp;workflow=land_verification&amp;state=submitted"
    assert f'href="{expected}&amp;flag=any&amp;waiting=7"' in html


def test_a_row_says_who_is_waited_for(visit, register, cast):
    factories.Plot(Site.objects.get(code="62.02.01.2001"), cast).submitted()
    html = visit(cast.viewer, "/sites/", stage="land_proposed").content.decode()
    assert "Koramil 1015-01" in html and "Report the survey" in html and "BPKAD Kotim" in html


def test_a_row_says_what_the_owner_has_to_put_right(visit, register, cast):
    plot = factories.Plot(Site.objects.get(code="62.02.01.2001"), cast)
    plot.noted(legal_verdict="blocked", legal_note="Sertipikat ganda.")
    html = visit(cast.viewer, "/sites/", stage="land_verified").content.decode()
    row = html.split("<tbody>")[1]
    assert "BPKAD Kotim" in row and "The legal note blocks this plot: Sertipikat ganda." in row
    assert "Dinas Koperasi" not in row


def test_a_flag_stands_beside_the_case_that_raises_it(visit, register, cast):
    site = Site.objects.get(code="62.02.01.2001")
    factories.Plot(site, cast).noted(legal_verdict="blocked")
    factories.Plot(site, cast).surveyed()
    row = visit(cast.viewer, "/sites/", stage="land_verified").content.decode().split('data-label="Work"')[1]
    first, second = row.split("</td>")[0].split('<span class="cluster"><span>')[1:]
    assert first.startswith("Verified, waiting for acceptance") and "Legal note: blocked" in first
    assert second.startswith("Waiting for verification") and "Legal note: blocked" not in second


@pytest.mark.parametrize("days", ["3", "61", "200", "365", str(MOST_DAYS)])
def test_any_number_of_days_can_be_asked_for(visit, register, cast, days):
    since = timezone.now() - timezone.timedelta(days=int(days) + 1)
    Site.objects.filter(code="62.02.01.2001").update(waiting_since=since)
    answer = visit(cast.viewer, "/sites/", waiting=days)
    assert found(answer) == ["62.02.01.2001"]
    assert re.search(rf'<input type="number"[^>]* name="waiting"[^>]* value="{days}"', answer.content.decode())


def test_nothing_found_says_so_and_leads_back(visit, register, cast):
    html = visit(cast.viewer, "/sites/", q="no such village").content.decode()
    assert "No site fits" in html and 'href="/sites/"' in html
    assert "There are no sites in your regions" in visit(cast.nobody, "/sites/").content.decode()


def test_long_lists_come_in_pages(visit, cast):
    for number in range(60):
        factories.site(f"62.02.05.2{number:03d}")
    first, second = visit(cast.viewer, "/sites/"), visit(cast.viewer, "/sites/", page="2")
    assert len(found(first)) == 50 and len(found(second)) == 11
    assert not set(found(first)) & set(found(second))


def test_my_own_regency_is_not_read_out_on_every_line(visit, register, cast):
    assert "Kec. Cempaga, Kab. Kotawaringin Timur" in visit(cast.viewer, "/sites/").content.decode()
    html = visit(cast.kodim, "/sites/").content.decode()
    assert "Kec. Cempaga" in html and "Kec. Cempaga, Kab." not in html


def test_regencies_are_offered_where_there_are_several(visit, register, cast):
    wide, near = (visit(person, "/sites/").content.decode() for person in (cast.viewer, cast.kodim))
    assert 'name="regency"' in wide and 'name="district"' not in wide
    assert 'name="regency"' not in near and 'name="district"' in near
    assert 'value="62.02.02"' in visit(cast.viewer, "/sites/", regency="62.02").content.decode()


def test_of_several_cases_each_says_of_which_workflow_it_is(visit, register, cast):
    site = Site.objects.get(code="62.02.01.2001")
    factories.Plot(site, cast)
    rows = visit(cast.viewer, reverse("site_list"), region=site.code).content.decode().split("<tbody>")[1]
    assert ">Land verification</span>" not in rows
    factories.Work("readiness", site, cast, opener=cast.dinkop)
    rows = visit(cast.viewer, reverse("site_list"), region=site.code).content.decode().split("<tbody>")[1]
    assert ">Land verification</span>" in rows and ">Cooperative readiness</span>" in rows
