"""Vector tiles as QGIS asks for them: read with GDAL, scoped, kept by version, refused with a sentence."""

import uuid

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import enrolment, tokens
from gis_data.models import Boundary, Region
from sites import services
from sites.models import Site
from sites.stages import Stage
from tests import factories
from tests.gis_data.tile_reader import read_tile, tile_of

pytestmark = pytest.mark.django_db

PLACE = (112.9, -2.5)


@pytest.fixture
def get(settings):
    """``get(person, layer, z, x, y, **headers)`` in English; a person's token is used, None is nobody."""

    def asked(person, layer: str, *place: int, **headers):
        client = Client(headers=headers)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        if person is not None:
            client.force_login(person)
        if not place:
            return client.get(reverse("tile_layer", args=[layer]))
        return client.get(reverse("tile", args=[layer, *place]))

    return asked


@pytest.fixture
def placed(site, cast):
    """The site at ``PLACE``, and one of the neighbour's at nearly the same place."""
    neighbours = factories.site("62.03.01.2001")
    Site.objects.filter(pk=site.pk).update(position=Point(*PLACE, srid=4326), stage=Stage.BUILDING, progress="41.50")
    Site.objects.filter(pk=neighbours.pk).update(position=Point(112.91, -2.51, srid=4326))
    return site


def outline(code: str) -> None:
    square = MultiPolygon(Polygon.from_bbox((112, -3, 113, -2)), srid=4326)
    region = Region.objects.get(code=code)
    now = timezone.now()
    Boundary.objects.create(
        region=region, geometry=square, display=square, source="test", official=False, loaded_at=now
    )


def test_gdal_reads_the_sites_of_the_persons_own_region_and_no_others(get, cast, placed, tmp_path):
    seen = {}
    for name in ["viewer", "dinkop", "field_officer", "neighbour"]:
        answer = get(getattr(cast, name), "sites", *tile_of(*PLACE, 8))
        assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
        layer, _source = read_tile(answer.content, tmp_path)
        assert layer.name == "sites"
        seen[name] = {feature.get("code") for feature in layer}
    mine, neighbours = placed.code, "62.03.01.2001"
    assert seen == {
        "viewer": {mine, neighbours},
        "dinkop": {mine},
        "field_officer": {mine},
        "neighbour": {neighbours},
    }
    for name in ["outsider", "nobody"]:
        answer = get(getattr(cast, name), "sites", *tile_of(*PLACE, 8))
        assert (answer.status_code, answer.content) == (204, b"")


def test_a_feature_says_in_words_what_is_known_of_its_site(get, cast, placed, tmp_path):
    layer, _source = read_tile(get(cast.dinkop, "sites", *tile_of(*PLACE, 12)).content, tmp_path)
    [feature] = layer
    assert (feature.get("stage"), feature.get("progress")) == ("building", 41.5)
    assert feature.get("name") == placed.village.name and feature.get("position_source") == "estimated"


def test_far_out_one_site_stands_for_its_neighbours(get, cast, placed, tmp_path):
    def found(zoom: int) -> int:
        return len(read_tile(get(cast.viewer, "sites", *tile_of(*PLACE, zoom)).content, tmp_path)[0])

    assert (found(4), found(9)) == (1, 2)


def test_regions_are_those_of_the_scope_and_say_that_they_are_approximate(get, cast, placed, tmp_path):
    for code in ["62.02", "62.03", "62.02.01", "62.02.01.2001"]:
        outline(code)

    def codes(person, layer: str) -> set[str]:
        answer = get(person, layer, *tile_of(*PLACE, 8))
        features = read_tile(answer.content, tmp_path)[0] if answer.content else []
        assert not any(feature.get("official") for feature in features)
        return {feature.get("code") for feature in features}

    assert codes(cast.viewer, "regencies") == {"62.02", "62.03"}
    assert codes(cast.dinkop, "regencies") == {"62.02"}
    assert codes(cast.dinkop, "districts") == {"62.02.01"}
    assert codes(cast.dinkop, "villages") == {"62.02.01.2001"}
    assert codes(cast.neighbour, "districts") == set()


