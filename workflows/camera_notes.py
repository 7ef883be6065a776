"""What the camera wrote into a photo: when and where it was taken. Wrong notes are no notes; they refuse no photo."""

import datetime
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.utils import timezone
from PIL import ExifTags, Image

# No camera of this programme is older, and a clock that runs ahead by more than a day was never set.
EARLIEST = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
CLOCK_AHEAD = datetime.timedelta(days=1)


@dataclass(frozen=True)
class CameraNotes:
    """The camera's time (read as local time: cameras write no zone) and position (EPSG:4326), where it wrote them."""

    captured_at: datetime.datetime | None = None
    position: Point | None = None


def read_notes(image: Image.Image) -> CameraNotes:
    """The notes of an opened image. Never raises."""
    return CameraNotes(_or_none(_captured_at, image), _or_none(_position, image))


def _or_none(read, image: Image.Image):
    try:
        return read(image.getexif())
    except Exception:  # whatever hostile or broken bytes make of the EXIF reader
        return None


def _captured_at(exif: Image.Exif) -> datetime.datetime | None:
    text = str(exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal))
    moment = timezone.make_aware(datetime.datetime.strptime(text, "%Y:%m:%d %H:%M:%S"))
    return moment if EARLIEST <= moment <= timezone.now() + CLOCK_AHEAD else None


def _position(exif: Image.Exif) -> Point | None:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef] == "S")
    longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef] == "W")
    # Broken receivers write 0, 0 or NaN; neither is a place in this country.
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or (latitude, longitude) == (0, 0):
        return None
    return Point(longitude, latitude, srid=4326)


def _degrees(parts, negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if negative else value
