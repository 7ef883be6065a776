"""The map's addresses: who gets what, when nothing is sent again, and what the page and the panel say."""

import gzip
import json
import re

import brotli
import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gis_data.models import Boundary, Region
from sites import services
from sites.models import Site
from sites.stages import Flag
from tests import factories
from tests.sites.layer_reader import read_names, read_points

pytestmark = pytest.mark.django_db

DATA = ["/map/layer", "/map/names", "/map/boundaries/regency", "/map/boundaries/district", "/map/land"]


@pytest.fixture
def visit(settings):
    """``visit(person, path, **headers)`` in English; None is nobody."""

    def get(person, path: str, **headers):
        client = Client(headers=headers)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        if person is not None:
            client.force_login(person)
        return client.get(path)

    return get


def survey(site, cast) -> None:
    """A position taken on the spot."""
    services.relocate(
        site_code=site.code,
        position=Point(112.9, -2.5, srid=4326),
        source=Site.PositionSource.SURVEYED,
        accuracy_m=4,
        as_of=timezone.localdate(),
        note="GPS",
        actor=cast.field_officer,
    )


@pytest.mark.parametrize("path", [*DATA, "/sites/62.02.01.2001/panel/"])
def test_nobody_is_told_to_log_in_with_a_sentence(visit, site, path):
    answer = visit(None, path)
    assert answer.status_code == 401
    assert answer.content.decode() == "You are not logged in any more. Log in to see the map."
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_leads_nobody_to_the_login(visit):
    answer = visit(None, "/map/")
    assert answer.status_code == 302 and answer.url.endswith("?next=/map/")


@pytest.mark.parametrize("path", DATA)
def test_only_reading_is_possible(cast, path):
    client = Client()
    client.force_login(cast.viewer)
    assert client.post(path).status_code == 405


def test_each_person_gets_his_own_sites(visit, cast, site):
    neighbours = factories.site("62.03.01.2001")
    seen = {
        name: {found["id"] for found in read_points(visit(getattr(cast, name), "/map/layer").content)}
        for name in ["viewer", "dinkop", "field_officer", "village_officer", "neighbour", "outsider", "nobody"]
    }
    assert seen == {
        "viewer": {site.pk, neighbours.pk},
        "dinkop": {site.pk},
        "field_officer": {site.pk},
        "village_officer": {site.pk},
        "neighbour": {neighbours.pk},
        "outsider": set(),
        "nobody": set(),
    }
    assert set(read_names(visit(cast.neighbour, "/map/names").content)) == {neighbours.pk}


def test_one_persons_version_does_not_answer_another(visit, cast, site):
    etag = visit(cast.dinkop, "/map/layer").headers["ETag"]
    for person in [cast.viewer, cast.neighbour, cast.outsider]:
        assert visit(person, "/map/layer", if_none_match=etag).status_code == 200


def test_who_has_it_gets_304_without_a_look_at_the_sites(visit, cast, site):
    etag = visit(cast.viewer, "/map/layer").headers["ETag"]
    with CaptureQueriesContext(connection) as asked:
        answer = visit(cast.viewer, "/map/layer", if_none_match=etag)
    assert answer.status_code == 304 and answer.content == b""
    assert answer.headers["ETag"] == etag
    read = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    assert any("sites_districtversion" in sql for sql in read)
    assert not [sql for sql in read if "sites_site" in sql]


def test_what_is_kept_is_sent_without_a_look_at_the_sites(visit, cast, site):
    first = visit(cast.viewer, "/map/layer")
    with CaptureQueriesContext(connection) as asked:
        second = visit(cast.viewer, "/map/layer")
    assert second.content == first.content
    assert not [query["sql"] for query in asked if "sites_site" in query["sql"]]


def test_any_form_of_the_validator_counts(visit, cast, site):
    etag = visit(cast.viewer, "/map/layer").headers["ETag"]
    assert etag.startswith('W/"')
    for held in [etag.removeprefix("W/"), f'"other", {etag}']:
        assert visit(cast.viewer, "/map/layer", if_none_match=held).status_code == 304
    assert visit(cast.viewer, "/map/layer", if_none_match='"other"').status_code == 200


def test_a_change_moves_the_version_of_every_scope_that_holds_it_and_of_no_other(visit, cast, site):
    factories.site("62.03.01.2001")
    people = [cast.viewer, cast.dinkop, cast.field_officer, cast.neighbour]
    before = {person: visit(person, "/map/layer").headers["ETag"] for person in people}
    survey(site, cast)
    moved = {person: visit(person, "/map/layer", if_none_match=before[person]).status_code == 200 for person in people}
    assert moved == {cast.viewer: True, cast.dinkop: True, cast.field_officer: True, cast.neighbour: False}
    assert read_points(visit(cast.viewer, "/map/layer").content)[0]["source"] == "surveyed"


def test_a_step_in_a_workflow_moves_the_layer(visit, plot):
    before = visit(plot.cast.viewer, "/map/layer")
    plot.submitted()
    after = visit(plot.cast.viewer, "/map/layer", if_none_match=before.headers["ETag"])
    assert after.status_code == 200
    [found] = read_points(after.content)
    assert found["states"] == {"land_verification": "submitted"} and found["waiting_since"] > 0


