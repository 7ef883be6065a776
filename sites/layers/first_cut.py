"""The first cut of a large layer: one site for each square of the map, for a slow line, before all of them come."""

from struct import Struct

from sites.layers.columns import Records

# A layer up to this size is sent whole at once: 100 kB compressed.
WHOLE = 10_000
# The squares' side in bits of the layer's coordinates: four pixels where the country is seen on one screen (zoom 5),
# which is what a symbol there covers.
_SQUARE_BITS = 15
# A place in it is as exact as half a pixel there: what nobody can see is not sent.
_HALF_A_PIXEL = 2**12
# x, y and flags of a record (``sites.layers.points``).
_PLACE = Struct(">4xII2xH16x")
_COORDINATES = Struct(">II")
_X_AT = 4


def first_cut(records: Records) -> Records:
    """One record for each square, a flagged site's rather than another's, at about its place; the order stays."""
    kept: dict[tuple[int, int], int] = {}
    flagged = set()
    for row, (x, y, flags) in enumerate(_PLACE.iter_unpack(records.data)):
        square = (x >> _SQUARE_BITS, y >> _SQUARE_BITS)
        if square not in kept or (flags and square not in flagged):
            kept[square] = row
            if flags:
                flagged.add(square)
    size = records.size
    cut = bytearray(b"".join(records.data[row * size : (row + 1) * size] for row in sorted(kept.values())))
    for start in range(_X_AT, len(cut), size):
        x, y = _COORDINATES.unpack_from(cut, start)
        _COORDINATES.pack_into(cut, start, _about(x), _about(y))
    return Records(bytes(cut), size)


def _about(place: int) -> int:
    return place // _HALF_A_PIXEL * _HALF_A_PIXEL + _HALF_A_PIXEL // 2
