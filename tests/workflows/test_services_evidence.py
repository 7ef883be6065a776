"""Attaching and taking back: whole or not at all, once however often sent, and always in the ledger."""

import threading
import uuid

import pytest
from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.db import connections
from django.utils import translation

from sites import ledger
from sites.models import Event, Site
from tests import factories
from tests.workflows.uploads import camera, gps, pdf, picture
from workflows.models import Evidence, Process
from workflows.refusals import ClientIdReused, Invalid, NotPermitted, WrongState
from workflows.services import evidence
from workflows.services.evidence import Position, attach, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def give(plot, *files, slot="plot_photo", actor=None, **more) -> list[Evidence]:
    return attach(process_id=plot.process.pk, slot=slot, files=files, actor=actor or plot.cast.village_officer, **more)


def photos(*numbers) -> list[ContentFile]:
    return [factories.photo(number) for number in numbers]


def test_files_are_attached_recorded_and_counted(plot):
    before = plot.version
    items = give(plot, *photos(1, 2))
    event = Event.objects.get(verb="evidence_added")
    assert [item.sha256 for item in items] == event.evidence
    assert event.changes == {"slot": "plot_photo", "files": ["photo-1.jpg", "photo-2.jpg"]}
    assert (event.actor_name, event.actor_role, event.actor_office) == ("Kades", "village_officer", "Kantor Desa")
    assert plot.version == before + 1 == event.process_version
    assert list(ledger.verify(Site.objects.filter(pk=plot.site.pk))) == []


def test_one_bad_file_keeps_the_others_of_the_request_out(plot, settings):
    with pytest.raises(Invalid) as refused:
        give(plot, *photos(1, 2), ContentFile(b"", name="kosong.jpg"), pdf(name="surat.jpg"))
    assert refused.value.errors["plot_photo"] == [
        "kosong.jpg: The file is empty.",
        "surat.jpg: A photo is asked for (JPEG, PNG or WebP).",
    ]
    assert not Evidence.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


def test_a_file_counts_once_however_often_it_is_sent(plot):
    first = give(plot, *photos(1))
    version = plot.version
    assert [item.pk for item in give(plot, *photos(1))] == [first[0].pk]
    assert plot.version == version
    assert len(give(plot, *photos(1, 1, 2))) == 2
    assert Event.objects.filter(verb="evidence_added").count() == 2


def test_the_same_bytes_in_two_processes_are_kept_once(plot, settings):
    give(plot, *photos(1))
    give(factories.Plot(plot.site, plot.cast), *photos(1))
    assert Evidence.objects.count() == 2
    assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 2  # the photo and its preview


def test_a_named_request_is_answered_once(plot):
    name = uuid.uuid4()
    first = give(plot, *photos(1), client_id=name)
    assert give(plot, *photos(1), client_id=name) == first
    with pytest.raises(ClientIdReused):
        give(plot, *photos(2), client_id=name)
    assert Evidence.objects.count() == 1


def test_what_the_camera_wrote_stands_before_what_is_said(plot):
    """A photo from elsewhere does not come near the plot by typing the plot's coordinates beside it."""
    plot.submitted()
    babinsa, taken = plot.cast.field_officer, camera(gps=gps((2.0, 30.0, 0.0), (112.0, 57.0, 0.0)))
    here = Position(Point(112.9, -2.4, srid=4326), "typed", 12)
    by_camera = give(plot, picture(exif=taken), slot="survey_photo", actor=babinsa, position=here)[0]
    assert (by_camera.position_source, by_camera.position_accuracy_m) == ("exif", None)
    assert by_camera.position.coords == pytest.approx((112.95, -2.5))
    without = give(plot, picture(size=(300, 200)), slot="survey_photo", actor=babinsa, position=here)[0]
    assert (without.position_source, without.position_accuracy_m) == ("typed", 12)
    assert without.position.coords == (112.9, -2.4)


def test_a_position_elsewhere_is_refused(plot):
    with pytest.raises(Invalid) as refused:
        give(plot, *photos(1), position=Position(Point(0.1, 51.5, srid=4326), "typed"))
    assert "lies outside Indonesia" in refused.value.errors["position"][0]


def test_a_slot_does_not_grow_without_end(plot, monkeypatch):
    monkeypatch.setattr(evidence, "MAX_FILES_PER_SLOT", 3)
    give(plot, *photos(1, 2))
    with pytest.raises(Invalid) as refused:
        give(plot, *photos(3, 4))
    assert refused.value.errors["plot_photo"] == ["At most 3 files may be attached here."]
    assert Evidence.objects.count() == 2


def test_no_file_and_no_such_slot(plot):
    with pytest.raises(Invalid, match="missing or not right"):
        give(plot)
    with pytest.raises(Invalid) as refused:
        give(plot, *photos(1), slot="selfie")
    assert refused.value.errors["slot"] == ["This workflow takes no files under that name."]


def test_who_may_not_take_the_step_attaches_nothing(plot, settings):
    with pytest.raises(NotPermitted):
        give(plot, *photos(1), actor=plot.cast.kodim)
    with pytest.raises(Process.DoesNotExist):
        give(plot, *photos(1), actor=plot.cast.neighbour)
    with pytest.raises(WrongState):
        give(plot, *photos(1), slot="survey_photo", actor=plot.cast.field_officer)
    assert not settings.MEDIA_ROOT.exists()


def test_taken_back_a_file_no_longer_counts_and_may_come_again(plot):
    item = give(plot, *photos(1))[0]
    withdraw(evidence_id=item.pk, actor=plot.cast.village_officer)
    event = Event.objects.get(verb="evidence_withdrawn")
    assert event.evidence == [item.sha256]
    assert not plot.process.evidence.filter(withdrawn_at=None).exists()
    again = give(plot, *photos(1))[0]
    assert again.pk != item.pk
    assert Evidence.objects.count() == 2


def test_a_file_is_taken_back_once(plot):
    item = give(plot, *photos(1))[0]
    for _ in range(2):
        assert withdraw(evidence_id=item.pk, actor=plot.cast.dinkop).withdrawn_at
    assert Event.objects.filter(verb="evidence_withdrawn").count() == 1


def test_after_the_step_nobody_takes_its_files_back(plot):
    plot.submitted()
    item = Evidence.objects.filter(slot="plot_photo").first()
    with pytest.raises(WrongState):
        withdraw(evidence_id=item.pk, actor=plot.cast.village_officer)
    with pytest.raises(Evidence.DoesNotExist):
        withdraw(evidence_id=item.pk, actor=plot.cast.neighbour)
    item.refresh_from_db()
    assert item.withdrawn_at is None


@pytest.mark.django_db(transaction=True)
def test_the_same_photo_from_two_tabs_at_once_is_one_file(plot):
    problems: list[Exception] = []

    def send():
        try:
            give(plot, *photos(1))
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert problems == []
    assert Evidence.objects.count() == 1
    assert list(ledger.verify(Site.objects.filter(pk=plot.site.pk))) == []
