"""The names layer: code and name of every site of a scope, for search and the list; changes by registration only."""

from collections.abc import Sequence

from django.db.models import Count, Max

from gis_data.layers import geography_version
from gis_data.models import Region
from sites.layers.columns import column, pack
from sites.models import Event, Site

_HASH = 16


def names_version(region_codes: Sequence[str]) -> str:
    """What moves when a site is registered in the regions or a region renamed; a site never changes its code.

    After a restore another site can get the number of one that was lost: the entry of its registration tells which.
    """
    found = Site.objects.within(region_codes).aggregate(count=Count("pk"), last=Max("pk"))
    entry = Event.objects.filter(site_id=found["last"], seq=1).values_list("hash", flat=True).first() or ""
    return f"{found['count']}-{entry[:_HASH]}-{geography_version()}"


def names_layer(region_codes: Sequence[str]) -> bytes:
    """Names of all sites inside the regions, closed ones too, in order of their codes (``sites.layers.columns``).

    Columns: ``id``; ``district``, the digits of its code; ``village``, the last four digits of the village's code;
    ``nth``, 1 or the number of a further site in the village. The header's ``names`` are in the order of the rows,
    ``districts`` and ``regencies`` are (code, name), a city's with the word for its kind.
    """
    rows = list(Site.objects.within(region_codes).order_by("code").values_list("pk", "code", "village__name"))
    districts = sorted({code[:8] for _pk, code, _name in rows})
    regencies = sorted({code[:5] for code in districts})
    regions = Region.objects.in_bulk([*districts, *regencies])
    header = {
        "regencies": [[code, _regency_name(regions[code])] for code in regencies],
        "districts": [[code, regions[code].name] for code in districts],
        "names": [name for _pk, _code, name in rows],
    }
    return pack(
        header,
        [
            column("id", (pk for pk, _code, _name in rows), 4),
            column("district", (int(code[:8].replace(".", "")) for _pk, code, _name in rows), 4),
            column("village", (int(code[9:13]) for _pk, code, _name in rows), 2),
            column("nth", (int(code[14:] or 1) for _pk, code, _name in rows), 1),
        ],
    )


def _regency_name(region: Region) -> str:
    """ "Kotawaringin Timur", "Kota Palangkaraya": short, and a city is told from the regency around it."""
    return region.full_name if region.kind == Region.Kind.CITY else region.name
