"""Removing a simulation site by site: no row, entry or file of it is left, and no real one is touched."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from accounts.roles import Role
from sites import ledger
from sites.models import DistrictVersion, Event, Site
from sites.requests import Request
from tests import factories
from tests.conftest import build_cast
from tests.workflows.connection import Connection, kit
from workflows.evidence_store import open_file
from workflows.flows.land_verification import LandVerification
from workflows.internet import stock
from workflows.internet.kits import Kit
from workflows.models import Claim, Evidence, Paper, Process, Waiver
from workflows.papers import issuing
from workflows.read_model import differences
from workflows.services.evidence import attach
from workflows.services.remove_simulated import remove_simulated
from workflows.services.start import start
from workflows.submission import Reason

pytestmark = pytest.mark.django_db

ROW = [field.attname for field in Site._meta.concrete_fields]


def rows() -> list[dict]:
    return list(Site.objects.order_by("code").values(*ROW))


def stored() -> set[str]:
    return {path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.fixture
def demo_plot(db):
    """A plot verified with a waiver by demonstration accounts."""
    site, cast = factories.site("62.02.01.2001"), build_cast()
    for person in vars(cast).values():
        person.is_demo = True
        person.save()
    before = rows()
    plot = factories.Plot(site, cast).surveyed(length_m="30", width_m="25", stated_area_m2="750")
    plot.take("verify", cast.kodim, waivers={"plot_at_least": Reason("local_condition", "Kapuas memakai 600 m².")})
    plot.before = before
    return plot


def test_the_site_is_as_before_and_nothing_is_left(demo_plot):
    assert rows() != demo_plot.before
    removed = remove_simulated([demo_plot.site.code])
    assert rows() == demo_plot.before
    assert (removed.sites, removed.processes) == (1, 1)
    assert removed.entries > 5
    for table in (Process, LandVerification, Evidence, Waiver):
        assert not table.objects.exists()
    assert Event.objects.count() == 1
    assert stored() == set()
    assert list(ledger.verify()) == []
    assert list(differences(Site.objects.all())) == []


def test_papers_go_with_it_and_a_real_register_has_no_hole(demo_plot):
    cast = demo_plot.cast
    paper = issuing.issue(demo_plot.process.pk, "land_minutes", Request(cast.kodim))
    assert paper.number.startswith("SIM-001/")
    issuing.keep_signed(paper.pk, factories.pdf(9), Request(cast.kodim))
    remove_simulated([demo_plot.site.code])
    assert not Paper.objects.exists()
    assert stored() == set()
    assert list(ledger.verify()) == []
    for person in vars(cast).values():
        person.is_demo = False
        person.save()
    real = factories.Plot(demo_plot.site, cast).verified()
    assert issuing.issue(real.process.pk, "land_minutes", Request(cast.kodim)).number.startswith("001/")


def test_the_map_is_told(demo_plot):
    before = DistrictVersion.objects.of_scope(["62.02.01"])
    remove_simulated([demo_plot.site.code])
    assert DistrictVersion.objects.of_scope(["62.02.01"]) > before


def test_a_file_that_somebody_else_shows_stays(demo_plot):
    other = factories.site("62.02.02.2001")
    real = factories.user("asli", Role.VILLAGE_OFFICER, other.code)
    process = start(site_code=other.code, kind="land_verification", actor=real)
    shared = Evidence.objects.filter(slot="plot_photo").first()
    with open_file(shared.sha256) as file:
        photo = ContentFile(file.read(), name="foto.jpg")
    attach(process_id=process.pk, slot="plot_photo", files=[photo], actor=real)
    before = list(Evidence.objects.filter(process=process.pk).values())
    remove_simulated([demo_plot.site.code])
    assert list(Evidence.objects.values()) == before
    assert stored() == {shared.sha256, shared.preview_sha256}
    assert list(ledger.verify()) == []


def test_a_real_site_is_left_as_it_is(plot):
    plot.surveyed()
    before, files = rows(), stored()
    removed = remove_simulated([plot.site.code])
    assert rows() == before
    assert stored() == files
    assert (removed.entries, removed.processes, removed.files) == (0, 0, 0)
    assert list(ledger.verify()) == []


def test_the_site_can_be_worked_on_for_real_afterwards(demo_plot):
    remove_simulated([demo_plot.site.code])
    real = factories.user("asli", Role.VILLAGE_OFFICER, demo_plot.site.code)
    process = start(site_code=demo_plot.site.code, kind="land_verification", actor=real)
    assert not process.simulated
    assert not Event.objects.filter(simulated=True).exists()


def test_lines_claims_and_kits_go_with_their_processes(demo_plot):
    here = Connection(demo_plot.site, demo_plot.cast).surveyed()
    kit(simulated=True)
    here.allocated(registered=False).shipped()
    kit("KIT00002")
    remove_simulated([demo_plot.site.code])
    assert rows() == demo_plot.before
    assert not Claim.objects.exists()
    assert stock.remove_simulated() == 1
    assert [one.serial_number for one in Kit.objects.all()] == ["KIT00002"]
