"""The installation's own layers on the map: drawn for everybody who is logged in, their names only ever text."""

import pytest
from django.contrib.gis.geos import Polygon
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gis_data.models import OverlayFeature, OverlayLayer

pytestmark = pytest.mark.django_db


def visit(person, path: str, **headers):
    """The answer to that person; None is nobody."""
    client = Client(headers=headers)
    if person is not None:
        client.force_login(person)
    return client.get(path)


def test_a_layer_of_ones_own_is_drawn_for_everybody_and_its_hostile_name_is_only_text(cast):
    name = "</script><script>alert(1)</script>"
    layer = OverlayLayer.objects.create(name=name, kind="forest", source="<b>", loaded_at=timezone.now())
    square = Polygon.from_bbox((112, -3, 113, -2))
    OverlayFeature.objects.create(layer=layer, geometry=square, label=name)
    path = reverse("map_overlay", args=[layer.pk])
    answer = visit(cast.outsider, path)
    [feature] = answer.json()["features"]
    assert feature["geometry"]["type"] == "Polygon" and name not in answer.content.decode()
    assert visit(cast.viewer, path, if_none_match=answer.headers["ETag"]).status_code == 304
    assert visit(None, path).status_code == 401
    page = visit(cast.viewer, reverse("map")).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
