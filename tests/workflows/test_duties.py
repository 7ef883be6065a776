"""What comes to be awaited while a process stands in a state has waited since then, not since the state began."""

import datetime

import pytest
from django.utils import timezone

from sites.models import Site
from tests.factories import Plot
from tests.workflows.flows.test_outlet_construction import Building
from workflows import inbox, read_model
from workflows.models import Process, Turn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]
AGO = datetime.timedelta(days=60)


@pytest.fixture
def finished(site, cast):
    """An outlet that was confirmed complete two months ago, and in which nobody found a defect until today."""
    Plot(site, cast).accepted()
    building = Building(site, cast).complete()
    Process.objects.filter(pk=building.process.pk).update(state_since=timezone.now() - AGO)
    read_model.renew([site.code])
    return building


def turns(building, step: str) -> list[Turn]:
    return list(Turn.objects.filter(process=building.process, step=step))


def whole() -> bool:
    return list(read_model.differences(Site.objects.all())) == []


def test_a_defect_noted_today_waits_since_today_and_is_not_late(finished, cast):
    finished.defect()
    today = timezone.localdate()
    assert {timezone.localdate(turn.since) for turn in turns(finished, "mend_defect")} == {today}
    assert all(turn.due_on > today for turn in turns(finished, "mend_defect"))
    queue = next(one for one in inbox.queues(cast.field_officer) if one.step.name == "mend_defect")
    assert timezone.localdate(queue.oldest) == today
    assert whole()


def test_a_second_defect_does_not_begin_the_wait_anew(finished):
    finished.defect()
    first = turns(finished, "mend_defect")[0].since
    finished.defect()
    assert turns(finished, "mend_defect")[0].since == first


def test_each_duty_begins_and_ends_by_itself(finished, cast):
    finished.defect()
    began = turns(finished, "mend_defect")[0].since
    finished.mended(1)
    assert turns(finished, "mend_defect") == []
    checked = turns(finished, "close_defect")
    assert checked and all(turn.since > began for turn in checked)
    finished.take("close_defect", cast.zidam, item=1)
    assert finished.row.duties_since == {}
    assert whole()


def test_what_was_raised_of_an_earlier_duty_does_not_count_for_the_next(finished, cast):
    finished.defect()
    raised = {
        "mend_defect:": {"on": "2026-01-01", "to": [], "names": []},
        "inspect:": {"on": "2026-01-01", "to": [], "names": []},
    }
    Process.objects.filter(pk=finished.process.pk).update(escalations=raised)
    finished.mended(1)
    assert set(finished.row.escalations) == {"inspect:"}


def test_a_new_state_begins_all_anew(finished, cast):
    finished.defect()
    assert finished.row.duties_since
    finished.mended(1)
    finished.take("close_defect", cast.zidam, item=1)
    finished.defect()
    finished.take("return_completion", cast.kodim, reason=("not_complete", "Plafon belum terpasang."))
    assert finished.row.duties_since == {}
    assert whole()
