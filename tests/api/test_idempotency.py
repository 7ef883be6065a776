"""A named request happens once: replayed it gets the first answer, with other content it is refused."""

import datetime

import pytest
from django.db import connections

from rollout.api.admission import client_id_of
from rollout.api.openapi import document
from sites import ledger
from sites.models import Event, Site
from tests import factories
from tests.api.conftest import Program, problem
from tests.conftest import build_cast
from tests.workflows.assets import stories
from tests.workflows.test_take_step_together import run_together
from workflows.models import Evidence, Process

pytestmark = pytest.mark.django_db
REPLAYED = "Idempotency-Replayed"
POSITION = {"longitude": 112.95, "latitude": -2.53, "source": "document", "as_of": "2025-11-03", "note": "Letter 7"}
PLACE = {"longitude": 112.95, "latitude": -2.53}
ASSET = {**stories.BODY, "kib_number": "1"}


class Writes:
    """Each kind of write as a call with a key; ``other`` is the same with other content."""

    def __init__(self, plot) -> None:
        self.plot = plot
        village, dinkop = Program(plot.cast.village_officer), Program(plot.cast.dinkop)
        bpkad = Program(plot.cast.bpkad)
        process = f"/processes/{plot.process.pk}"
        self.photo = plot.photos("plot_photo", plot.cast.village_officer, 1)[0]
        version = plot.version
        self.kept = plot.photos("musdes_minutes", plot.cast.village_officer, 2)
        draft = {"version": version + 1, "fields": {"title_number": "HP 1"}}
        self.calls = {
            "start": (
                lambda key: dinkop.post(f"/sites/{plot.site.code}/processes", {"kind": "land_verification"}, key=key),
                lambda key: dinkop.post(f"/sites/{self.elsewhere()}/processes", {"kind": "land_verification"}, key=key),
            ),
            "step": (
                lambda key: village.post(f"{process}/steps/save_draft", draft, key=key),
                lambda key: village.post(
                    f"{process}/steps/save_draft", {**draft, "fields": {"title_number": "HP 2"}}, key=key
                ),
            ),
            "attach": (
                lambda key: village.upload(f"{process}/evidence/plot_photo", self.photos(1, 2), key=key),
                lambda key: village.upload(f"{process}/evidence/plot_photo", self.photos(1, 3), key=key),
            ),
            "withdraw": (
                lambda key: village.delete(f"/evidence/{self.kept[0].pk}", key=key),
                lambda key: village.delete(f"/evidence/{self.kept[1].pk}", key=key),
            ),
            "position": (
                lambda key: dinkop.post(f"/sites/{plot.site.code}/position", POSITION, key=key),
                lambda key: dinkop.post(f"/sites/{plot.site.code}/position", {**POSITION, "note": "8"}, key=key),
            ),
            "place": (
                lambda key: village.post(f"/evidence/{self.photo.pk}/position", PLACE, key=key),
                lambda key: village.post(f"/evidence/{self.photo.pk}/position", {**PLACE, "latitude": -2.6}, key=key),
            ),
            "asset": (
                lambda key: bpkad.post(f"/sites/{plot.site.code}/assets", ASSET, key=key),
                lambda key: bpkad.post(f"/sites/{plot.site.code}/assets", {**ASSET, "kib_number": "2"}, key=key),
            ),
        }

    def elsewhere(self) -> str:
        return factories.site("62.02.07.2001").code

    @staticmethod
    def photos(*numbers: int) -> list:
        return [factories.photo(number) for number in numbers]

    def state(self) -> tuple:
        """Everything a write could have changed."""
        return (
            list(Event.objects.order_by("pk").values_list("hash", flat=True)),
            list(Process.objects.order_by("pk").values_list("pk", "version", "state")),
            list(Evidence.objects.order_by("pk").values_list("pk", "withdrawn_at")),
            list(Site.objects.order_by("pk").values_list("pk", "position", "ledger_seq")),
        )


KINDS = {
    "start": "start_process",
    "step": "take_process_step",
    "attach": "attach_evidence",
    "withdraw": "withdraw_evidence",
    "position": "correct_position",
    "place": "position_evidence",
    "asset": "register_asset",
}


