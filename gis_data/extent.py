"""Where Indonesia is: the first question asked of every coordinate that comes in."""

from django.utils.translation import gettext as _

# West, south, east, north in degrees (EPSG:4326): Sabang to Merauke, Rote to Miangas, with half a degree to spare.
INDONESIA = (94.5, -11.6, 141.6, 6.6)

Bounds = tuple[float, float, float, float]


def holds(bounds: Bounds, lon: float, lat: float) -> bool:
    """Whether the point lies in ``bounds``; never for NaN or infinity."""
    west, south, east, north = bounds
    return west <= lon <= east and south <= lat <= north


def why_elsewhere(lon: float, lat: float, bounds: Bounds = INDONESIA, place: str = "") -> str:
    """ "" when the point lies in ``bounds``, else the reason in a sentence. ``place`` names the bounds.

    The longitudes of Indonesia are no latitudes and the other way round, so a swapped pair is told with certainty.
    """
    if holds(bounds, lon, lat):
        return ""
    shown = {"lon": f"{lon:.5g}", "lat": f"{lat:.5g}", "place": place or _("Indonesia")}
    if holds(bounds, lat, lon):
        return _("Longitude and latitude are swapped: %(lon)s, %(lat)s. Longitude comes first.") % shown
    if abs(lon) > 180 or abs(lat) > 90:
        return (
            _("%(lon)s, %(lat)s are not degrees of longitude and latitude. Declare the coordinate system of the file.")
            % shown
        )
    return _("Longitude %(lon)s, latitude %(lat)s lies outside %(place)s.") % shown
