"""The files a simulated rollout attaches: drawn “photos” and pages of text, all marked SIMULASI.

Minutes and letters are shared: the store keeps each content once, however many plots they speak of. Photos and titles
belong to one plot, and the pages warn where one comes twice: the pictures are shared, the notes in them are not, and a
survey photo's are position and time, as the camera of a phone writes them. All are kept small.
"""

import datetime
import io
import random
from functools import cache

from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.utils.text import slugify
from PIL import ExifTags, Image, ImageDraw, ImageFont

from rollout.simulation.working_time import ZONE

PLOT_PHOTOS = 16
SURVEY_SCENES = 6
_SIZE = (400, 300)
_SURVEY_SIZE = (320, 240)
_GROUNDS = ["#7d9a55", "#a3a35c", "#8f7b52", "#6f8f5f", "#b09a6a", "#5f7f4f"]
_SKIES = ["#bcd3e6", "#cfd8dc", "#a9c7de", "#d9dfe2"]


def plot_photo(number: int, mark: str) -> ContentFile:
    """A photo of a plot: one of the shared pictures, with the plot's own mark in its EXIF notes."""
    picture = _noted(_scene(number, _SIZE, 25), _described(f"SIMULASI {mark}"))
    return ContentFile(picture, name=f"simulasi-lahan-{number + 1}.jpg")


def survey_photo(number: int, place: Point, taken_at: datetime.datetime) -> ContentFile:
    """A survey photo with position (EPSG:4326) and time in its EXIF notes; the pixels are shared, the notes are not."""
    picture = _noted(_scene(100 + number, _SURVEY_SIZE, 30), _placed(place, taken_at))
    return ContentFile(picture, name=f"simulasi-survei-{number + 1}.jpg")


def minutes() -> ContentFile:
    """The minutes of a village deliberation: one page that says it is simulated."""
    return ContentFile(_page("Berita acara musyawarah desa (contoh)"), name="simulasi-berita-acara-musdes.pdf")


def title_scan(number: str) -> ContentFile:
    """The copy of a title with that number."""
    return ContentFile(_page(f"Alas hak nomor {number} (contoh)"), name="simulasi-alas-hak.pdf")


def letter() -> ContentFile:
    """Agrinas's letter of acceptance, one for many plots."""
    return ContentFile(_page("Surat penerimaan lahan, Agrinas (contoh)"), name="simulasi-surat-agrinas.pdf")


def paper(heading: str, number: int = 0) -> ContentFile:
    """A page under that heading; another ``number`` gives other bytes, for slots that take no file twice."""
    words = f"{heading} (contoh)" if not number else f"{heading} {number} (contoh)"
    return ContentFile(_page(words), name=f"simulasi-{slugify(heading)}.pdf")


@cache
def _scene(number: int, size: tuple[int, int], quality: int) -> bytes:
    """A drawn plot: sky, trees, ground, stakes and a rope, and the word across it."""
    chance = random.Random(f"scene {number}")  # noqa: S311  a drawing
    width, height = size
    image = Image.new("RGB", size, chance.choice(_SKIES))
    draw = ImageDraw.Draw(image)
    horizon = int(height * chance.uniform(0.4, 0.52))
    for _ in range(9):
        x, radius = chance.randrange(width), chance.randrange(height // 12, height // 6)
        draw.ellipse((x - radius, horizon - radius, x + radius, horizon + radius // 2), fill="#4d6b42")
    draw.rectangle((0, horizon, width, height), fill=chance.choice(_GROUNDS))
    left, right = chance.uniform(0.15, 0.3) * width, chance.uniform(0.7, 0.85) * width
    near, far = height * 0.9, horizon + height * 0.12
    corners = [(left, near), (right, near), (right - width * 0.1, far), (left + width * 0.1, far)]
    draw.line([*corners, corners[0]], fill="#f2e9c9", width=max(1, width // 200))
    for x, y in corners:
        draw.line((x, y, x, y - height * 0.12), fill="#c0392b", width=max(2, width // 100))
    font = ImageFont.load_default(height // 6)
    draw.text((width / 2, height * 0.2), "SIMULASI", fill="#8a1c12", font=font, anchor="mm")
    small = ImageFont.load_default(height // 18)
    draw.text((width / 2, height * 0.07), "gambar contoh, bukan foto lapangan", fill="#333333", font=small, anchor="mm")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _noted(picture: bytes, exif: Image.Exif) -> bytes:
    """The picture with notes before its pixels, which stay as they are: its preview is kept once, too."""
    notes = exif.tobytes()
    return picture[:2] + b"\xff\xe1" + (len(notes) + 2).to_bytes(2, "big") + notes + picture[2:]


def _described(words: str) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = words
    return exif


def _placed(place: Point, taken_at: datetime.datetime) -> Image.Exif:
    exif = _described("SIMULASI")
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    camera[ExifTags.Base.DateTimeOriginal] = taken_at.astimezone(ZONE).strftime("%Y:%m:%d %H:%M:%S")
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "S" if place.y < 0 else "N"
    gps[ExifTags.GPS.GPSLatitude] = _degrees(place.y)
    gps[ExifTags.GPS.GPSLongitudeRef] = "W" if place.x < 0 else "E"
    gps[ExifTags.GPS.GPSLongitude] = _degrees(place.x)
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    minutes, seconds = divmod(abs(value) * 3600, 60)
    degrees, minutes = divmod(minutes, 60)
    return degrees, minutes, round(seconds, 3)


@cache
def _page(heading: str) -> bytes:
    lines = [
        ("36", "650", "SIMULASI"),
        ("16", "600", heading),
        ("11", "570", "Dokumen ini dibuat oleh program untuk peragaan dan tidak berlaku."),
        ("11", "552", "Tidak ada orang, desa atau keputusan nyata di dalamnya."),
    ]
    text = "".join(f"BT /F1 {size} Tf 72 {y} Td ({words}) Tj ET\n" for size, y, words in lines)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}endstream",
    ]
    out, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    out += f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    out += f"startxref\n{out.index('xref')}\n%%EOF\n"
    return out.encode("ascii")