def test_who_has_the_tile_gets_304_without_a_look_at_the_rows(get, cast, placed):
    place = ("sites", *tile_of(*PLACE, 8))
    etag = get(cast.dinkop, *place).headers["ETag"]
    with CaptureQueriesContext(connection) as asked:
        answer = get(cast.dinkop, *place, if_none_match=etag)
    assert (answer.status_code, answer.content) == (304, b"")
    assert not [query["sql"] for query in asked if 'FROM "sites_site"' in query["sql"]]
    with CaptureQueriesContext(connection) as asked:
        kept = get(cast.dinkop, *place)
    assert kept.status_code == 200
    assert not [query["sql"] for query in asked if 'FROM "sites_site"' in query["sql"]]
    caches["tiles"].clear()
    with CaptureQueriesContext(connection) as asked:
        get(cast.dinkop, *place)
    assert [query["sql"] for query in asked if 'FROM "sites_site"' in query["sql"]], "kept apart from what pages keep"
    for other in [get(cast.viewer, *place, if_none_match=etag), get(cast.neighbour, *place, if_none_match=etag)]:
        assert other.status_code == 200
    services.relocate(
        site_code=placed.code,
        position=Point(112.95, -2.5, srid=4326),
        source=Site.PositionSource.SURVEYED,
        accuracy_m=4,
        as_of=timezone.localdate(),
        note="GPS",
        actor=cast.field_officer,
    )
    assert get(cast.dinkop, *place, if_none_match=etag).status_code == 200


def test_another_program_comes_with_a_token_and_a_wrong_one_is_not_helped_by_a_session(get, cast, placed):
    place = ("sites", *tile_of(*PLACE, 8))
    _record, token = tokens.issue(user=cast.dinkop, name="QGIS")
    answer = get(None, *place, authorization=f"Bearer {token}")
    assert answer.status_code == 200
    assert {"Authorization", "Cookie"} <= {name.strip() for name in answer.headers["Vary"].split(",")}
    for wrong in ["Bearer kdmp_x", f"Basic {token}", "Bearer", token]:
        refused = get(cast.dinkop, *place, authorization=wrong)
        assert refused.status_code == 401 and refused.headers["WWW-Authenticate"].startswith("Bearer")
        assert refused.content.decode() == "Send a valid token, or log in."


def test_the_token_of_a_phone_opens_no_tile(get, cast, placed):
    _record, code = enrolment.issue_code(person=cast.field_officer, by=cast.kodim)
    _device, token = enrolment.by_code(code=code, device_id=uuid.uuid4(), name="Samsung A03")
    assert get(None, "sites", 0, 0, 0, authorization=f"Bearer {token}").status_code == 401


def test_nobody_gets_nothing(get, placed):
    for place in [(), (0, 0, 0)]:
        answer = get(None, "sites", *place)
        assert answer.status_code == 401 and answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (("sites", 23, 0, 0), "There are tiles from zoom 0 to 22, not 23."),
        (("sites", 3, 8, 0), "Tile 8, 0 lies outside the world at zoom 3."),
        (("sites", 0, 0, 10**30), f"Tile 0, {10**30} lies outside the world at zoom 0."),
        (("offices", 0, 0, 0), "There is no layer of this name."),
        (("offices",), "There is no layer of this name."),
    ],
)
def test_what_there_is_not_is_said_in_a_sentence(get, cast, place, said):
    answer = get(cast.viewer, *place)
    assert answer.status_code == 404
    assert answer.content.decode().startswith(said)


def test_the_description_tells_a_program_where_the_tiles_are_and_what_their_fields_mean(get, cast, placed):
    described = get(cast.dinkop, "sites").json()
    assert described["tilejson"] == "3.0.0"
    assert described["tiles"] == ["http://testserver/tiles/sites/{z}/{x}/{y}.mvt"]
    [layer] = described["vector_layers"]
    assert layer["id"] == "sites" and "operational" in layer["fields"]["stage"]
