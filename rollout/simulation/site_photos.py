"""The shared “photos” of buildings and antennas: drawn, marked SIMULASI, without notes; the device says where it stood.

They are few, and the store keeps each once, however many sites show it.
"""

import io
import random
from functools import cache

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

_SIZE = (320, 240)
# A process shows no picture twice in one slot: so many different ones of each stage.
VARIANTS = 16
# The stages of a building as they are drawn: cleared, foundation, walls, roof, finishing; complete.
COMPLETE = 5
_SKY, _GROUND, _WALL, _ROOF = "#cfdbe4", "#9a8a62", "#d8d2c4", "#8c3b2e"


def building(stage: int, number: int) -> ContentFile:
    """A building at that stage (0 to ``COMPLETE``)."""
    variant = number % VARIANTS
    return ContentFile(_building(min(stage, COMPLETE), variant), name=f"simulasi-bangunan-{stage}-{variant + 1}.jpg")


def antenna(number: int) -> ContentFile:
    """An antenna on its mast under the sky."""
    variant = number % VARIANTS
    return ContentFile(_antenna(variant), name=f"simulasi-antena-{variant + 1}.jpg")


def screenshot(down: float, up: float) -> ContentFile:
    """The screen of a speed test, in Mbps."""
    return ContentFile(_screen(f"{down:.0f} / {up:.0f} Mbps"), name="simulasi-uji-kecepatan.jpg")


@cache
def _building(stage: int, variant: int) -> bytes:
    chance = random.Random(f"building {stage} {variant}")  # noqa: S311  a drawing
    image, draw = _canvas()
    width, height = _SIZE
    ground, left, right = height * 0.78, width * chance.uniform(0.14, 0.22), width * chance.uniform(0.76, 0.86)
    draw.rectangle((0, ground, width, height), fill=_GROUND)
    top = ground - height * 0.28
    if stage >= 1:
        draw.rectangle((left, ground - 5, right, ground), fill="#8d8d8d")
    if stage >= 2:
        share = 0.6 if stage == 2 else 1
        draw.rectangle((left, ground - (ground - top) * share, right, ground - 5), fill=_WALL)
    if stage >= 3:
        middle = (left + right) / 2
        draw.polygon([(left - 8, top), (right + 8, top), (middle, top - height * 0.16)], fill=_ROOF)
    if stage >= 4:
        for share in (0.2, 0.45, 0.7):
            x = left + (right - left) * share
            draw.rectangle((x, top + 12, x + 22, ground - 20), fill="#5f7488")
    if stage >= COMPLETE:
        draw.rectangle((left + 6, top + 2, right - 6, top + 10), fill="#b5121b")
    for _ in range(12 + variant):
        x, y = chance.uniform(0, width), chance.uniform(ground, height)
        draw.line((x, y, x + 3, y - 4), fill="#6d7f45")
    return _marked(image, draw)


@cache
def _antenna(variant: int) -> bytes:
    chance = random.Random(f"antenna {variant}")  # noqa: S311  a drawing
    image, draw = _canvas()
    width, height = _SIZE
    x, top = width * chance.uniform(0.35, 0.65), height * chance.uniform(0.4, 0.5)
    draw.line((x, height, x, top), fill="#555555", width=6)
    draw.ellipse((x - 34, top - 16, x + 34, top + 16), fill="#f4f4f4", outline="#777777")
    for _ in range(variant + 2):
        cx, cy = chance.uniform(0, width), chance.uniform(0, height * 0.3)
        draw.ellipse((cx - 20, cy - 6, cx + 20, cy + 6), fill="#eef3f6")
    return _marked(image, draw)


@cache
def _screen(words: str) -> bytes:
    image = Image.new("RGB", _SIZE, "#1d2733")
    draw = ImageDraw.Draw(image)
    draw.text((_SIZE[0] / 2, 150), words, fill="#e9f2f9", font=ImageFont.load_default(30), anchor="mm")
    return _marked(image, draw)


def _canvas() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", _SIZE, _SKY)
    return image, ImageDraw.Draw(image)


def _marked(image: Image.Image, draw: ImageDraw.ImageDraw) -> bytes:
    font = ImageFont.load_default(_SIZE[1] // 7)
    draw.text((_SIZE[0] / 2, _SIZE[1] * 0.16), "SIMULASI", fill="#8a1c12", font=font, anchor="mm")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=30, optimize=True)
    return out.getvalue()
