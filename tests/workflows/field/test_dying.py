"""Servers that die at any point of an upload: all of an item is there or nothing, and a photo ends up whole."""

import random
import uuid

import pytest

from sites import ledger
from sites.models import Event
from tests import factories
from tests.workflows.field.phone import Photo, report
from workflows import evidence_store
from workflows.construction.lines import ProgressReport
from workflows.field import backlog, files, items, taking
from workflows.field.models import FieldFile, FieldItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def building(site, cast):
    return factories.begun_outlet(site, cast)


def picture(building, number: int = 1) -> Photo:
    return Photo(number, "progress_photo", building.site.position)


class Killed(BaseException):
    """The process dies here."""


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (files, "declare"),
        (taking, "take"),
        (taking, "declare"),
        (taking, "take_locked"),
        (backlog, "release"),
    ],
)
@pytest.mark.parametrize("after", [False, True])
def test_a_server_that_dies_while_it_receives_leaves_all_or_nothing(module, name, after, building, monkeypatch):
    real = getattr(module, name)

    def dying(*given, **named):
        if after:
            real(*given, **named)
        raise Killed

    item, body, person = uuid.uuid4(), report(building, "5", photos=(picture(building),)), building.cast.field_officer
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(module, name, dying)
        items.receive(item, body, sender=person)
    there = FieldItem.objects.filter(item=item).exists()
    assert there is (name == "release")
    assert ProgressReport.objects.exists() is FieldFile.objects.exists() is there
    again, fresh = items.receive(item, body, sender=person)
    assert (again.status, fresh) == ("taken", not there)
    assert ProgressReport.objects.count() == Event.objects.filter(client_id=item).count() == 1
    assert list(ledger.verify()) == []


@pytest.mark.parametrize("seed", range(6))
def test_pieces_through_a_server_that_keeps_dying_make_the_photo(seed, building, monkeypatch):
    chance, made = random.Random(seed), picture(building)
    person = building.cast.field_officer
    items.receive(uuid.uuid4(), report(building, "5", photos=(made,)), sender=person)
    deadly = [(evidence_store, "put_piece"), (evidence_store, "put"), (files, "_complete"), (files, "_arrive")]
    row = FieldFile.objects.get(sha256=made.sha256)
    while row.status == "waiting":
        offset, size = row.received, chance.randrange(1, 700)
        module, name = chance.choice(deadly)
        real, when = getattr(module, name), chance.random()

        def dying(*given, real=real, when=when, **named):
            if when > 0.6:
                return real(*given, **named)
            if when > 0.3:
                real(*given, **named)
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(module, name, dying)
            try:
                files.append(person, made.sha256, offset, made.bytes[offset : offset + size])
            except Killed:
                assert FieldFile.objects.get(pk=row.pk).received == offset
        row.refresh_from_db()
    assert row.status == "arrived"
    with evidence_store.open_file(made.sha256) as file:
        assert file.read() == made.bytes
