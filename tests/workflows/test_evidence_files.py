"""What a file is, judged by its bytes: real photos and papers go in, every other one gets its sentence."""

import datetime
import hashlib
import io
import random
import tracemalloc
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image

from tests.workflows.uploads import DOCUMENT, PHOTO, camera, gps, pdf, picture, png_bomb, png_header, zipped
from workflows.evidence_files import PREVIEW_SIDE, inspect


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def refusal(content: ContentFile, slot=PHOTO) -> str:
    with pytest.raises(ValidationError) as refused:
        inspect(content, slot)
    return refused.value.messages[0]


def named(content: bytes, name: str) -> ContentFile:
    return ContentFile(content, name=name)


@pytest.mark.parametrize(("kind", "extension"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp")])
def test_photos_are_known_by_their_bytes(kind, extension):
    content = picture(kind, name="apa-saja.bin")
    found = inspect(content, PHOTO)
    assert found.content_type == f"image/{kind.lower()}"
    assert found.filename == f"apa-saja{extension}"
    content.seek(0)
    assert found.sha256 == hashlib.sha256(content.read()).hexdigest()
    assert found.size == content.size


def test_the_preview_is_small_upright_and_carries_no_notes():
    found = inspect(picture(size=(1200, 600), exif=camera(orientation=6, gps=gps((2, 12, 35), (113, 55, 16)))), PHOTO)
    preview = Image.open(io.BytesIO(found.preview))
    assert preview.size == (PREVIEW_SIDE // 2, PREVIEW_SIDE)
    assert not preview.getexif()


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_kind_of_png_has_a_preview(mode):
    assert Image.open(io.BytesIO(inspect(picture("PNG", mode=mode), PHOTO).preview)).mode == "RGB"


def test_documents_may_be_papers_or_photos_of_papers():
    assert inspect(pdf(), DOCUMENT).content_type == "application/pdf"
    assert inspect(pdf(), DOCUMENT).preview == b""
    assert inspect(picture(), DOCUMENT).content_type == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (pdf(name="foto.jpg"), "foto.jpg: A photo is asked for (JPEG, PNG or WebP)."),
        (named(zipped(), "foto.jpg"), "foto.jpg: A photo is asked for (JPEG, PNG or WebP)."),
        (named(b"", "kosong.jpg"), "kosong.jpg: The file is empty."),
        (named(b"<svg onload='alert(1)'/>", "gambar.svg"), "gambar.svg: A photo is asked for"),
        (named(b"GIF89a" + b"\0" * 50, "gambar.gif"), "gambar.gif: A photo is asked for"),
        (
            named(b"\0\0\0\x18ftypheic" + b"\0" * 50, "IMG_1.HEIC"),
            "IMG_1.HEIC: This is an iPhone photo (HEIC) or a video",
        ),
        (named(b"\0\0\0\x18ftypmp42" + b"\0" * 50, "film.mp4"), "film.mp4: This is an iPhone photo (HEIC) or a video"),
        (named(b"\xff\xd8\xff", "awal.jpg"), "awal.jpg: The picture is broken or cut off. Send it again."),
    ],
    ids=["pdf", "zip", "empty", "svg", "gif", "heic", "video", "only a head"],
)
def test_what_is_no_photo_is_refused_in_a_sentence(content, sentence):
    assert sentence in refusal(content)


def test_a_zip_bomb_is_no_document_and_is_never_unpacked():
    content = named(zipped(50_000_000), "surat.pdf")
    tracemalloc.start()
    assert "A PDF or a photo is asked for" in refusal(content, DOCUMENT)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_cut_off_on_the_way_is_refused(kind):
    whole = picture(kind).read()
    assert "broken or cut off" in refusal(named(whole[: len(whole) // 2], "foto.jpg"))


def test_a_paper_cut_off_on_the_way_is_refused():
    whole = pdf(b"x" * 10_000).read()
    assert "surat.pdf: The PDF is cut off. Send it again." in refusal(named(whole[:5_000], "surat.pdf"), DOCUMENT)


def test_a_large_file_is_refused_with_its_size(settings):
    settings.UPLOAD_MAX_BYTES = 15_000_000
    content = named(picture().read() + b"\0" * 40_000_000, "besar.jpg")
    assert "at most 15 MB is accepted" in refusal(content)


def test_a_billion_pixels_are_refused_before_they_are_decoded():
    content = named(png_header(40_000, 25_000), "bom.png")
    tracemalloc.start()
    assert refusal(content).startswith("bom.png: The picture has more than 60 million pixels.")
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_picture_a_little_too_large_is_refused_in_the_same_sentence(settings):
    settings.UPLOAD_MAX_PIXELS = 1_000_000
    assert "more than 1 million pixels" in refusal(named(png_bomb(1_100), "foto.png"))
    assert inspect(named(png_bomb(900), "foto.png"), PHOTO).size


def test_a_name_is_only_a_name():
    for name in [
        "../../etc/passwd",
        "C:\\Users\\kades\\foto.jpg",
        "a\r\nSet-Cookie: x.jpg",
        "\u202egpj.exe",
        "x" * 400,
        "\n",
    ]:
        found = inspect(picture(name=name), PHOTO)
        assert found.filename.endswith(".jpg")
        assert not set("/\\\r\n\u202e") & set(found.filename)
        assert len(found.filename) <= 104


def test_the_cameras_time_and_place_are_read():
    found = inspect(picture(exif=camera(gps=gps((2.0, 12.0, 35.64), (113.0, 55.0, 16.68)))), PHOTO)
    assert found.position.coords == pytest.approx((113.9213, -2.2099), abs=1e-4)
    assert found.captured_at == datetime.datetime(2026, 3, 5, 9, 30, tzinfo=ZoneInfo("Asia/Pontianak"))


@pytest.mark.parametrize(
    "where",
    [
        {},
        gps((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        gps((95.0, 0.0, 0.0), (200.0, 0.0, 0.0)),
        {**gps((2.0, 12.0, 0.0), (113.0, 0.0, 0.0)), 2: (2.0,)},
        {2: (2.0, 12.0, 0.0)},
    ],
    ids=["none", "zero", "beyond", "degrees only", "half"],
)
def test_a_camera_without_a_true_position_gives_none(where):
    assert inspect(picture(exif=camera(gps=where)), PHOTO).position is None


@pytest.mark.parametrize("taken", ["", "0000:00:00 00:00:00", "0001:01:01 00:00:00", "9999:12:31 23:59:59", "kemarin"])
def test_a_camera_without_a_true_time_gives_none(taken):
    assert inspect(picture(exif=camera(taken=taken)), PHOTO).captured_at is None


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_broken_notes_refuse_no_photo():
    whole = bytearray(picture(exif=camera(gps=gps((2.0, 12.0, 35.0), (113.0, 55.0, 16.0)))).read())
    dice = random.Random(7)
    for _ in range(60):
        spoilt = bytearray(whole)
        for _ in range(8):
            spoilt[dice.randrange(24, 180)] = dice.randrange(256)
        try:
            assert inspect(named(bytes(spoilt), "foto.jpg"), PHOTO).preview
        except ValidationError as refused:  # the picture's own head was hit
            assert "broken or cut off" in refused.messages[0]


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_spoilt_bytes_are_a_photo_or_a_sentence(kind):
    whole = picture(kind, size=(160, 120)).read()
    dice = random.Random(11)
    for _ in range(80):
        spoilt = bytearray(whole)
        for _ in range(20):
            spoilt[dice.randrange(12, len(spoilt))] = dice.randrange(256)
        try:
            inspect(named(bytes(spoilt), "foto"), PHOTO)
        except ValidationError as refused:
            assert refused.messages[0].startswith("foto: ")
