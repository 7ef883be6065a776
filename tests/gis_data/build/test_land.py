"""Decoding TopoJSON: arcs as differences on a grid, walked forwards and backwards."""

from gis_data.build.land import decode_arcs, feature, ring

TOPOLOGY = {
    "transform": {"scale": [0.5, 0.25], "translate": [100, -10]},
    "arcs": [[[0, 0], [2, 0], [0, 4]], [[2, 4], [-2, 0], [0, -4]]],
}


def test_arcs_are_sums_of_their_steps_in_degrees():
    assert decode_arcs(TOPOLOGY)[0] == [[100.0, -10.0], [101.0, -10.0], [101.0, -9.0]]


def test_a_ring_joins_arcs_and_keeps_the_meeting_point_once():
    arcs = decode_arcs(TOPOLOGY)
    square = ring([0, 1], arcs)
    assert square[0] == square[-1]
    assert len(square) == 5
    assert ring([~1, ~0], arcs) == square[::-1]


def test_a_country_is_a_multipolygon_even_with_one_island():
    made = feature({"id": "360", "type": "Polygon", "arcs": [[0, 1]]}, decode_arcs(TOPOLOGY))
    assert made["properties"] == {"country": "ID"}
    assert len(made["geometry"]["coordinates"][0][0]) == 5