@pytest.mark.parametrize(
    "accepted,encoding",
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_the_layer_is_sent_in_the_best_encoding_the_client_takes(visit, cast, site, accepted, encoding):
    plain = visit(cast.viewer, "/map/layer", accept_encoding="identity").content
    answer = visit(cast.viewer, "/map/layer", accept_encoding=accepted)
    assert answer.headers.get("Content-Encoding") == encoding
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert unpack(answer.content) == plain


def test_no_cache_between_us_keeps_what_is_somebodys(visit, cast, site):
    for path in DATA:
        answer = visit(cast.viewer, path)
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert {"Cookie", "Accept-Encoding"} <= {name.strip() for name in answer.headers["Vary"].split(",")}


def test_boundaries_are_those_of_the_scope(visit, cast, square_boundaries):
    def codes(person, level):
        return [
            feature["properties"]["code"] for feature in visit(person, f"/map/boundaries/{level}").json()["features"]
        ]

    assert codes(cast.viewer, "regency") == ["62.02", "62.03"]
    assert codes(cast.dinkop, "regency") == ["62.02"]
    assert codes(cast.dinkop, "district") == ["62.02.01"]
    assert codes(cast.outsider, "regency") == []
    assert visit(cast.viewer, "/map/boundaries/village").status_code == 404


@pytest.fixture
def square_boundaries(cast):
    """An approximate square for two regencies and a district."""
    for code in ["62.02", "62.03", "62.02.01"]:
        square = MultiPolygon(Polygon.from_bbox((112, -3, 113, -2)), srid=4326)
        Boundary.objects.create(
            region=Region.objects.get(code=code),
            geometry=square,
            display=square,
            source="test",
            official=False,
            loaded_at=timezone.now(),
        )


def test_land_is_one_feature_with_its_source(visit, cast, site):
    land = visit(cast.viewer, "/map/land").json()
    assert land["geometry"]["type"] == "MultiPolygon" and land["properties"]["source"]


# --- the panel ---


def test_the_panel_says_what_is_known_and_how_well(visit, cast, site):
    Site.objects.filter(pk=site.pk).update(flags=Flag.LEGAL_BLOCKED | Flag.RETURNED, progress="12.50")
    html = visit(cast.dinkop, f"/sites/{site.code}/panel/").content.decode()
    assert site.village.full_name in html and site.code in html
    assert "Registered, no plot proposed" in html
    assert "Legal note: blocked" in html and "Returned for correction" in html
    assert html.count("flag--blocked") == 1
    assert "12.50%" in html
    assert "Estimated from the village" in html
    assert f'href="/sites/{site.code}/"' in html
    assert "<html" not in html


def test_a_surveyed_position_is_not_called_an_estimate(visit, cast, site):
    survey(site, cast)
    html = visit(cast.dinkop, f"/sites/{site.code}/panel/").content.decode()
    assert "-2.500000, 112.900000" in html
    assert "Surveyed on the spot" in html and re.search(r"± 4\s*m", html)
    assert "stimated" not in html


def test_a_position_taken_from_a_process_names_it_in_words(visit, cast, site):
    Site.objects.filter(pk=site.pk).update(position_note="land_verification 12")
    html = visit(cast.dinkop, f"/sites/{site.code}/panel/").content.decode()
    assert "Land verification 12" in html and "land_verification 12" not in html


@pytest.mark.parametrize("name", ["neighbour", "outsider", "nobody"])
def test_the_panel_of_another_region_is_not_found(visit, cast, site, name):
    assert visit(getattr(cast, name), f"/sites/{site.code}/panel/").status_code == 404


def test_the_panel_is_the_same_questions_whatever_the_site(visit, cast, site):
    client = Client()
    client.force_login(cast.viewer)

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/sites/{site.code}/panel/")
        return [query["sql"] for query in captured]

    asked()  # what is remembered for a while, whoever asks, is no cost of the panel
    first = asked()
    assert len([sql for sql in first if '"sites_site"' in sql]) == 1
    factories.Plot(site, cast).noted(legal_verdict="blocked")
    some = len(asked())
    for _number in range(3):
        factories.Plot(site, cast).surveyed()
    assert len(asked()) == some == len(first) + 2  # the processes, and the offices


# --- the page ---


def test_the_page_tells_its_script_everything_in_one_block(visit, cast, site):
    html = visit(cast.viewer, "/map/").content.decode()
    [block] = re.findall(r'<script id="map-config" type="application/json">(.*?)</script>', html, re.DOTALL)
    config = json.loads(block)
    assert config["language"] == "en"
    assert config["urls"]["layer"] == "/map/layer"
    assert config["urls"]["panel"].replace(config["urls"]["anyCode"], site.code) == f"/sites/{site.code}/panel/"
    assert [stage["slug"] for stage in config["stages"]][:2] == ["registered", "land_proposed"]
    assert {flag["slug"] for flag in config["flags"] if flag["blocked"]} == {"legal_blocked", "built_unverified"}
    assert "land_verification" in {workflow["kind"] for workflow in config["catalogue"]}
    assert config["tiles"] is None


def test_the_page_names_every_module_its_script_will_ask_for(visit, cast):
    html = visit(cast.viewer, "/map/").content.decode()
    named = set(re.findall(r'<link rel="modulepreload" href="/static/sites/js/map/([\w-]+\.js)">', html))
    assert {"main.js", "leaflet.js", "points-layer.js", "sprites.js"} <= named


def test_online_tiles_are_a_setting(visit, cast, settings):
    settings.BASEMAP_TILES = "https://tiles.example/{z}/{x}/{y}.png"
    html = visit(cast.viewer, "/map/").content.decode()
    assert "https://tiles.example/{z}/{x}/{y}.png" in html


def test_the_page_asks_nothing_about_sites_itself(visit, cast, site):
    with CaptureQueriesContext(connection) as asked:
        visit(cast.viewer, "/map/")
    assert not [query["sql"] for query in asked if 'FROM "sites_site"' in query["sql"]]
