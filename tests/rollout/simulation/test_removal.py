"""A simulation taken away: every row as before, no file left, and real work untouched."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.roles import Role
from rollout.models import Export
from rollout.simulation import play, run
from sites.models import DistrictVersion, Event, Site
from tests import factories
from tests.rollout.simulation.telling import REGION, ROW, rows, simulate, stored, whole
from workflows.models import Evidence, Process, Waiver
from workflows.services.start import start

pytestmark = pytest.mark.django_db


def test_removing_restores_every_row_and_leaves_no_file(district):
    before = rows()
    simulate()
    assert rows() != before
    removed = run.remove(None)
    assert rows() == before
    assert (removed.sites, removed.processes) == (len(district) - 1, len(district) - 1 + _second_plots(district))
    assert stored() == set()
    for table in (Process, Evidence, Waiver):
        assert not table.objects.exists()
    assert Event.objects.count() == len(district)
    whole()


def _second_plots(fates: dict) -> int:
    return sum(
        1 for fate in fates.values() if fate.ending == "accepted" and fate.obstacle in {"no_land", "not_strategic"}
    )


def test_removing_tells_the_map(few):
    simulate()
    before = DistrictVersion.objects.of_scope([REGION])
    run.remove(None)
    assert DistrictVersion.objects.of_scope([REGION]) > before


def test_a_file_made_of_simulated_figures_goes_with_them(few):
    simulate()
    weekly = Export.objects.create(table="weekly", format="pdf", language="id", status=Export.Status.DONE)
    weekly.file.save("weekly.pdf", ContentFile(b"%PDF"))
    run.remove(None)
    assert not Export.objects.exists()
    assert not default_storage.exists(weekly.file.name)
    kept = Export.objects.create(table="weekly", format="pdf", language="id", status=Export.Status.DONE)
    run.remove(None)
    assert Export.objects.get() == kept


def test_real_work_is_neither_touched_nor_removed(few):
    code = next(iter(few))
    real = factories.user("asli", Role.VILLAGE_OFFICER, code)
    start(site_code=code, kind="land_verification", actor=real)
    before = Site.objects.filter(code=code).values(*ROW).get()
    assert simulate().left_alone == 2
    assert Site.objects.filter(code=code).values(*ROW).get() == before
    run.remove(None)
    assert Site.objects.filter(code=code).values(*ROW).get() == before
    assert list(Process.objects.values_list("site__code", "simulated")) == [(code, False)]
    whole()


def test_one_region_is_removed_and_another_stays(few):
    factories.site("62.03.01.2001")
    simulate()
    run.remove(["62.03"])
    assert Process.objects.exists()
    run.remove([REGION])
    assert not Process.objects.exists()


def test_an_interrupted_run_can_be_removed(few, monkeypatch):
    before = rows()
    real, calls = play.take_step, []

    def interrupted(**request):
        calls.append(request)
        if len(calls) == 12:
            raise KeyboardInterrupt
        return real(**request)

    monkeypatch.setattr(play, "take_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        simulate()
    run.remove(None)
    assert rows() == before
    assert stored() == set()
