"""Files through the API: what is no photo, what has no slot, what finds no room."""

import errno

import pytest
from django.core.files.base import ContentFile

from tests import factories
from tests.api.conftest import problem
from tests.workflows.test_views_failures import disk_takes_no_file_larger_than
from workflows import evidence_store
from workflows.models import Evidence

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("photo.jpg", b"", "empty"),
        ("photo.jpg", b"%PDF-1.4\n%%EOF", "A photo is asked for"),
        ("photo.jpg", b"\xff\xd8\xff" + b"x" * 50, "broken"),
        ("photo.heic", b"\x00\x00\x00\x18ftypheic" + b"x" * 50, "iPhone"),
    ],
)
def test_a_file_that_is_not_what_it_says(program, plot, name, content, word):
    path = f"/processes/{plot.process.pk}/evidence/plot_photo"
    good = factories.photo(1)
    answer = program(plot.cast.village_officer).upload(path, [good, ContentFile(content, name=name)])
    assert word in problem(answer, 422, "invalid")["errors"]["plot_photo"][0]
    assert not Evidence.objects.exists()


def test_files_need_a_slot_a_right_and_a_whole_position(program, plot):
    caller, path = program(plot.cast.village_officer), f"/processes/{plot.process.pk}/evidence"
    problem(caller.upload(f"{path}/nothing", [factories.photo(1)]), 422, "invalid")
    problem(caller.upload(f"{path}/survey_photo", [factories.photo(1)]), 409, "wrong_state")
    problem(caller.upload(f"{path}/plot_photo", []), 422, "invalid")
    half = problem(caller.upload(f"{path}/plot_photo", [factories.photo(1)], longitude=112.9), 422, "invalid")
    assert list(half["errors"]) == ["longitude"]
    far = problem(caller.upload(f"{path}/plot_photo", [factories.photo(1)], longitude=0, latitude=0), 422, "invalid")
    assert list(far["errors"]) == ["position"]
    problem(program(plot.cast.viewer).upload(f"{path}/plot_photo", [factories.photo(1)]), 403, "not_permitted")


def test_a_swapped_position_is_told_wherever_one_is_given(program, plot):
    plot.submitted()
    item = plot.photos("survey_photo", plot.cast.field_officer, 1)[0]
    caller = program(plot.cast.field_officer)
    x, y = plot.site.position.coords
    swapped, process = {"longitude": y, "latitude": x}, plot.process.pk
    survey = {**swapped, "source": "document", "as_of": "2025-11-03"}
    for answer in (
        caller.upload(f"/processes/{process}/evidence/survey_photo", [factories.photo(8)], **swapped),
        caller.post(f"/evidence/{item.pk}/position", swapped),
        caller.post(f"/sites/{plot.site.code}/position", survey),
    ):
        (sentence,) = problem(answer, 422, "invalid")["errors"]["position"]
        assert "Longitude and latitude are swapped" in sentence


def test_a_full_disk_keeps_nothing(program, plot, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(evidence_store, "_write", full)
    answer = program(plot.cast.village_officer).upload(
        f"/processes/{plot.process.pk}/evidence/plot_photo", [factories.photo(1)]
    )
    problem(answer, 507, "storage_full")
    assert not Evidence.objects.exists()


def test_a_photo_without_a_position_gets_it_once(program, plot):
    plot.submitted()
    item = plot.photos("survey_photo", plot.cast.field_officer, 1)[0]
    caller, path = program(plot.cast.field_officer), f"/evidence/{item.pk}/position"
    x, y = plot.site.position.coords
    answer = caller.post(path, {"longitude": x, "latitude": y, "source": "device", "accuracy_m": 7})
    assert answer.status_code == 200
    place = answer.json()["files"][0]["position"]
    assert (place["source"], place["accuracy_m"]) == ("device", 7)
    assert answer.json()["receipt"]["version"] == plot.version
    again = caller.post(path, {"longitude": x, "latitude": y})
    problem(again, 409, "wrong_state")
    problem(caller.post(path, {"latitude": y}), 422, "invalid")
    problem(program(plot.cast.viewer).post(path, {"longitude": x, "latitude": y}), 403, "not_permitted")
    problem(program(plot.cast.neighbour).post(path, {"longitude": x, "latitude": y}), 404, "not_found")


def test_a_full_disk_while_receiving_is_told_and_nothing_is_kept(program, plot):
    """A file too large for the memory goes to the disk before anybody judges it."""
    caller, path = program(plot.cast.village_officer), f"/processes/{plot.process.pk}/evidence/plot_photo"
    content = factories.photo(1).read()
    large = ContentFile(content + b"\0" * 4_000_000, name="besar.jpg")
    with disk_takes_no_file_larger_than(100_000):
        answer = caller.upload(path, [large])
    assert problem(answer, 507, "storage_full")["detail"].startswith("The server has no room")
    assert not Evidence.objects.exists()
    large.seek(0)
    assert caller.upload(path, [large]).status_code == 201
