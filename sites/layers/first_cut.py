"""The first cut of a large layer: one site for each square of the map, for a slow line, before all of them come."""

from struct import Struct

from sites.layers.columns import Records

# A layer up to this size is sent whole at once: 100 kB compressed.
WHOLE = 10_000
# The squares' side in bits of the layer's coordinates: two pixels where the country is seen on one screen (zoom 5).
_SQUARE_BITS = 14
# x, y and flags of a record (``sites.layers.points``).
_PLACE = Struct(">4xII2xH16x")


def first_cut(records: Records) -> Records:
    """One record for each square, a flagged site's rather than another's; the order stays."""
    kept: dict[tuple[int, int], int] = {}
    flagged = set()
    for row, (x, y, flags) in enumerate(_PLACE.iter_unpack(records.data)):
        square = (x >> _SQUARE_BITS, y >> _SQUARE_BITS)
        if square not in kept or (flags and square not in flagged):
            kept[square] = row
            if flags:
                flagged.add(square)
    size = records.size
    return Records(b"".join(records.data[row * size : (row + 1) * size] for row in sorted(kept.values())), size)
