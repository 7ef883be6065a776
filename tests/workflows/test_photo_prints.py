"""Prints of photos: near for the same picture, far for another, kept for all that was ever attached."""

import hashlib
import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from tests import factories
from tests.workflows.uploads import PHOTO, scene
from workflows import evidence_store, photo_prints
from workflows.evidence_files import inspect
from workflows.models import Evidence, PhotoPrint
from workflows.photo_prints import MOST_BITS_APART, columns, print_of
from workflows.services.evidence import attach


def of(picture: bytes) -> int | None:
    return print_of(Image.open(io.BytesIO(picture)))


def test_prints_of_one_scene_are_near_and_of_different_ones_are_not():
    prints = [of(scene(seed)) for seed in range(1, 9)]
    again = [of(scene(seed, size=(200, 150), quality=50)) for seed in range(1, 9)]
    for number, print_ in enumerate(prints):
        assert (print_ ^ again[number]).bit_count() <= MOST_BITS_APART
        assert all((print_ ^ other).bit_count() > 8 for at, other in enumerate(prints) if at != number)
    assert of(factories.photo(1).read()) is None


@pytest.mark.parametrize("size", [(320, 240), (1600, 1200), (3000, 2250)])
def test_the_print_of_what_is_decoded_small_is_that_of_the_whole(size):
    for seed in range(1, 6):
        picture = scene(seed, size=size)
        found = inspect(ContentFile(picture, name="foto.jpg"), PHOTO)
        assert (found.print ^ of(picture)).bit_count() <= MOST_BITS_APART
        # And that of its preview, which is all that is read of a photo that is here already.
        assert (found.print ^ of(found.preview)).bit_count() <= MOST_BITS_APART


def test_prints_that_are_near_share_a_quarter():
    print_ = of(scene(1))
    for flipped in [(0, 17, 40), (1, 2, 63), (15, 16, 47), (31, 32, 48)]:
        near = print_
        for bit in flipped:
            near ^= 1 << bit
        pairs = zip(columns(print_).items(), columns(near).items(), strict=True)
        assert any(name != "bits" and one == other for (name, one), (_name, other) in pairs)


@pytest.mark.django_db
def test_photos_that_were_here_before_get_their_prints(site, cast):
    plot = factories.Plot(site, cast)
    files = [ContentFile(scene(seed), name=f"{seed}.jpg") for seed in (1, 2)]
    attach(process_id=plot.process.pk, slot="plot_photo", files=files, actor=cast.village_officer)
    attach(process_id=plot.process.pk, slot="musdes_minutes", files=[factories.pdf(1)], actor=cast.village_officer)
    kept = dict(PhotoPrint.objects.values_list("sha256", "bits"))
    assert kept.keys() == {hashlib.sha256(scene(seed)).hexdigest() for seed in (1, 2)}

    PhotoPrint.objects.all().delete()
    gone, there = Evidence.objects.filter(slot="plot_photo").order_by("pk")
    for sha256 in (gone.sha256, gone.preview_sha256):
        evidence_store.discard(sha256)
    assert photo_prints.catch_up() == 2
    again = dict(PhotoPrint.objects.values_list("sha256", "bits"))
    # Decoded anew from the preview it differs in a bit or two; of what is gone nothing can be told.
    assert ((again[there.sha256] + 2**63) ^ (kept[there.sha256] + 2**63)).bit_count() <= MOST_BITS_APART
    assert again[gone.sha256] is None
    assert photo_prints.catch_up() == 0
