"""A request named by its sender is answered once."""

import datetime
import uuid

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError

from sites import services
from sites.authorship import Authorship
from sites.models import Event, Site
from sites.refusals import ClientIdReused
from sites.requests import answered, answered_once, digest_of

pytestmark = pytest.mark.django_db


def relocate(site, actor, key, note: str = "Letter 7") -> Site:
    return services.relocate(
        site_code=site.code,
        position=site.village.point,
        source="document",
        accuracy_m=None,
        as_of=datetime.date(2025, 11, 3),
        note=note,
        actor=actor,
        client_id=key,
    )


def test_the_digest_is_of_the_content_not_of_its_order():
    assert digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": "1"})


def test_without_an_id_nothing_is_remembered(cast):
    assert answered(None, actor=cast.dinkop, digest="x") is None
    assert answered(uuid.uuid4(), actor=cast.dinkop, digest="x") is None


def test_the_same_again_changes_nothing_more(site, cast):
    key = uuid.uuid4()
    relocate(site, cast.dinkop, key)
    relocate(site, cast.dinkop, key)
    event = Event.objects.get(site=site, verb="relocated")
    assert event.client_id == key
    assert answered(key, actor=cast.dinkop, digest=event.request_digest) == event


def test_other_content_or_another_person_is_refused(site, cast):
    key = uuid.uuid4()
    relocate(site, cast.dinkop, key)
    with pytest.raises(ClientIdReused):
        relocate(site, cast.dinkop, key, note="Letter 8")
    with pytest.raises(ClientIdReused):
        relocate(site, cast.field_officer, key)
    assert Site.objects.get(pk=site.pk).position_note == "Letter 7"


def test_the_answer_stands_though_it_could_not_be_given_today(site, cast):
    key = uuid.uuid4()
    relocate(site, cast.dinkop, key)
    services.close(site.code, reason="merged", by=Authorship.system("test"))
    assert relocate(site, cast.dinkop, key).code == site.code


def test_a_race_the_database_decided_is_told_as_a_reused_id():
    with pytest.raises(ClientIdReused), answered_once():
        raise IntegrityError('duplicate key value violates unique constraint "event_client_id_once"')
    with pytest.raises(IntegrityError), answered_once():
        raise IntegrityError('violates check constraint "site_stage_is_known"')


def test_positions_that_differ_by_a_metre_are_other_content(site, cast):
    key = uuid.uuid4()
    relocate(site, cast.dinkop, key)
    site.village.point = Point(site.village.point.x + 0.00001, site.village.point.y, srid=4326)
    with pytest.raises(ClientIdReused):
        relocate(site, cast.dinkop, key)
