"""The page of what is stuck: counts by office and cause, cases with their reason, links that narrow it."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.roles import Role
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def text(visit, person, address: str = "/stuck/") -> str:
    answer = visit(person, address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def links(html: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="(/stuck/\?[^"]+)"', html)]


def test_offices_causes_and_cases_with_links_that_narrow_them(visit, plot):
    plot.surveyed()
    html = text(visit, plot.cast.viewer)
    assert "2 cases wait for somebody" in html
    for words in ("Kodim 1015/Sampit", "BPKAD Kotim", "Verify", "Write the legal note", "Then: Verified"):
        assert escape(words) in html
    kodim = next(link for link in links(html) if "district_command" in link)
    narrowed = text(visit, plot.cast.viewer, kodim)
    assert "1 case</p>" in narrowed and f"/land_verification/{plot.process.pk}/" in narrowed
    cause = next(link for link in links(html) if "note_legal" in link)
    assert "1 case</p>" in text(visit, plot.cast.viewer, cause)


def test_a_task_nobody_holds_is_named_so_and_can_be_listed(visit, plot):
    plot.submitted()
    plot.cast.bpkad.assignments.all().delete()
    html = text(visit, plot.cast.viewer)
    assert "Nobody holds this task yet" in html
    vacant = next(link for link in links(html) if "asset_office%40" in link)
    assert "1 case</p>" in text(visit, plot.cast.viewer, vacant)


def test_the_neighbour_sees_none_of_it(visit, plot):
    plot.surveyed()
    html = text(visit, plot.cast.neighbour)
    assert "Nothing waits" in html and "BPKAD Kotim" not in html


@pytest.mark.parametrize(
    "query",
    [
        "office=nobody@62",
        "office=asset_office@x",
        "kind=nothing",
        "kind=land_verification&for=nothing.x",
        "sort=x&page=999",
        "regency=99.99",
    ],
)
def test_an_address_that_means_nothing_is_read_without_it(visit, plot, query):
    plot.surveyed()
    assert visit(plot.cast.viewer, f"/stuck/?{query}").status_code == 200


def test_a_region_narrows_offices_and_cases(visit, plot):
    plot.surveyed()
    other = factories.site("62.02.02.2001", name="Camba")
    factories.assign(plot.cast.village_officer, Role.VILLAGE_OFFICER, other.code)
    factories.assign(plot.cast.field_officer, Role.FIELD_OFFICER, "62.02.02")
    factories.Plot(other, plot.cast).surveyed()
    assert "4 cases wait" in text(visit, plot.cast.viewer)
    html = text(visit, plot.cast.viewer, "/stuck/?regency=62.02&district=62.02.02")
    assert "2 cases wait" in html and plot.site.code not in html


def test_a_province_narrows_them_and_stays_chosen(visit, plot):
    plot.surveyed()
    elsewhere = factories.site("63.01.01.2001")
    factories.assign(plot.cast.village_officer, Role.VILLAGE_OFFICER, elsewhere.code)
    factories.Plot(elsewhere, plot.cast).submitted()
    country = factories.user("pusat", Role.VIEWER, "ID")
    assert elsewhere.code in text(visit, country)
    html = text(visit, country, f"{reverse('stuck')}?region=62")
    assert plot.site.code in html and elsewhere.code not in html
    assert '<option value="62" selected>' in html
    offices = [link for link in links(html) if "office=" in link]
    assert offices and all("regency=62" in link for link in offices)


def test_by_code_a_country_is_asked_for_a_province(visit, plot):
    plot.surveyed()
    country = factories.user("pusat", Role.VIEWER, "ID")
    sentence = "By code, one province is listed at a time."
    answer = text(visit, country, f"{reverse('stuck')}?sort=code")
    assert sentence in answer and plot.site.code in answer
    for who, query in [(country, "sort=code&region=62"), (plot.cast.viewer, "sort=code"), (country, "sort=waiting")]:
        assert sentence not in text(visit, who, f"{reverse('stuck')}?{query}")
