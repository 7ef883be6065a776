"""Notifications through the API: read, narrowed, marked; marking again changes nothing and answers the same."""

import pytest

from tests.api.conftest import problem
from workflows.models import Notification
from workflows.notifications.tasks import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(plot):
    """The proposer was told of the return and of what he has to do; the field officer of a survey that is no more."""
    plot.submitted()
    tell.func()
    plot.take("send_back", plot.cast.field_officer, reason=("title_problem", "Sertipikat tidak terbaca."))
    tell.func()
    return plot


def test_what_the_person_was_told_in_the_language_asked_for(program, returned):
    items = program(returned.cast.village_officer).get("/notifications").json()["items"]
    decided = next(item for item in items if item["kind"]["value"] == "decided")
    assert decided["title"] == "The plot was returned for correction."
    assert (decided["by"], decided["reason"]) == ("Koramil 1015-01", "Sertipikat tidak terbaca.")
    assert (decided["site"], decided["process"], decided["open"]) == (returned.site.code, returned.process.pk, False)
    awaited = program(returned.cast.field_officer, "id").get("/notifications").json()["items"]
    survey = next(item for item in awaited if item["step"] == "survey")
    assert survey["kind"]["label"] == "Menunggu Anda"
    assert not survey["open"] and survey["read_at"]  # it was returned meanwhile


def test_only_unread(program, returned):
    caller = program(returned.cast.field_officer)
    assert caller.get("/notifications", {"unread": "true"}).json()["items"] == []
    assert len(caller.get("/notifications").json()["items"]) == 1


def test_marking_is_the_same_however_often_it_is_asked(program, returned):
    caller = program(returned.cast.village_officer)
    note = Notification.objects.get(kind="decided")
    first = caller.post(f"/notifications/{note.pk}/read", key="one")
    assert first.status_code == 200 and first.json()["read_at"]
    assert caller.post(f"/notifications/{note.pk}/read", key="one").json() == first.json()
    for _ in range(2):
        assert caller.post("/notifications/read", key="all").json() == {"unread": 0}
    assert not Notification.objects.filter(person=returned.cast.village_officer, read_at=None).exists()


def test_anothers_does_not_exist_and_stays_unread(program, returned):
    note = Notification.objects.get(kind="decided")
    problem(program(returned.cast.kodim).post(f"/notifications/{note.pk}/read"), 404, "not_found")
    note.refresh_from_db()
    assert note.read_at is None
