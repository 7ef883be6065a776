"""The lock takes one site and one process, however many processes the site has."""

import threading

import pytest
from django.db import transaction

from sites.models import Site
from tests import factories
from workflows.models import Process
from workflows.services import locking

pytestmark = pytest.mark.django_db


def test_one_row_is_read_for_a_site_with_several_processes(site, cast):
    plots = [factories.Plot(site, cast) for _ in range(3)]
    with transaction.atomic():
        rows = list(Site.objects.raw(locking._site_lock(), [plots[1].process.pk]))
    assert [(row.pk, row.kind) for row in rows] == [(site.pk, "land_verification")]


def test_the_process_comes_as_its_own_class_with_its_site(plot):
    plot.take("save_draft", plot.cast.village_officer, {"title_number": "HP 1"})
    with transaction.atomic():
        process = locking.locked(plot.process.pk, plot.cast.village_officer)
    assert process.title_number == "HP 1"
    assert process.site.code == plot.site.code


@pytest.mark.parametrize("who", ["neighbour", "outsider", "nobody"])
def test_a_process_outside_the_scope_does_not_exist(plot, who):
    with transaction.atomic(), pytest.raises(Process.DoesNotExist):
        locking.locked(plot.process.pk, getattr(plot.cast, who))


def test_an_unknown_process_does_not_exist(plot):
    with transaction.atomic(), pytest.raises(Process.DoesNotExist):
        locking.locked(plot.process.pk + 999, plot.cast.kodim)


def test_threads_share_no_reader_of_shapes(plot):
    """A reader of GEOS in two threads at once reads garbage."""
    seen = []

    def lock() -> None:
        converters = [one for _at, _field, some in locking._columns(Site)[1] for one in some]
        seen.append([cell.cell_contents for one in converters for cell in one.__closure__ or ()])

    lock()
    other = threading.Thread(target=lock)
    other.start()
    other.join()
    readers = [{id(reader.__self__) for reader in cells if hasattr(reader, "__self__")} for cells in seen]
    assert readers[0]
    assert not readers[0] & readers[1]
