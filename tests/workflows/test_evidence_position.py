"""A photo that came without a position gets it once, from whoever sent it; recorded positions are never replaced."""

import uuid

import pytest
from django.contrib.gis.geos import Point
from django.utils import translation

from sites import ledger
from sites.models import Event, Site
from tests import factories
from tests.workflows.uploads import camera, gps, picture
from workflows.models import Evidence
from workflows.refusals import ClientIdReused, Invalid, NotPermitted, SimulationMixed, WrongState
from workflows.services.evidence import Position, attach, withdraw
from workflows.services.evidence_position import add_position
from workflows.timeline import entry_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def photo(plot) -> Evidence:
    """A survey photo without a position."""
    plot.submitted()
    return plot.photos("survey_photo", plot.cast.field_officer, 1)[0]


def place(plot, photo, actor=None, *, at: Point | None = None, source="typed", **more) -> Evidence:
    position = Position(at or plot.site.position, source, more.pop("accuracy_m", None))
    return add_position(evidence_id=photo.pk, position=position, actor=actor or plot.cast.field_officer, **more)


def test_the_position_is_kept_with_its_source_and_recorded(plot, photo):
    version = plot.version
    place(plot, photo, source="device", accuracy_m=9)
    photo.refresh_from_db()
    assert (photo.position_source, photo.position_accuracy_m) == ("device", 9)
    assert photo.position.coords == pytest.approx(plot.site.position.coords)
    event = Event.objects.get(verb="evidence_positioned")
    assert event.evidence == [photo.sha256]
    assert event.process_version == plot.version == version + 1
    assert (event.actor_name, event.actor_role) == ("Babinsa", "field_officer")
    assert list(ledger.verify(Site.objects.filter(pk=plot.site.pk))) == []


def test_the_entry_reads_as_a_sentence_with_the_place(plot, photo):
    place(plot, photo)
    entry = entry_of(Event.objects.get(verb="evidence_positioned"))
    assert entry.title == "Survey photos: position added to a photo"
    assert entry.text == "Typed in by the sender"
    assert entry.files == [photo.filename]
    x, y = plot.site.position.coords
    assert [(change.before, change.after) for change in entry.changes] == [("–", f"{y:.6f}, {x:.6f}")]


def test_a_recorded_position_is_never_replaced(plot):
    plot.submitted()
    taken = camera(gps=gps((2.0, 31.0, 48.0), (112.0, 57.0, 0.0)))
    by_camera = attach(
        process_id=plot.process.pk,
        slot="survey_photo",
        files=[picture(exif=taken)],
        actor=plot.cast.field_officer,
    )[0]
    by_device = plot.photos("survey_photo", plot.cast.field_officer, 1, plot.site.position)[0]
    for photo in (by_camera, by_device):
        before = photo.position.coords
        with pytest.raises(WrongState, match="has a position already"):
            place(plot, photo, at=Point(112.9, -2.5, srid=4326))
        photo.refresh_from_db()
        assert photo.position.coords == pytest.approx(before)
    assert not Event.objects.filter(verb="evidence_positioned").exists()


def test_a_named_request_is_answered_once(plot, photo):
    name = uuid.uuid4()
    assert place(plot, photo, client_id=name).pk == photo.pk
    assert place(plot, photo, client_id=name).pk == photo.pk
    assert Event.objects.filter(verb="evidence_positioned").count() == 1
    with pytest.raises(ClientIdReused):
        place(plot, photo, client_id=name, at=Point(112.9, -2.5, srid=4326))


def test_only_the_sender_knows_where_it_was_taken(plot, photo):
    other = factories.user("babinsa2", factories.Role.FIELD_OFFICER, "62.02.01")
    with pytest.raises(NotPermitted, match="Only whoever sent a photo"):
        place(plot, photo, other)
    with pytest.raises(NotPermitted, match="Only Field officer"):
        place(plot, photo, plot.cast.viewer)
    with pytest.raises(Evidence.DoesNotExist):
        place(plot, photo, plot.cast.neighbour)


def test_what_was_taken_back_or_decided_upon_stays_as_it_is(plot, photo):
    withdraw(evidence_id=photo.pk, actor=plot.cast.field_officer)
    with pytest.raises(WrongState, match="was taken back"):
        place(plot, photo)
    proposal = Evidence.objects.filter(slot="plot_photo").first()
    with pytest.raises(WrongState, match="cannot be changed while"):
        place(plot, proposal, plot.cast.village_officer)


def test_a_document_has_no_position(plot):
    paper = attach(
        process_id=plot.process.pk, slot="musdes_minutes", files=[factories.pdf(1)], actor=plot.cast.village_officer
    )[0]
    with pytest.raises(Invalid) as refused:
        place(plot, paper, plot.cast.village_officer)
    assert refused.value.errors == {"position": ["Only photos have a position."]}


def test_a_place_in_another_country_is_refused(plot, photo):
    with pytest.raises(Invalid) as refused:
        place(plot, photo, at=Point(0.1, 51.5, srid=4326))
    assert list(refused.value.errors) == ["position"]


def test_a_demonstration_account_changes_nothing_real(plot, photo):
    demo = factories.user("contoh", factories.Role.FIELD_OFFICER, "62.02.01", is_demo=True)
    for work in (lambda: place(plot, photo, demo), lambda: withdraw(evidence_id=photo.pk, actor=demo)):
        with pytest.raises(SimulationMixed):
            work()
