"""A map of any number of sites without a database full of them: the layers' bytes, and peers on the same points."""

import json
import math
import random
import shutil
import subprocess
import tarfile
from array import array
from collections.abc import Callable
from functools import cache
from pathlib import Path
from struct import Struct
from tempfile import TemporaryDirectory

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from sites.layers.columns import Records, column, indexes, pack
from sites.layers.first_cut import WHOLE, first_cut
from sites.layers.points import CUT_NUMBERS, MEANING, NUMBERS
from sites.views.kept import kept_response

SIZES = (1_571, 83_762)
CLUSTER = "leaflet.markercluster@1.5.3"
_RECORD = Struct(">IIIIBBBxIQ")
_BITS = 26


@cache
def records(count: int) -> tuple[Records, list[str]]:
    """Records as the database keeps them, in districts of eleven around towns from Sabang to Merauke; and the codes."""
    chance = random.Random(count)
    districts = math.ceil(count / 11)
    towns = [(chance.uniform(95.5, 140.5), chance.uniform(-9.5, 4.5)) for _ in range(max(1, districts // 14))]
    rows, codes = [], []
    for number in range(count):
        nth = number // 11
        town = towns[nth % len(towns)]
        lon, lat = town[0] + chance.gauss(0, 0.35), town[1] + chance.gauss(0, 0.35)
        x = int((lon + 180) / 360 * 2**_BITS)
        y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**_BITS)
        flags = 1 << chance.randrange(13) if chance.random() < 0.3 else 0
        since = 9700 - chance.randrange(200) if chance.random() < 0.5 else 0
        digits = (11 + nth // 4000) * 10_000 + (1 + nth // 60 % 66) * 100 + 1 + nth % 60
        stage = chance.randrange(7)
        progress = chance.randrange(101) if stage > 3 else 255
        state = chance.randrange(40)
        rows.append((digits, number + 1, x, y, (since << 16) | flags, stage, progress, chance.randrange(3), state))
    rows.sort()
    data = b"".join(
        _RECORD.pack(pk, x, y, word, stage, progress, source, digits, state)
        for digits, pk, x, y, word, stage, progress, source, state in rows
    )
    for digits, *_rest in rows:
        text = str(digits)
        codes.append(f"{text[:2]}.{text[2:4]}.{text[4:]}")
    return Records(data, _RECORD.size), codes


@cache
def points(count: int, cut: bool) -> bytes:
    """The layer's file, thinned when asked and large."""
    whole, _codes = records(count)
    of, numbers = {}, NUMBERS
    if cut and count > WHOLE:
        whole, of, numbers = first_cut(whole), {"of": count}, CUT_NUMBERS
    found = array("Q", whole.keys(24))
    combinations = tuple(dict.fromkeys(found))
    kinds = [{"kind": "land_verification", "states": ["accepted", "draft", "submitted", "surveyed", "verified"]}]
    states = column("state:land_verification", (n % 6 for n in range(len(combinations))), 1)
    return pack(
        {**MEANING, "kinds": kinds, **of},
        [*(whole.column(*number) for number in numbers), indexes("combination", found, combinations), states],
    )


@cache
def names(count: int) -> bytes:
    """The names' file for the same sites."""
    whole, codes = records(count)
    ids = [pk for pk, *_ in _RECORD.iter_unpack(whole.data)]
    districts = sorted(set(codes))
    header = {
        "regencies": [[code, f"Kabupaten {code}"] for code in sorted({code[:5] for code in codes})],
        "districts": [[code, f"Kecamatan {code}"] for code in districts],
        "names": [f"Desa {pk % 977} Sei {pk}" for pk in ids],
    }
    return pack(
        header,
        [
            column("id", ids, 4),
            column("district", (int(code.replace(".", "")) for code in codes), 4),
            column("village", (2001 + n % 900 for n in range(len(ids))), 2),
            column("nth", (1 for _ in ids), 1),
        ],
    )


@cache
def geojson(count: int) -> bytes:
    """The same points for a peer."""
    world = 2**_BITS
    features = []
    for pk, x, y, _word, stage, *_rest in _RECORD.iter_unpack(records(count)[0].data):
        lon, lat = x / world * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / world))))
        place = {"type": "Point", "coordinates": [round(lon, 5), round(lat, 5)]}
        features.append({"type": "Feature", "geometry": place, "properties": {"id": pk, "stage": stage}})
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


@cache
def cluster_script() -> bytes:
    """Leaflet.markercluster as its authors publish it; b"" where there is no npm to fetch it."""
    if (npm := shutil.which("npm")) is None:
        return b""
    with TemporaryDirectory() as folder:
        subprocess.run([npm, "pack", CLUSTER, "--silent"], cwd=folder, check=True, capture_output=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            return archive.extractfile("package/dist/leaflet.markercluster.js").read()


_PEER = """<!doctype html><meta charset="utf-8"><title>peer</title>
<link rel="stylesheet" href="/static/leaflet/leaflet.css">
<style>#map{{position:absolute;inset:0}}</style><div id="map"></div>
<script src="/static/leaflet/leaflet.js"></script>{more}<script src="/bench/peer/{way}.js"></script>"""
_DRAW = """const map = L.map("map", {preferCanvas: true, maxZoom: 18}).setView([-2, 118], 5);
fetch("/bench/geojson").then((answer) => answer.json()).then((data) => {
  const place = (feature) => [feature.geometry.coordinates[1], feature.geometry.coordinates[0]];
  const layers = data.features.map((feature) => L.%(marker)s(place(feature), %(options)s));
  %(add)s
  requestAnimationFrame(() => setTimeout(() => (window.interactive ??= performance.now())));
});"""
WAYS = {
    "canvas": {
        "marker": "circleMarker",
        "options": "{radius: 3}",
        "add": "for (const layer of layers) layer.addTo(map);",
    },
    "cluster": {
        "marker": "marker",
        "options": "{}",
        "add": "const group = L.markerClusterGroup(); group.addLayers(layers); map.addLayer(group);",
    },
}


# The browser says by a cookie how many sites the addresses below tell of, and in which version: "1571-1".
SHOWN = "shown"


def _kept(
    request: HttpRequest, name: str, content: Callable[[int], bytes], kind: str = "application/octet-stream"
) -> HttpResponse:
    count, _, version = request.COOKIES[SHOWN].partition("-")
    return kept_response(
        request,
        name=f"bench:{name}:{count}",
        version=version,
        content_type=kind,
        build=lambda: content(int(count)),
    )


def _points(request: HttpRequest) -> HttpResponse:
    cut = request.GET.get("cut") == "first"
    return _kept(request, f"points{cut}", lambda count: points(count, cut))


def _peer_script(request: HttpRequest, way: str) -> HttpResponse:
    return HttpResponse(_DRAW % WAYS[way], content_type="text/javascript")


urlpatterns = [
    path("map/layer", _points),
    path("map/names", lambda request: _kept(request, "names", names)),
    path("bench/geojson", lambda request: _kept(request, "geojson", geojson, "application/geo+json")),
    path("bench/cluster.js", lambda request: HttpResponse(cluster_script(), content_type="text/javascript")),
    path("bench/peer/<str:way>.js", _peer_script),
    path(
        "bench/peer/<str:way>/",
        lambda request, way: HttpResponse(
            _PEER.format(way=way, more='<script src="/bench/cluster.js"></script>' if way == "cluster" else "")
        ),
    ),
    path("", include("rollout.urls")),
]
