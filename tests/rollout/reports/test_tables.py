"""Tables: the same figures on the page, from the API, in every file and in plain SQL; wrong questions get sentences."""

import csv
import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import tokens
from accounts.roles import Role
from gis_data.codes import COUNTRY
from rollout.reports import registry
from rollout.reports.asked import Asked
from rollout.reports.counts import counted, together
from sites import services
from sites.authorship import Authorship
from sites.stages import Stage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def register(plot):
    """Sites of two regencies at several stages, one of them closed."""
    plot.surveyed()
    factories.site("62.02.02.2001", name="Camba")
    refused = factories.site("62.02.01.2002")
    factories.assign(plot.cast.village_officer, Role.VILLAGE_OFFICER, refused.code)
    other = factories.Plot(refused, plot.cast).surveyed()
    other.take("reject", plot.cast.kodim, reason=("too_small", "=Hanya 400 m²."))
    factories.site("62.03.01.2001", name="Selat")
    closed = factories.site("62.03.01.2002", name="Barimba")
    services.close(closed.code, reason="Desa digabung", by=Authorship.system())
    return plot


def page(visit, person, name: str, query: str = "") -> str:
    answer = visit(person, reverse("report_table", args=[name]) + query)
    assert answer.status_code == 200, answer.content.decode()
    return " ".join(answer.content.decode().split())


