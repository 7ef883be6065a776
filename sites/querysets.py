"""The one door to sites: every list, layer, count, export and autocomplete starts at ``visible_to``."""

from django.contrib.gis.db import models
from django.db.models import Q, Value
from django.db.models.functions import Replace

from gis_data.models import Region
from gis_data.names import fold
from gis_data.querysets import prefix_q

_VILLAGE, _DISTRICT, _REGENCY = _LEVELS = ("village", "village__parent", "village__parent__parent")

# Written before a name, these say what kind of region is meant. Not "kota": villages are called that.
_LEVEL_OF_TITLE = {
    "desa": _VILLAGE,
    "kelurahan": _VILLAGE,
    "kel": _VILLAGE,
    "kecamatan": _DISTRICT,
    "kec": _DISTRICT,
    "kabupaten": _REGENCY,
    "kab": _REGENCY,
}


class SiteQuerySet(models.QuerySet):
    """Sites by person, place and need."""

    def visible_to(self, user) -> "SiteQuerySet":
        """The sites inside the regions of the person's assignments; nothing for a person without any."""
        if not user.is_authenticated:
            return self.none()
        return self.within(user.scope.region_codes)

    def within(self, region_codes: list[str]) -> "SiteQuerySet":
        """The sites inside any of the regions, by code prefix."""
        return self.filter(prefix_q("code", region_codes))

    def open(self) -> "SiteQuerySet":
        """Sites that were not closed."""
        return self.filter(closed_at=None)

    def search(self, text: str) -> "SiteQuerySet":
        """Sites whose code begins with the text, or whose village, district or regency names hold every word of it.

        Case, accents and punctuation do not matter; "kec. kapuas" asks for districts only, "Palangka Raya" finds
        Palangkaraya. A code needs its dots: without them it may be a statistics-office code of another place. What
        follows a comma narrows by district or regency: "Pundu, Cempaga" (114 villages of the province share their
        name with another, none within one district). An empty text narrows nothing; one without a letter or digit
        finds nothing.
        """
        text = text.strip()
        if not text:
            return self
        if text.replace(".", "").replace("-", "").isdigit():
            return self.filter(code__startswith=text)
        first, *wider = (fold(part) for part in text.split(","))
        found = _named(first, _LEVELS) if first else Q()
        for name in filter(None, wider):
            found &= _named(name, _LEVELS[1:])
        return self.filter(found) if found else self.none()

    def with_place(self) -> "SiteQuerySet":
        """Fetch village, district, regency and cooperative along, so that a page of sites costs one query."""
        return self.select_related("village__parent__parent", "cooperative")

    def without_points(self) -> "SiteQuerySet":
        """For a list, which draws nothing: leave out the points, which take longer to read than all the rest."""
        return self.defer("position", *(f"{level}__point" for level in _LEVELS))


def _named(name: str, levels: tuple[str, ...]) -> Q:
    """Every word of the folded name stands in the names of one place: its village, district or regency."""
    title, _, rest = name.partition(" ")
    if rest and title in _LEVEL_OF_TITLE:
        name, levels = rest, (_LEVEL_OF_TITLE[title],)
    found = Q()
    for word in name.split():
        held = Q()
        for level in levels:
            held |= Q(**{f"{level}__search_name__contains": word})
        found &= held
    if _REGENCY in levels:
        tight = Replace("search_name", Value(" "), Value(""))
        together = Region.objects.regencies().annotate(tight=tight).filter(tight__contains=name.replace(" ", ""))
        found |= Q(**{f"{_REGENCY}__in": together})
    return found
