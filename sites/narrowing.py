"""The regions that a list may be narrowed to, as ``components/region_fields.html`` offers them to whoever asks."""

from gis_data.models import Region
from sites import selectors

_PROVINCE, _REGENCY = 2, 5


def region_fields(user, region: str) -> dict:
    """What the two fields show when a list is narrowed to ``region``, a code that ``SiteFilter`` has read, or "".

    ``regency_options``: the regencies in the person's scope when there are several, before them the whole province when
    that is what was chosen; ``district_options``: the districts of the chosen (or only) regency when there are several.
    Two queries, one more for a province.
    """
    regencies = [(one.code, one.full_name) for one in selectors.regencies_of(user)]
    regency = region[:_REGENCY] if len(region) >= _REGENCY else regencies[0][0] if len(regencies) == 1 else ""
    districts = [(one.code, one.short_name) for one in selectors.districts_of(user, regency)] if regency else []
    options = regencies if len(regencies) > 1 else []
    if options and len(region) == _PROVINCE:
        options = [(one.code, one.full_name) for one in Region.objects.filter(code=region)] + options
    return {
        "region": region,
        "regency": region[:_REGENCY],
        "district": region if len(region) > _REGENCY else "",
        "regency_options": options,
        "district_options": districts if len(districts) > 1 else [],
    }
