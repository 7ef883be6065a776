"""Files for the tests of the evidence store: whole, broken, disguised and hostile."""

import io
import random
import struct
import zlib

from django.core.files.base import ContentFile
from PIL import ExifTags, Image, ImageDraw

from workflows.step import EvidenceSlot

PHOTO = EvidenceSlot("photo", "Photo")
DOCUMENT = EvidenceSlot("document", "Document", accepts="document")


def picture(kind: str = "JPEG", size=(320, 240), *, name: str = "", mode: str = "RGB", exif=None) -> ContentFile:
    out = io.BytesIO()
    image = Image.effect_noise(size, 60).convert(mode)
    image.save(out, kind, **({"exif": exif} if exif else {}))
    return ContentFile(out.getvalue(), name=name or f"foto.{kind.lower()}")


def scene(seed: int, *, size: tuple[int, int] = (320, 240), quality: int = 85) -> bytes:
    """A picture with something on it; the same seed at another size and quality shows the same."""
    image = Image.new("RGB", (320, 240), (120, 160, 200))
    draw, chance = ImageDraw.Draw(image), random.Random(seed)
    for _ in range(24):
        x, y, shade = chance.randrange(300), chance.randrange(220), chance.randrange(256)
        draw.rectangle((x, y, x + chance.randrange(20, 120), y + chance.randrange(20, 90)), fill=(shade, shade, 90))
    out = io.BytesIO()
    image.resize(size).save(out, "JPEG", quality=quality)
    return out.getvalue()


def camera(*, taken: str = "2026:03:05 09:30:00", gps: dict | None = None, orientation: int = 1) -> Image.Exif:
    """EXIF as a phone writes it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps or {})
    return exif


def gps(latitude, longitude, north: str = "S", east: str = "E") -> dict:
    return {
        ExifTags.GPS.GPSLatitudeRef: north,
        ExifTags.GPS.GPSLatitude: latitude,
        ExifTags.GPS.GPSLongitudeRef: east,
        ExifTags.GPS.GPSLongitude: longitude,
    }


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims so many pixels and holds none of them."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def png_bomb(side: int) -> bytes:
    """A whole PNG of side × side white pixels, a thousandth of its decoded size."""
    out = io.BytesIO()
    Image.new("L", (side, side), 255).save(out, "PNG")
    return out.getvalue()


def pdf(body: bytes = b"", *, name: str = "berita-acara.pdf") -> ContentFile:
    return ContentFile(b"%PDF-1.7\n" + body + b"\nstartxref\n0\n%%EOF\n", name=name)


def zipped(size: int = 50_000_000) -> bytes:
    """A zip whose one file unpacks to so many zeros."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("nol.txt", b"\0" * size)
    return out.getvalue()
