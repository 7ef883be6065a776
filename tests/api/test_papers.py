"""Papers through the API: issued once under a key, listed and read inside the region, not there outside of it."""

import pytest

from sites.models import Event
from tests.api.conftest import problem
from workflows.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(plot, program) -> dict:
    plot.verified()
    answer = program(plot.cast.kodim).post(f"/processes/{plot.process.pk}/papers", {"kind": "land_minutes"})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_it_is_issued_once_and_read_where_it_belongs(plot, program, paper):
    assert Paper.objects.count() == 1
    for person in (plot.cast.kodim, plot.cast.viewer):
        caller = program(person)
        assert caller.get(f"/papers/{paper['id']}").json()["number"] == paper["number"]
        assert [item["id"] for item in caller.get("/papers").json()["items"]] == [paper["id"]]


def test_asked_again_under_its_key_it_is_the_same_paper_and_cancelled_once(plot, program):
    plot.verified()
    caller, path = program(plot.cast.kodim), f"/processes/{plot.process.pk}/papers"
    first, again = (caller.post(path, {"kind": "land_minutes"}, key="satu") for _n in range(2))
    assert first.json() == again.json()
    before = Event.objects.count()
    reason = {"reason": "Salah nomor sertipikat."}
    answers = [caller.post(f"/papers/{first.json()['id']}/cancel", reason, key="dua") for _n in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (Paper.objects.count(), Event.objects.count()) == (1, before + 1)


def test_what_has_not_changed_is_not_sent_again(plot, program, paper):
    caller = program(plot.cast.kodim)
    code = paper["code"].replace(" ", "")
    detail, file, verdict = f"/papers/{paper['id']}", f"/papers/{paper['id']}/file", f"/verify/{code}"
    tags = {}
    for path in (detail, file, verdict):
        first = caller.get(path)
        tags[path] = first["ETag"]
        again = caller.get(path, If_None_Match=tags[path])
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    caller.post(f"{detail}/cancel", {"reason": "Salah nomor sertipikat."})
    told = [caller.get(path, If_None_Match=tags[path]).status_code for path in (detail, file, verdict)]
    assert told == [200, 304, 200]


@pytest.mark.parametrize("who", ["neighbour", "outsider", "nobody"])
def test_outside_the_region_it_is_not_there(plot, program, paper, who):
    caller = program(getattr(plot.cast, who))
    problem(caller.get(f"/papers/{paper['id']}"), 404, "not_found")
    problem(caller.get(f"/papers/{paper['id']}/file"), 404, "not_found")
    problem(caller.post(f"/papers/{paper['id']}/cancel", {"reason": "Salah nomor sertipikat."}), 404, "not_found")
    assert caller.get("/papers").json()["items"] == []
    assert not Paper.objects.get().cancelled_at


def test_one_that_may_not_issue_is_told_who_may(plot, program):
    plot.verified()
    path = f"/processes/{plot.process.pk}/papers"
    problem(program(plot.cast.dinkop).post(path, {"kind": "land_minutes"}), 403, "not_permitted")
    problem(program(plot.cast.kodim).post(path, {"kind": "nothing"}), 404, "not_found")
    assert not Paper.objects.exists()
