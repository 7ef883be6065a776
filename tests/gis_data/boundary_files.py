"""Small synthetic boundary files, written by the tests themselves: squares around real village points."""

import json
import zipfile
from ctypes import POINTER, c_char_p, c_int, c_void_p
from pathlib import Path

from django.contrib.gis.gdal.driver import Driver
from django.contrib.gis.gdal.libgdal import lgdal
from django.contrib.gis.gdal.prototypes import ds as capi

from gis_data.models import Region


def square(lon: float, lat: float, size: float = 0.01) -> list[list[float]]:
    """A closed ring around the point, ``size`` degrees to each side."""
    return [
        [lon - size, lat - size],
        [lon + size, lat - size],
        [lon + size, lat + size],
        [lon - size, lat + size],
        [lon - size, lat - size],
    ]


def feature(properties: dict, *rings: list, kind: str = "Polygon") -> dict:
    coordinates = list(rings) if kind == "Polygon" else rings[0]
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def around(code: str, *, name: str | None = None, size: float = 0.01, **more) -> dict:
    """A square around the region's own point, with code and name (the official one unless told)."""
    region = Region.objects.get(code=code)
    properties = {"code": code, "name": region.name if name is None else name, **more}
    return feature(properties, square(region.point.x, region.point.y, size))


def big(code: str, *, size: float = 0.01, **more) -> dict:
    """The same with the columns of the geospatial agency, filled down to the region's own level."""
    item = around(code, size=size)
    parts = [code[:length] for length in (2, 5, 8, 13) if length <= len(code)]
    names = [Region.objects.get(code=part).name for part in parts]
    columns = dict.fromkeys(("KDPPUM", "KDPKAB", "KDCPUM", "KDEPUM", "WADMPR", "WADMKK", "WADMKC", "WADMKD"), "")
    columns |= dict(zip(("KDPPUM", "KDPKAB", "KDCPUM", "KDEPUM"), parts, strict=False))
    columns |= dict(zip(("WADMPR", "WADMKK", "WADMKC", "WADMKD"), names, strict=False))
    item["properties"] = {**columns, "NAMOBJ": names[-1], **more}
    return item


def write_geojson(path: Path, *features: dict, **members) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", **members, "features": list(features)}), encoding="utf-8")
    return path


def convert(source: Path, target: Path, *options: str) -> Path:
    """What ``ogr2ogr`` does, through the library GeoDjango uses already (its program need not be installed)."""
    Driver.ensure_registered()
    lgdal.GDALVectorTranslate.restype = lgdal.GDALVectorTranslateOptionsNew.restype = c_void_p
    lgdal.GDALVectorTranslate.argtypes = [c_char_p, c_void_p, c_int, POINTER(c_void_p), c_void_p, POINTER(c_int)]
    words = (c_char_p * (len(options) + 1))(*(option.encode() for option in options), None)
    opened = capi.open_ds(str(source).encode(), capi.GDAL_OF_VECTOR, None, None, None)
    translation = c_void_p(lgdal.GDALVectorTranslateOptionsNew(words, None))
    sources = (c_void_p * 1)(opened)
    failed = c_int(0)
    written = lgdal.GDALVectorTranslate(str(target).encode(), None, 1, sources, translation, failed)
    assert written
    assert not failed.value
    for dataset in (c_void_p(written), opened):
        lgdal.GDALClose(dataset)
    return target


def zip_shapefile(source: Path, folder: Path, *options: str, without: tuple[str, ...] = ()) -> Path:
    """``source`` as a zipped shapefile "outlines", its parts named in ``without`` left out."""
    folder.mkdir()
    convert(source, folder / "outlines.shp", "-f", "ESRI Shapefile", *options)
    target = folder / "outlines.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.glob("outlines.*")):
            if part.suffix not in (".zip", *without):
                archive.write(part, f"batas/{part.name}")
    return target