def file(person, name: str, wanted: str, query: str = "") -> bytes:
    client = Client()
    client.force_login(person)
    answer = client.get(reverse("report_export", args=[name, wanted]) + query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def foot(html: str) -> list[str]:
    return [
        re.sub("<[^>]+>", "", cell).strip()
        for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", html.split("<tfoot>")[1])
    ]


def test_screen_api_xlsx_csv_and_sql_agree(visit, register):
    person = register.cast.viewer
    with connection.cursor() as cursor:
        cursor.execute("SELECT stage, count(*) FROM sites_site WHERE closed_at IS NULL AND code LIKE '62%' GROUP BY 1")
        by_sql = dict(cursor.fetchall())
    stages = [by_sql.get(stage.value, 0) for stage in Stage]
    assert sum(stages) == 4 and len([count for count in stages if count]) > 1

    assert [int(cell) for cell in foot(page(visit, person, "stages"))[2:10]] == [4, *stages]

    headers = {"authorization": f"Bearer {tokens.issue(user=person, name='x')[1]}"}
    told = Client().get(reverse("api:report_rows", args=["stages"]), headers=headers).json()
    assert [told["total"][stage.slug] for stage in Stage] == stages

    sheet = openpyxl.load_workbook(io.BytesIO(file(person, "stages", "xlsx"))).worksheets[0]
    assert [cell.value for cell in sheet[sheet.max_row]][3:10] == stages
    by_row = [
        sum(row[place] for row in sheet.iter_rows(4, sheet.max_row - 1, values_only=True)) for place in range(3, 10)
    ]
    assert by_row == stages

    rows = list(csv.reader(io.StringIO(file(person, "stages", "csv").decode("utf-8-sig"))))
    assert [int(cell) for cell in rows[-1][3:10]] == stages


def test_what_is_kept_of_whole_provinces_is_what_is_counted_anew(register):
    wide, narrow = register.cast.viewer, factories.user("sempit", Role.VIEWER, "62.02")
    factories.assign(narrow, Role.VIEWER, "62.03")
    for change in (
        lambda: None,
        lambda: services.close("62.03.01.2001", reason="Desa digabung", by=Authorship.system()),
        lambda: register.take("reject", register.cast.kodim, reason=("too_small", "Hanya 400 m².")),
    ):
        change()
        kept, anew = (counted(Asked(user=one, scope=tuple(one.scope.region_codes))) for one in (wide, narrow))
        assert kept == anew
        country = Asked(user=wide, scope=(COUNTRY,))
        assert counted(country) == [together(anew, "62")]


def test_each_figure_leads_to_the_sites_it_counts(visit, register):
    html = page(visit, register.cast.viewer, "stages", "?region=62.02")
    links = [
        link.replace("&amp;", "&") for link in re.findall(r'href="(/reports/sites/\?[^"]*stage=[^"]+)">(?=\d)', html)
    ]
    assert len(links) == 3
    listed = " ".join(visit(register.cast.viewer, link).content.decode() for link in links)
    assert {"62.02.01.2001", "62.02.01.2002", "62.02.02.2001"} == set(
        re.findall(r"62\.0\d\.\d\d\.\d{4}(?=</td>)", listed)
    )


def test_a_workflows_states_by_district_and_what_is_not_begun(visit, register):
    html = page(visit, register.cast.viewer, "states", "?workflow=land_verification&region=62.02")
    assert foot(html)[2] == "3" and foot(html)[-1] == "1", "one site has no plot"
    assert "workflow=land_verification&amp;state=rejected" in html


def test_obstacles_in_the_offices_form_lead_to_the_sites(visit, register):
    html = page(visit, register.cast.viewer, "obstacles")
    assert "Too small" in html and "100.00%" in html
    link = re.search(r'href="([^"]+reason=land[^"]+)"', html)[1].replace("&amp;", "&")
    listed = visit(register.cast.viewer, link).content.decode()
    assert "62.02.01.2002" in listed and "=Hanya 400 m²." in listed


def test_the_neighbour_sees_his_own_regency_only(visit, register):
    html = page(visit, register.cast.neighbour, "sites")
    assert "62.03.01.2001" in html and "62.02" not in html and "62.03.01.2002" not in html


def test_who_sees_nothing_is_told_nothing_by_any_table(visit, register):
    for table in registry.TABLES:
        answer = visit(register.cast.nobody, reverse("report_table", args=[table.name]))
        assert answer.status_code == (400 if table.name == "forecast" else 200), table.name
        assert "62.0" not in answer.content.decode(), table.name


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?workflow=land_verification&state=nothing", "There is no state “nothing”"),
        ("?workflow=nothing", "There is no workflow “nothing”"),
        ("?stage=nothing", "There is no stage"),
        ("?flag=nothing", "There is no flag"),
        ("?region=63", "There is no region 63 among those you may see"),
        ("?region=x", "x"),
        ("?sort=flags", "cannot be sorted by “flags”"),
        ("?on=2031-01-01", "lies in the future"),
        ("?on=1999-01-01", "The register begins on"),
        ("?on=yesterday", "is no date"),
    ],
)
def test_a_question_that_cannot_be_answered_gets_its_sentence(visit, register, query, sentence):
    for name, arguments in (("report_table", ["sites"]), ("report_export", ["sites", "csv"])):
        answer = visit(register.cast.viewer, reverse(name, args=arguments) + query)
        assert answer.status_code == 400 and sentence in answer.content.decode()
    token = tokens.issue(user=register.cast.viewer, name="x")[1]
    headers = {"authorization": f"Bearer {token}", "accept-language": "en"}
    answer = Client().get(reverse("api:report_rows", args=["sites"]) + query, headers=headers)
    assert answer.status_code == 422 and sentence in answer.json()["detail"]


def test_every_table_answers_in_every_order_it_offers(visit, register):
    offered = {}
    for table in registry.TABLES:
        html = page(visit, register.cast.viewer, table.name)
        offered[table.name] = re.findall(r'<a class="sort" href="\?sort=([^"&]+)', html)
        for order in offered[table.name]:
            page(visit, register.cast.viewer, table.name, f"?sort=-{order}")
    assert offered["sites"] == ["code", "progress", "waiting"] and {"region", "overdue"} <= {*offered["stages"]}


def test_a_past_day_is_counted_as_it_stood(visit, register):
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sites_sitemoment SET at = at - interval '3 days' WHERE seq = 1")
    html = page(visit, register.cast.viewer, "stages", f"?on={yesterday}")
    assert [int(cell) for cell in foot(html)[2:4]] == [5, 5], "all registered, none with a plot, none closed"
