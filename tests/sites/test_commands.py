"""load_sites and verify_ledger, as they are typed."""

import io

import pytest
from django.core.management import CommandError, call_command

from gis_data.models import Region
from sites.ledger import Audit
from sites.models import Site
from tests import factories
from tests.sites.tampering import tamper

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def villages():
    for code in ("62.02.01.2001", "62.02.01.1002", "62.03.01.2001", "63.01.01.2001"):
        factories.region(code)
    pointless = factories.region("62.03.01.2002")
    Region.objects.filter(pk=pointless.pk).update(point=None, point_source="")


def codes() -> list[str]:
    return list(Site.objects.order_by("code").values_list("code", flat=True))


def test_the_default_is_the_province(villages):
    said = run("load_sites")
    assert codes() == ["62.02.01.1002", "62.02.01.2001", "62.03.01.2001"]
    assert "3" in said
    assert "62.03.01.2002" in said


def test_a_second_run_adds_nothing(villages):
    run("load_sites", "--all")
    assert len(codes()) == 4
    run("load_sites", "--all")
    assert len(codes()) == 4


def test_narrower_regions_can_be_named(villages):
    run("load_sites", "62.03", "63")
    assert codes() == ["62.03.01.2001", "63.01.01.2001"]


@pytest.mark.parametrize("code", ["64", "62.1", "x"])
def test_what_is_not_loaded_or_no_code_is_said(villages, code):
    with pytest.raises(CommandError, match=code):
        run("load_sites", code)
    assert codes() == []


def test_a_whole_ledger_passes_and_its_root_is_printed(plot):
    plot.submitted()
    audit = Audit()
    assert list(audit.problems()) == []
    assert audit.root in run("verify_ledger")


def test_a_broken_ledger_fails_and_names_the_entry(plot):
    plot.submitted()
    tamper("UPDATE sites_event SET actor_name = 'x' WHERE site_id = %s AND seq = 2", plot.site.pk)
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_ledger", stdout=out)
    assert f"{plot.site.code}#2: its content was changed after it was written." in out.getvalue()


def test_one_site_or_one_region_is_checked(plot):
    plot.submitted()
    other = factories.site("62.03.01.2001")
    tamper("UPDATE sites_event SET actor_name = 'x' WHERE site_id = %s", other.pk)
    run("verify_ledger", "--site", plot.site.code)
    run("verify_ledger", "--region", "62.02")
    with pytest.raises(CommandError):
        run("verify_ledger", "--region", "62.03")


@pytest.mark.parametrize("place", [("--site", "62.09.09.2001"), ("--region", "11"), ("--region", "zz")])
def test_a_place_without_sites_is_said(site, place):
    with pytest.raises(CommandError):
        run("verify_ledger", *place)


def test_a_bundle_is_written_beside_the_check(plot, tmp_path):
    run("verify_ledger", "--export", str(tmp_path / "bundle.zip"))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["bundle.zip"]


def test_a_bundle_that_cannot_be_written_is_said(site, tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        run("verify_ledger", "--export", str(tmp_path / "nowhere" / "bundle.zip"))