# What has the same answer however often it is asked, and leaves no entry: tests/api/test_notifications.py and
# test_together.py.
REPEATABLE = {"read_notification", "read_notifications", "keep_paper", "preview_together", "go_on_with"}
# What leaves its entry elsewhere than in a site's chain, or moves a version that a repetition no longer names: tried in
# test_kits.py, test_assets.py, test_coordination.py, test_papers.py and test_together.py beside this file.
ELSEWHERE = {
    "register_kit",
    "retire_kit",
    "hand_kit_over",
    "correct_asset",
    "issue_paper",
    "cancel_paper",
    "report_commitment",
    "decide_cases",
    "take_decision_back",
}
# What its address or its place in a file names already, so that it needs no key: tests/workflows/field, tests/accounts.
NAMED = {"put_item", "file_offset", "patch_file", "pack", "enrol_phone", "tell_holdings"}


def test_every_write_of_the_api_is_among_these():
    writes = (item for methods in document()["paths"].values() for method, item in methods.items() if method != "get")
    assert {item["operationId"] for item in writes} == set(KINDS.values()) | REPEATABLE | ELSEWHERE | NAMED


@pytest.fixture
def writes(plot):
    return Writes(plot)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_again_gets_the_first_answer(writes, kind):
    call, _other = writes.calls[kind]
    first = call("my key")
    assert first.status_code in {200, 201}, first.content
    assert REPLAYED not in first
    after = writes.state()
    for _ in range(2):
        again = call("my key")
        assert (again.status_code, again.json()) == (first.status_code, first.json())
        assert again[REPLAYED] == "true"
    assert writes.state() == after
    assert list(ledger.verify()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_other_content_under_the_same_key_is_refused(writes, kind):
    call, other = writes.calls[kind]
    assert call("my key").status_code in {200, 201}
    writes.elsewhere()
    after = writes.state()
    problem(other("my key"), 409, "client_id_reused")
    assert writes.state() == after
    assert call("my key")[REPLAYED] == "true"


@pytest.mark.parametrize("same_person", [("step", "attach", "withdraw", "place"), ("start", "position")])
def test_a_key_belongs_to_one_action(writes, same_person):
    for kind in same_person:
        assert writes.calls[kind][0](f"used for {kind}").status_code in {200, 201}
        after = writes.state()
        for another in set(same_person) - {kind}:
            problem(writes.calls[another][0](f"used for {kind}"), 409, "client_id_reused")
        assert writes.state() == after


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_key_is_a_new_action(writes, kind):
    call, other = writes.calls[kind]
    assert call("one").status_code in {200, 201}
    writes.elsewhere()
    answer = other("two")
    # The first has moved the version; a photo gets its place once.
    if kind in {"step", "place"}:
        problem(answer, 409, {"step": "stale", "place": "wrong_state"}[kind])
    else:
        assert answer.status_code in {200, 201}
        assert REPLAYED not in answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", [None, " ", "x" * 201])
def test_a_write_without_a_name_is_refused(writes, kind, key):
    before = writes.state()
    body = problem(writes.calls[kind][0](key), 400, "idempotency_key")
    assert "Idempotency-Key" in body["detail"]
    assert writes.state() == before


@pytest.mark.parametrize(
    "key", ["a", "x" * 200, "Kunci-é-1", "'; DROP TABLE", "7f1d1c52-5d1c-4b8e-9d0e-0c6a54f0a111", "two words"]
)
def test_any_short_text_is_a_name(program, plot, key):
    caller = program(plot.cast.dinkop)
    path, body = f"/sites/{plot.site.code}/processes", {"kind": "land_verification"}
    assert caller.post(path, body, key=key).status_code == 201
    assert caller.post(path, body, key=key)[REPLAYED] == "true"
    assert Process.objects.count() == 2


def test_a_name_is_kept_in_the_ledger_as_the_persons_own(program, plot):
    answer = program(plot.cast.dinkop).post(
        f"/sites/{plot.site.code}/processes", {"kind": "land_verification"}, key="k"
    )
    event = Event.objects.get(seq=answer.json()["entry"]["seq"], site=plot.site)
    assert event.client_id == client_id_of(plot.cast.dinkop, "k")
    assert event.client_id != client_id_of(plot.cast.village_officer, "k")
    assert event.request_id is not None


def test_a_refused_request_may_be_mended_under_its_name(program, plot):
    """Nothing was changed, so nothing is remembered: the mended request is the first with that name."""
    caller, path = program(plot.cast.dinkop), f"/sites/{plot.site.code}/position"
    problem(caller.post(path, {**POSITION, "longitude": 0}, key="k"), 422, "invalid")
    assert caller.post(path, POSITION, key="k").status_code == 200


def test_files_are_answered_as_they_stood_whatever_happened_since(program, plot):
    """The process moved on, a file was taken back and attached again: a late repetition still gets the first answer."""
    caller = program(plot.cast.village_officer)
    path = f"/processes/{plot.process.pk}/evidence/plot_photo"
    first = caller.upload(path, Writes.photos(1, 2, 3, 4), key="first")
    file = first.json()["files"][0]["id"]
    assert caller.delete(f"/evidence/{file}").status_code == 200
    again = caller.upload(path, Writes.photos(1), key="second")
    assert again.json()["files"][0]["id"] != file
    plot.photos("musdes_minutes", plot.cast.village_officer, 1)
    plot.take("submit", plot.cast.village_officer, plot.proposal())
    late = caller.upload(path, Writes.photos(1, 2, 3, 4), key="first")
    assert late[REPLAYED] == "true"
    assert [item["id"] for item in late.json()["files"]] == [item["id"] for item in first.json()["files"]]
    assert late.json()["receipt"] == first.json()["receipt"]


def test_what_stands_already_is_not_written_again(program, plot):
    caller = program(plot.cast.village_officer)
    path = f"/processes/{plot.process.pk}/evidence/plot_photo"
    first = caller.upload(path, Writes.photos(1)).json()
    count = Event.objects.count()
    second = caller.upload(path, Writes.photos(1))
    assert second.status_code == 201
    assert second.json()["receipt"]["entry"] is None
    assert second.json()["files"] == first["files"]
    assert second.json()["receipt"]["version"] == first["receipt"]["version"]
    assert Event.objects.count() == count


@pytest.fixture
def shared(transactional_db):
    return Writes(factories.Plot(factories.site("62.02.01.2001"), build_cast()))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", KINDS)
def test_ten_at_once_have_one_effect(shared, kind):
    call, _other = shared.calls[kind]
    before = Event.objects.count()
    answers = run_together(*[lambda: call("the same")] * 10)
    assert {answer.status_code for answer in answers} <= {200, 201}, [answer.content for answer in answers]
    assert sorted(answer.get(REPLAYED, "") for answer in answers) == ["", *["true"] * 9]
    assert len({answer.content for answer in answers}) == 1
    assert Event.objects.count() == before + 1
    assert list(ledger.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_one_key_at_two_sites_at_once_has_one_effect(transactional_db):
    """They wait for no common lock: only the database sees both."""
    cast = build_cast()
    codes = [factories.site(f"62.02.01.200{number}").code for number in range(1, 9)]
    caller = Program(cast.dinkop)

    def start(code):
        return lambda: caller.post(f"/sites/{code}/processes", {"kind": "land_verification"}, key="k")

    answers = run_together(*[start(code) for code in codes])
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 7]
    assert Process.objects.count() == 1
    connections.close_all()


def test_the_ledger_keeps_the_day_of_a_position(program, plot):
    answer = program(plot.cast.field_officer).post(
        f"/sites/{plot.site.code}/position", {**POSITION, "source": "surveyed", "accuracy_m": 5}
    )
    assert answer.status_code == 200
    site = Site.objects.get(pk=plot.site.pk)
    assert (site.position_source, site.position_as_of) == ("surveyed", datetime.date(2025, 11, 3))
    assert (round(site.position.x, 2), site.position_accuracy_m) == (112.95, 5)
