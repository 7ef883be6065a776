"""Prints of photos: 64 bits by which a picture is known again, though it was made smaller or stored anew."""

import io
from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet
from PIL import Image

from workflows import evidence_store, registry
from workflows.models import Evidence, PhotoPrint

# Two pictures whose prints differ in no more bits than this show the same; a print that says less is none.
MOST_BITS_APART, LEAST_BITS, PRINT_SIDE = 3, 10, 8
_BAND_BITS, _BANDS = 16, ("band_a", "band_b", "band_c", "band_d")
_PORTION = 500


def print_of(image: Image.Image) -> int | None:
    """The difference hash of a picture, 64 bits: which of two neighbours is brighter. None where it says little.

    Of a picture that was made smaller, or stored again, it is nearly the same.
    """
    rows = image.convert("L").resize((PRINT_SIDE + 1, PRINT_SIDE), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(PRINT_SIDE):
        for column in range(PRINT_SIDE):
            at = row * (PRINT_SIDE + 1) + column
            bits = bits << 1 | (rows[at] > rows[at + 1])
    return bits if LEAST_BITS <= bits.bit_count() <= PRINT_SIDE**2 - LEAST_BITS else None


def columns(bits: int | None) -> dict[str, int | None]:
    """The print as the database keeps it: signed numbers, and its quarters.

    Prints that differ in three bits are the same in one quarter at least, so that an index finds them.
    """
    if bits is None:
        return dict.fromkeys(("bits", *_BANDS))
    mask = 2**_BAND_BITS - 1
    bands = {name: (bits >> _BAND_BITS * place & mask) - 2**15 for place, name in enumerate(_BANDS)}
    return {"bits": bits - 2**63, **bands}


def keep(prints: Mapping[str, int | None]) -> None:
    """Keep the prints of photos by the SHA-256 of their bytes; those that are there stay. One statement."""
    rows = [PhotoPrint(sha256=sha256, **columns(bits)) for sha256, bits in sorted(prints.items())]
    PhotoPrint.objects.bulk_create(rows, ignore_conflicts=True)


def catch_up() -> int:
    """Make the prints of photos that were attached before prints were kept; returns how many. Safe at any time."""
    made = 0
    for shown in _portions():
        prints = {sha256: _from_store(sha256, preview) for sha256, preview in shown}
        keep(prints)
        made += len(prints)
    return made


def _portions() -> Iterable[list[tuple[str, str]]]:
    """Photos without a print, with the hash of their small version; in the order of their hashes, each once."""
    last = ""
    while portion := list(_without_print().filter(sha256__gt=last)[:_PORTION]):
        yield portion
        last = portion[-1][0]


def _without_print() -> QuerySet:
    of_photos = Q()
    for flow in registry.flows():
        slots = {slot.name for step in flow.steps.values() for slot in step.evidence if slot.accepts == "photo"}
        if slots:
            of_photos |= Q(process__kind=flow.kind_name, slot__in=slots)
    here = Evidence.objects.filter(of_photos, arrived_at__isnull=False)
    there = PhotoPrint.objects.filter(sha256=OuterRef("sha256"))
    rows = here.filter(~Exists(there)).order_by("sha256", "preview_sha256").distinct("sha256")
    return rows.values_list("sha256", "preview_sha256")


def _small(sha256: str, preview: str) -> bytes:
    """The small version, which is read sooner, else the picture. Raises FileNotFoundError."""
    if preview and (small := evidence_store.preview(preview)):
        return small
    with evidence_store.open_file(sha256) as file:
        return file.read()


def _from_store(sha256: str, preview: str) -> int | None:
    """The print of a picture in the store; None too for one that is gone or cannot be read: it shows nothing."""
    try:
        with Image.open(io.BytesIO(_small(sha256, preview))) as image:
            return print_of(image)
    except (OSError, Image.DecompressionBombError):
        return None
