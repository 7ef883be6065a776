"""Vector tiles: read back with GDAL's own reader, and refused outside the world."""

import pytest

from gis_data.approximation import approximate_boundaries
from gis_data.codes import parse
from gis_data.models import Boundary, Region
from gis_data.mvt import tile
from tests.gis_data.tile_reader import read_tile, tile_of


@pytest.fixture
def read(tmp_path):
    return lambda content: read_tile(content, tmp_path)


def villages(*place, **options) -> bytes:
    return tile(
        Region.objects.villages(), *place, layer="villages", geometry="point", properties=["code", "name"], **options
    )


def test_a_tile_holds_the_points_of_its_square_with_their_properties(regions, read):
    pahandut = Region.objects.get(code="62.71.01.1001")
    layer, _source = read(villages(*tile_of(*pahandut.point.coords, 12)))
    assert layer.name == "villages"
    found = {feature.get("code"): feature.get("name") for feature in layer}
    assert found["62.71.01.1001"] == "Pahandut"
    assert 1 <= len(found) < 30


def test_all_tiles_of_a_zoom_hold_every_point_once_but_for_the_margins(regions, read):
    tiles = {tile_of(*point.coords, 10) for point in Region.objects.villages().values_list("point", flat=True) if point}
    codes = [feature.get("code") for place in tiles for feature in read(villages(*place))[0]]
    assert set(codes) == set(Region.objects.villages().exclude(point=None).values_list("code", flat=True))


def test_an_empty_tile_is_no_bytes(regions):
    assert villages(10, 0, 0) == b""
    assert tile(Region.objects.none(), 0, 0, 0, layer="x", geometry="point", properties=["code"]) == b""


def test_properties_may_be_renamed_and_come_from_related_rows(regions, read):
    approximate_boundaries(parse("62"))
    content = tile(
        Boundary.objects.within_any(["62.71"]),
        *tile_of(113.9, -2.2, 8),
        layer="boundaries",
        geometry="display",
        properties={"code": "region_id", "name": "region__name", "official": "official"},
    )
    layer, _source = read(content)
    assert {"Palangka Raya", "Pahandut"} <= {feature.get("name") for feature in layer}
    assert not any(feature.get("official") for feature in layer)


def test_thinning_keeps_one_point_in_each_square(regions, read):
    place = tile_of(113.9, -2.2, 5)
    whole, _one = read(villages(*place))
    everything = len(whole)
    thinned, _other = read(villages(*place, thin_pixels=8))
    squares = {(feature.geom.x // 128, feature.geom.y // 128) for feature in thinned}
    assert 0 < len(thinned) < everything
    assert len(squares) >= len(thinned) / 2


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ((-1, 0, 0), "zoom 0 to 22"),
        ((23, 0, 0), "zoom 0 to 22"),
        ((3, 8, 0), "outside the world"),
        ((3, 0, -1), "outside the world"),
        ((0, 1, 0), "outside the world"),
    ],
)
def test_a_tile_the_world_does_not_have_is_refused(place, said):
    with pytest.raises(ValueError, match=said):
        villages(*place)
